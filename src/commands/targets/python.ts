import { compareData } from '../../compile/compare.ts';
import type { Content } from '../../compile/content.ts';
import { proveCode, type Engine, type Reader } from '../../compile/prove-code.ts';
import { READER } from '../../compile/python/reader-script.ts';
import { RUNNER } from '../../compile/python/runner-script.ts';
import { pythonParts } from '../../compile/python/parts.ts';
import { printLeaf, printPythonModule, pythonTables } from '../../compile/python/print-module.ts';
import { printPythonTest } from '../../compile/python/print-test.ts';
import {
  foundModules,
  requestText,
  type FoundPython,
  type ModuleAnswer,
  type ReadRequest,
  type RunRequest,
} from '../../compile/python/protocol.ts';
import { findPython, runPython } from '../../node/python.ts';
import type { CompiledTarget, CompileTarget } from './target.ts';

/** Python itself, as far as it is needed to prove what is written in it. */
export interface PythonHost {
  /** Such as `3.11.7`. */
  readonly version: string;
  /** @throws Error for anything in a module that the printer would never have written. */
  readonly read: (requests: readonly ReadRequest[]) => Promise<readonly FoundPython[]>;
  /** One answer a request: a list a program of leaves, or of a module's answers. */
  readonly run: (requests: readonly RunRequest[]) => Promise<readonly unknown[]>;
}

/** `predict.py` and its test. */
export const compilePython: CompileTarget = async (content, { signal }) =>
  compileForPython(content, await findPythonHost(signal));

/** The Python of this machine; `null` where there is none. */
export async function findPythonHost(signal?: AbortSignal): Promise<PythonHost | null> {
  const python = await findPython(signal);
  if (python === null) return null;
  return {
    version: python.version,
    read: async (requests) =>
      foundModules(await runPython(python, READER, requestText(requests), signal)),
    run: async (requests) =>
      JSON.parse(await runPython(python, RUNNER, requestText(requests), signal)) as unknown[],
  };
}

/** {@link compilePython} with the Python that is there, if any. */
export async function compileForPython(
  content: Content,
  host: PythonHost | null,
): Promise<CompiledTarget> {
  const { model, branch, vectors, meta, plantFaults } = content;
  const equality = await proveCode({
    model,
    branch,
    vectors,
    seed: meta.seed,
    plantFaults,
    print: (other) => printLeaf(content, other),
    reader: host && readerOf(content, host),
    engine: host && engineOf(host),
  });
  const module = printPythonModule(content, printLeaf(content, branch));
  if (host !== null) await proveAnswers(content, module, host);
  return {
    name: 'python',
    files: new Map([
      ['predict.py', module],
      ['test_predict.py', printPythonTest(content)],
    ]),
    equality,
    notes: host === null ? [NOT_PROVEN] : [],
  };
}

const NOT_PROVEN =
  'There is no Python here (3.8 or newer), so predict.py was neither read back nor run: run "python3 test_predict.py" in its folder where there is one.';

/** Reads the whole module around a leaf function, and compares its tables as well. */
function readerOf(content: Content, { version, read }: PythonHost): Reader {
  const parts = pythonParts(content.model, content.branch);
  return {
    name: `Python ${version} ast`,
    read: async (leaf) => {
      const [found] = await read([{ text: printPythonModule(content, leaf), parts }]);
      const { branch, tables } = found!;
      const faults = [...pythonTables(content)].flatMap(([name, expected]) =>
        compareData(expected, tables.get(name), name),
      );
      if (faults.length > 0) throw new Error(`the tables of predict.py: ${faults.join('; ')}`);
      return branch;
    },
  };
}

function engineOf({ version, run }: PythonHost): Engine {
  return {
    name: `Python ${version}`,
    run: async (programs, vectors) => {
      const rows = vectors.map(({ row }) => row);
      const [leaves] = await run([{ programs, rows }]);
      return leaves as number[][];
    },
  };
}

/** @throws Error where the module answers a vector in another way than the tree. */
async function proveAnswers(
  { model, answers, vectors }: Content,
  module: string,
  { run }: PythonHost,
): Promise<void> {
  const rows = vectors.map(({ row }) => row);
  const [found] = await run([{ module, rows }]);
  const missed = vectors.find(({ leaf }, i) => {
    const { decision, value, id } = answers[leaf]!;
    const expected = [leaf, decision, model.task === 'regression' ? value[0]! : value, id];
    return compareData(expected, (found as ModuleAnswer[])[i], '').length > 0;
  });
  if (missed !== undefined) {
    throw new Error(`predict.py does not answer as leaf ${missed.leaf} of the tree does`);
  }
}
