import { compileScript } from '../../compile/compile.ts';
import type { CompileTarget } from './target.ts';

/** Files of each flavour. */
const FILES = { ts: ['predict.ts'], js: ['predict.js', 'predict.test.js'] } as const;

function compileFlavour(flavour: keyof typeof FILES): CompileTarget {
  return async (content) => {
    const { files, equality } = compileScript(content);
    return {
      name: flavour,
      files: new Map(FILES[flavour].map((name) => [name, files.get(name)!])),
      equality: equality.targets[flavour]!,
      notes: [],
    };
  };
}

export const compileTypeScript: CompileTarget = compileFlavour('ts');

export const compileJavaScript: CompileTarget = compileFlavour('js');
