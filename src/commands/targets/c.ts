import type { CKindName } from '../../compile/c/kinds.ts';
import { C_KINDS } from '../../compile/c/kinds.ts';
import {
  expectedDump,
  leafInput,
  leafSource,
  leavesIn,
  printDump,
  type LeafJob,
} from '../../compile/c/driver.ts';
import { printHeader } from '../../compile/c/print-header.ts';
import { printCLeaf, printSource } from '../../compile/c/print-source.ts';
import { printCTest } from '../../compile/c/print-test.ts';
import { cProgram, type CProgram } from '../../compile/c/program.ts';
import { compareTables, readCLeaf } from '../../compile/c/read-back.ts';
import type { Content } from '../../compile/content.ts';
import { flatRow } from '../../compile/flat.ts';
import { proveCode, type Engine } from '../../compile/prove-code.ts';
import { buildAndRun, findCCompiler } from '../../node/c-compiler.ts';
import type { CompiledTarget, CompileTarget } from './target.ts';

/** A C compiler, as far as it is needed to prove what is written in C. */
export interface CHost {
  readonly name: string;
  /** For each job and each leaf function of it, the leaf that each row reaches. */
  readonly run: (jobs: readonly LeafJob[]) => Promise<readonly Int32Array[][]>;
  /**
   * Compiles a program without a single warning and runs it; what it prints.
   * @throws Error where it does not compile, or fails.
   */
  readonly check: (files: ReadonlyMap<string, string>) => Promise<string>;
}

/** Without `check` the files around the leaf function are not built, which takes the most time. */
export type LeafHost = Pick<CHost, 'name' | 'run'> & Partial<CHost>;

/** `predict.h`, `predict.c` and their test. */
export const compileC: CompileTarget = async (content, { numbers, signal }) =>
  compileForC(content, numbers, await findCHost(signal));

/** What a fault does is the same at every level; the files themselves are run at the strict one. */
const QUICK = ['-std=c99', '-O0', '-w'];
const STRICT = ['-std=c99', '-O2', '-Wall', '-Wextra', '-Wpedantic', '-Werror'];
/** A class may have a name of any length. */
const BUT = '-Wno-overlength-strings';

/** The compiler of this machine; `null` where there is none. */
export async function findCHost(signal?: AbortSignal): Promise<CHost | null> {
  const compiler = await findCCompiler(signal);
  if (compiler === null) return null;
  return {
    name: compiler.name,
    run: async (jobs) => {
      const files = new Map([['leaves.c', leafSource(jobs)]]);
      const build = { files, flags: QUICK, input: leafInput(jobs), signal };
      const { exitCode, output } = await buildAndRun(compiler, build);
      if (exitCode !== 0) throw new Error(`the compiled leaf functions ended with ${exitCode}`);
      return leavesIn(jobs, output);
    },
    check: async (files) => {
      const { exitCode, output } = await buildAndRun(compiler, {
        files,
        flags: [...STRICT, BUT],
        signal,
      });
      if (exitCode === 0) return output.toString();
      throw new Error(`predict.c fails its test: ${output.toString().trim()}`);
    },
  };
}

/** {@link compileC} with the compiler that is there, if any. */
export async function compileForC(
  content: Content,
  numbers: CKindName,
  host: LeafHost | null,
): Promise<CompiledTarget> {
  const program = cProgram(content, C_KINDS[numbers]);
  const { model, branch, vectors, meta, plantFaults } = program.content;
  const leaf = printCLeaf(program, branch);
  const header = printHeader(program);
  const source = printSource(program, leaf);
  const test = printCTest(program);
  const faults = compareTables(program, source);
  if (faults.length > 0) throw new Error(`the tables of predict.c: ${faults.join('; ')}`);
  const equality = await proveCode({
    model,
    branch,
    vectors,
    seed: meta.seed,
    plantFaults,
    rows: { numbers: program.kind.numbers, coded: true },
    print: (other) => printCLeaf(program, other),
    reader: { name: '@babel/parser', read: async (text) => readCLeaf(program, header, text) },
    engine: host && engineOf(program, host),
  });
  const files = new Map([
    ['predict.h', header],
    ['predict.c', source],
    ['predict_test.c', test],
  ]);
  if (host?.check) await proveFiles(program, files, host.check);
  return {
    name: numbers === 'float64' ? 'c' : `c-${numbers}`,
    files,
    equality,
    notes: [...NOTES[numbers], ...(host === null ? [NOT_RUN] : [])],
  };
}

const NOTES: Readonly<Record<CKindName, readonly string[]>> = {
  float64: [],
  float32: [
    'A row is made of floats: a number that is rounded to one may take another path than it does in the tree.',
  ],
  int32: ['A row is made of whole numbers, and INT32_MIN is a missing value.'],
};

const NOT_RUN =
  'There is no C compiler here, so predict.c was read back but not run: compile and run predict_test.c where there is one.';

function engineOf(program: CProgram, { name, run }: LeafHost): Engine {
  return {
    name,
    run: async (leaves, vectors) => {
      const rows = vectors.map(({ row }) => flatRow(program.layout, row));
      const [found] = await run([{ program, leaves, rows }]);
      return found!;
    },
  };
}

/** @throws Error where the files as they are written do not compile, or say something else. */
async function proveFiles(
  program: CProgram,
  files: ReadonlyMap<string, string>,
  check: CHost['check'],
): Promise<void> {
  await check(files);
  const dump = await check(new Map([...files, ['predict_test.c', printDump(program)]]));
  if (dump !== expectedDump(program))
    throw new Error('the tables of predict.c hold something else');
}
