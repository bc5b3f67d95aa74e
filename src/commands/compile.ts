import { join } from 'node:path';
import { contentOf, type Content } from '../compile/content.ts';
import { refuseUncompilable } from '../compile/compile.ts';
import { EspalierError, usageError, type StageOptions } from '../core/errors.ts';
import { sha256Hex } from '../core/hash.ts';
import type { EqualityDocument, RunDocument, TargetEquality } from '../core/run.ts';
import { visible } from '../core/text.ts';
import { VERSION } from '../core/version.ts';
import { documentText } from '../report/documents.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { writeDirectory } from '../store/directory.ts';
import { openRun } from './find-run.ts';
import { C_NUMBERS, DIALECTS, TARGETS, type CNumbers, type Dialect, type Target } from './names.ts';
import type { CompiledTarget, TargetOptions } from './targets/target.ts';
import { COMPILERS } from './targets/targets.ts';

/** A compiled target and what was proven of it. */
export interface Compilation {
  readonly directory: string;
  readonly files: readonly string[];
  readonly equality: TargetEquality;
  readonly notes: readonly string[];
}

export interface CompileOptions extends StageOptions {
  readonly force?: boolean | undefined;
  /** Of SQL. */
  readonly dialect?: string | undefined;
  /** Of C and of ONNX. */
  readonly numbers?: string | undefined;
}

/**
 * Compiles the tree of a run anew into `<run>/compiled/<target>/`, beside the run's own files, which
 * stay as they are. Nothing is written unless the code was proven equal to the tree.
 */
export async function compile(
  nameOrPath: string,
  to: string,
  { force = false, signal, dialect = 'duckdb', numbers = 'float64' }: CompileOptions = {},
): Promise<Compilation> {
  const target = oneOf('E_TARGET', 'a target', to, TARGETS);
  const options: TargetOptions = {
    dialect: oneOf('E_DIALECT', 'a dialect of SQL', dialect, DIALECTS),
    numbers: oneOf('E_NUMBERS', 'a kind of numbers', numbers, C_NUMBERS),
    signal,
  };
  const run = await openRun(nameOrPath);
  const content = contentOfRun(run);
  const compiled = await compileTo(target, content, options);
  return writeTarget(run, compiled, { force, signal });
}

/** What was compiled to every language, and which of them cannot express the tree. */
export interface Compilations {
  readonly written: readonly Compilation[];
  /** In words: the language, and its refusal. */
  readonly leftOut: readonly string[];
}

/**
 * Compiles the tree of a run to every language that can express it, SQL in every dialect. Nothing is
 * written before all of them are proven.
 */
export async function compileAll(
  nameOrPath: string,
  { force = false, signal }: CompileOptions = {},
): Promise<Compilations> {
  const run = await openRun(nameOrPath);
  const content = contentOfRun(run);
  const compiled: CompiledTarget[] = [];
  const leftOut: string[] = [];
  for (const { target, dialect = 'duckdb', numbers = 'float64' } of EVERY_TARGET) {
    try {
      compiled.push(await compileTo(target, content, { dialect, numbers, signal }));
    } catch (error) {
      if (!(error instanceof EspalierError)) throw error;
      const name = target === 'sql' ? `sql for ${dialect}` : target;
      leftOut.push(`${name}: ${error.code} ${error.message}`);
    }
  }
  const written: Compilation[] = [];
  for (const one of compiled) written.push(await writeTarget(run, one, { force, signal }));
  return { written, leftOut };
}

/** Every target, SQL in every dialect. */
const EVERY_TARGET = TARGETS.flatMap(
  (target): { target: Target; dialect?: Dialect; numbers?: CNumbers }[] =>
    target === 'sql' ? DIALECTS.map((dialect) => ({ target, dialect })) : [{ target }],
);

async function compileTo(
  target: Target,
  content: Content,
  options: TargetOptions,
): Promise<CompiledTarget> {
  const compiler = await COMPILERS[target]();
  return compiler(content, options);
}

/** What a run says about its tree, for the compilers. */
function contentOfRun({ manifest, model, paths }: LoadedRun): Content {
  refuseUncompilable(model);
  return contentOf(model, paths, {
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
    featureCosts: featureCostsOf(manifest),
  });
}

/** What the user said of each feature's cost, as the manifest records it. */
function featureCostsOf({ configuration }: RunDocument): Map<string, number> {
  const recorded = configuration['featureCost'];
  if (!Array.isArray(recorded)) return new Map();
  const costs = recorded as readonly { readonly column: string; readonly cost: number }[];
  return new Map(costs.map(({ column, cost }) => [column, cost]));
}

async function writeTarget(
  { folder, manifest }: LoadedRun,
  { name, files, equality, notes }: CompiledTarget,
  { force, signal }: { readonly force: boolean; readonly signal: AbortSignal | undefined },
): Promise<Compilation> {
  const directory = join(folder, 'compiled', name);
  const document: EqualityDocument = {
    schema: 'espalier-equality/1',
    modelHash: manifest.modelHash,
    targets: { [name]: equality },
    artifacts: Object.fromEntries(
      Array.from(files, ([path, content]) => [path, sha256Hex(content)]),
    ),
  };
  await writeDirectory(
    directory,
    [
      ...Array.from(files, ([path, content]) => ({ path, content })),
      { path: 'equality.json', content: documentText(document) },
    ],
    { force, last: 'equality.json', signal },
  );
  return { directory, files: [...files.keys()], equality, notes };
}

function oneOf<T extends string>(
  code: string,
  what: string,
  given: string,
  allowed: readonly T[],
): T {
  const found = allowed.find((name) => name === given);
  if (found !== undefined) return found;
  throw usageError(code, `"${visible(given)}" is not ${what}: use ${allowed.join(', ')}.`);
}
