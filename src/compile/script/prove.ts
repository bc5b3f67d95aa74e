import { shorten } from '../../core/text.ts';
import { compareBranches, compareData } from '../compare.ts';
import type { Flavour } from './declarer.ts';
import { loadModule, runnable } from './load.ts';
import { readNodeTable } from './node-table.ts';
import { hasTable, type Plan } from './plan.ts';
import type { Data } from './print-data.ts';
import { readModule, type FoundModule } from './read-back.ts';
import { firstMiss } from './run-vectors.ts';
import { CodeFault, parseModule, type Syntax } from './syntax.ts';
import type { Vector } from '../vectors.ts';

/** What a generated file has to be. */
export interface Claim {
  readonly plan: Plan;
  /** Tables that are compared, by name. */
  readonly tables: ReadonlyMap<string, Data>;
  readonly vectors: readonly Vector[];
  /** Whether faults are planted to try the vectors; they are where left out. */
  readonly plantFaults?: boolean | undefined;
}

/** A text found equal, ready to run. */
export interface Proven {
  readonly found: FoundModule;
  /** The text as the body of a function: types and exports are blanks. */
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
    ...treeFaults(claim.plan, found),
    ...[...claim.tables].flatMap(([name, expected]) =>
      compareData(expected, restricted(found.tables.get(name), expected), name),
    ),
  ];
  if (faults.length > 0) return { equal: false, faults };
  const code = runnable(syntax);
  const miss = firstMiss(loadModule(code), claim);
  if (miss !== null) return { equal: false, faults: [miss] };
  return { equal: true, proven: { found, code } };
}

/** Every form in which the tree stands in the module, compared with the tree. */
function treeFaults(plan: Plan, { functions, tables }: FoundModule): string[] {
  const faults = functions.flatMap(({ branch }) => compareBranches(plan.model, branch));
  if (!hasTable(plan)) return faults;
  try {
    return [...faults, ...compareBranches(plan.model, readNodeTable(tables, plan.layout))];
  } catch (error) {
    return [...faults, `the table of branches: ${(error as Error).message}`];
  }
}

type ReadText =
  { readonly fault: string } | { readonly found: FoundModule; readonly syntax: Syntax };

function readText({ plan }: Claim, text: string, flavour: Flavour): ReadText {
  try {
    const syntax = parseModule(text, flavour);
    return { syntax, found: readModule(syntax, plan, flavour) };
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
