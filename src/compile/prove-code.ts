import type { TargetEquality } from '../core/run.ts';
import type { Model } from '../core/tree.ts';
import type { Branch, WordedBranch } from './branches.ts';
import { compareBranches } from './compare.ts';
import { bearableFaults, mutantsOf, NAMED_ROWS, withFault, type RowShape } from './mutants.ts';
import type { Vector } from './vectors.ts';

/** Runs code of a language: the real thing, handed in from outside. A program is text, or another form. */
export interface Engine<Program = string> {
  /** Such as `Python 3.11.7`. */
  readonly name: string;
  /** For each program, the leaf that each vector reaches in it. */
  readonly run: (
    programs: readonly Program[],
    vectors: readonly Vector[],
  ) => Promise<readonly ArrayLike<number>[]>;
}

/** Reads code of a language back, by a parser that knows nothing of the printer. */
export interface Reader<Program = string> {
  /** Such as `Python 3.11.7 ast`. */
  readonly name: string;
  /** @throws Error for anything that the printer would never have written. */
  readonly read: (program: Program) => Promise<Branch>;
}

/** Code in a language beside TypeScript, and what it has to be. */
export interface CodeClaim<Program = string> {
  /** The tree as the target can hold it: a target of float32 has float32 thresholds. */
  readonly model: Model;
  readonly branch: WordedBranch;
  readonly vectors: readonly Vector[];
  readonly seed: number;
  /** Whether faults are planted; they are where left out. */
  readonly plantFaults?: boolean | undefined;
  /** What a row of the target is made of; doubles and texts where left out. */
  readonly rows?: RowShape;
  /** The program that holds these branches: what is written to disk for `branch`. */
  readonly print: (branch: WordedBranch) => Program;
  readonly reader: Reader<Program> | null;
  readonly engine: Engine<Program> | null;
}

/**
 * Proves code of any language: reads it back and compares it with the tree node for node, runs the
 * boundary vectors, plants faults and demands that each of them that matters is caught. What there is
 * no reader or no engine for is left out, and the record says so.
 *
 * @throws Error for any difference, and for a fault that no vector notices.
 */
export async function proveCode<Program>(claim: CodeClaim<Program>): Promise<TargetEquality> {
  const { model, branch, vectors, print, reader, engine } = claim;
  const program = print(branch);
  if (reader !== null) {
    const faults = compareBranches(model, await reader.read(program));
    if (faults.length > 0)
      throw new Error(`the compiled code is not the tree: ${faults.join('; ')}`);
  }
  return {
    readBack: reader === null ? 'none' : 'equal',
    readBackBy: reader?.name ?? null,
    ranBy: engine?.name ?? null,
    vectors: engine === null ? 0 : vectors.length,
    differences: 0,
    mutants: engine === null ? NO_MUTANTS : await runMutants(claim, engine, program),
  };
}

const NO_MUTANTS: TargetEquality['mutants'] = { applied: 0, equivalent: 0, caught: 0, survived: 0 };

/** Runs the code, and the code with faults in it. */
async function runMutants<Program>(
  {
    model,
    branch,
    vectors,
    seed,
    plantFaults = true,
    rows = NAMED_ROWS,
    print,
  }: CodeClaim<Program>,
  engine: Engine<Program>,
  program: Program,
): Promise<TargetEquality['mutants']> {
  const mutants = plantFaults ? mutantsOf(model, branch, seed, rows, bearableFaults(branch)) : [];
  const faulty = mutants.map((mutant) => print(withFault(branch, mutant)));
  const [own, ...others] = await engine.run([program, ...faulty], vectors);
  const differs = (leaves: ArrayLike<number>): Vector | undefined =>
    vectors.find(({ leaf }, i) => leaves[i] !== leaf);
  const missed = differs(own!);
  if (missed !== undefined) {
    const leaf = own![vectors.indexOf(missed)];
    throw new Error(
      `the compiled code is not the tree: a row reaches leaf ${leaf}, in the tree leaf ${missed.leaf}`,
    );
  }
  const survivor = mutants.find(
    ({ equivalent }, i) => !equivalent && differs(others[i]!) === undefined,
  );
  if (survivor !== undefined) {
    throw new Error(`no boundary vector notices "${survivor.kind}" at branch ${survivor.site}`);
  }
  const equivalent = mutants.filter((mutant) => mutant.equivalent).length;
  const caught = mutants.length - equivalent;
  return { applied: mutants.length, equivalent, caught, survived: 0 };
}
