import type { TargetEquality } from '../../core/run.ts';
import { shorten } from '../../core/text.ts';
import type { Model } from '../../core/tree.ts';
import { compareBranches, compareData } from '../compare.ts';
import { loadLeaf, loadModule, runnable, type LoadedModule } from './load.ts';
import { mutantsOf, type Mutant } from '../mutants.ts';
import { partsOf, type Flavour } from './parts.ts';
import { plantFault } from './plant.ts';
import { printTest } from './print.ts';
import type { Data } from './print-data.ts';
import { readModule, type FoundModule } from './read-back.ts';
import type { FoundBranch } from './read-branches.ts';
import { CodeFault, parseModule, type Span, type Syntax } from './syntax.ts';
import { firstDifference, type Vector } from '../vectors.ts';

/** What a generated file has to be. */
export interface Claim {
  readonly model: Model;
  /** Whether the leaf function looks at its row at all. */
  readonly reads: boolean;
  /** Tables that are compared, by name. */
  readonly tables: ReadonlyMap<string, Data>;
  readonly vectors: readonly Vector[];
}

/** A text found equal, ready to run. */
export interface Proven {
  readonly branch: FoundBranch;
  /** Where the leaf function stands in the text. */
  readonly at: Span;
  /** The text as the body of a function. */
  readonly code: string;
}

export type Verdict =
  | { readonly equal: true; readonly proven: Proven }
  | { readonly equal: false; readonly faults: readonly string[] };

/**
 * Reads a generated text back and compares it with the model; only a text that is equal, and so
 * harmless, is run on the boundary vectors. Faults are in words, with the line.
 */
export function proveTarget(claim: Claim, text: string, flavour: Flavour): Verdict {
  const read = readText(claim, text, flavour);
  if ('fault' in read) return { equal: false, faults: [read.fault] };
  const { found, syntax } = read;
  const faults = [
    ...compareBranches(claim.model, found.branch),
    ...[...claim.tables].flatMap(([name, expected]) =>
      compareData(expected, restricted(found.tables.get(name), expected), name),
    ),
  ];
  if (faults.length > 0) return { equal: false, faults };
  const code = runnable(syntax);
  const loaded = loadModule(code);
  const missed = firstDifference(loaded.leaf, claim.vectors);
  if (missed !== undefined) return { equal: false, faults: [missWords(loaded.leaf, missed)] };
  return { equal: true, proven: { branch: found.branch, at: found.at, code } };
}

type ReadText =
  { readonly fault: string } | { readonly found: FoundModule; readonly syntax: Syntax };

function readText({ model, reads }: Claim, text: string, flavour: Flavour): ReadText {
  try {
    const syntax = parseModule(text, flavour);
    return { syntax, found: readModule(syntax, partsOf(model, flavour, reads), flavour) };
  } catch (error) {
    if (error instanceof CodeFault) return { fault: `line ${error.line}: ${error.message}` };
    if (error instanceof SyntaxError) {
      return { fault: `it does not parse: ${shorten(error.message, 200)}` };
    }
    if (error instanceof RangeError) return { fault: 'it is nested too deeply to be read' };
    throw error;
  }
}

/** The members of a list's records that are expected; what else they hold is not this claim's. */
function restricted(found: Data, expected: Data): Data {
  if (!Array.isArray(found) || !Array.isArray(expected)) return found;
  return found.map((item: Data, i) => {
    const model = expected[i] as Data;
    if (!isRecord(item) || !isRecord(model)) return item;
    return Object.fromEntries(Object.entries(item).filter(([key]) => Object.hasOwn(model, key)));
  });
}

function isRecord(data: Data): data is { readonly [key: string]: Data } {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

function missWords(leaf: LoadedModule['leaf'], vector: Vector): string {
  const row = JSON.stringify(vector.row, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
  return `the row ${row} reaches leaf ${leaf(vector.row)}, in the tree leaf ${vector.leaf}`;
}

/**
 * Applies seeded faults to a proven text and counts those that the vectors alone notice. The proof
 * is only as good as the vectors: a fault that survives is a hole in them.
 */
export function measureVectors(
  { model, vectors }: Claim,
  proven: Proven,
  seed: number,
): TargetEquality {
  const mutants = mutantsOf(model, proven.branch, seed);
  const harmful = mutants.filter((mutant) => !mutant.equivalent);
  const survivor = harmful.find((mutant) => {
    const leaf = faultyLeaf(proven, mutant);
    const near = vectors.filter((vector) => vector.site === mutant.site);
    return (firstDifference(leaf, near) ?? firstDifference(leaf, vectors)) === undefined;
  });
  if (survivor !== undefined) {
    throw new Error(`no boundary vector notices "${survivor.kind}" at branch ${survivor.site}`);
  }
  return {
    readBack: 'equal',
    readBackBy: '@babel/parser',
    ranBy: 'JavaScript',
    vectors: vectors.length,
    differences: 0,
    mutants: {
      applied: mutants.length,
      equivalent: mutants.length - harmful.length,
      caught: harmful.length,
      survived: 0,
    },
  };
}

/** The leaf function of a proven text with a fault in it. */
export function faultyLeaf({ at, code, branch }: Proven, mutant: Mutant): LoadedModule['leaf'] {
  const planted = plantFault(code.slice(0, at.end), branch, mutant, printTest);
  return loadLeaf(planted.slice(at.start));
}
