import { join } from 'node:path';
import { compileModel } from '../compile/compile.ts';
import { usageError, type StageOptions } from '../core/errors.ts';
import type { TargetEquality } from '../core/run.ts';
import { visible } from '../core/text.ts';
import { VERSION } from '../core/version.ts';
import { documentText } from '../report/documents.ts';
import { writeDirectory } from '../store/directory.ts';
import { openRun } from './find-run.ts';
import { TARGETS, type Target } from './names.ts';

/** A compiled target and what was proven of it. */
export interface Compilation {
  readonly directory: string;
  readonly files: readonly string[];
  readonly equality: TargetEquality;
}

/** Files of each target beside its `equality.json`. */
const FILES: Readonly<Record<Target, readonly string[]>> = {
  ts: ['predict.ts'],
  js: ['predict.js', 'predict.test.js'],
};

/**
 * Compiles the tree of a run anew into `<run>/compiled/<target>/`, beside the run's own files, which
 * stay as they are. Nothing is written unless the code was proven equal to the tree.
 */
export async function compile(
  nameOrPath: string,
  to: string,
  { force = false, signal }: StageOptions & { readonly force?: boolean | undefined } = {},
): Promise<Compilation> {
  const target = TARGETS.find((name) => name === to);
  if (target === undefined) {
    throw usageError('E_TARGET', `"${visible(to)}" is not a target: use ${TARGETS.join(' or ')}.`);
  }
  const { manifest, model, paths, folder } = await openRun(nameOrPath);
  const compiled = compileModel(model, paths, {
    name: manifest.name,
    version: VERSION,
    modelHash: manifest.modelHash,
    role: manifest.role,
    teacher: manifest.teacher.description,
    fidelityKind: manifest.fidelityKind,
    fidelity: manifest.fidelity,
    depth: manifest.student.depth,
    leaves: manifest.student.leaves,
    seed: manifest.seed,
  });
  const directory = join(folder, 'compiled', target);
  const equality = {
    ...compiled.equality,
    targets: { [target]: compiled.equality.targets[target]! },
  };
  const names = FILES[target];
  await writeDirectory(
    directory,
    [
      ...names.map((path) => ({ path, content: compiled.files.get(path)! })),
      { path: 'equality.json', content: documentText(equality) },
    ],
    { force, last: 'equality.json', signal },
  );
  return { directory, files: names, equality: equality.targets[target]! };
}
