import { compileScript } from '../../compile/compile.ts';
import type { Flavour } from '../../compile/script/declarer.ts';
import type { CompileTarget } from './target.ts';

function compileFlavour(flavour: Flavour): CompileTarget {
  return async (content) => {
    const { files, equality } = compileScript(content, [flavour]);
    return { name: flavour, files, equality: equality.targets[flavour]!, notes: [] };
  };
}

export const compileTypeScript: CompileTarget = compileFlavour('ts');

export const compileJavaScript: CompileTarget = compileFlavour('js');

export const compileCommonJs: CompileTarget = compileFlavour('cjs');
