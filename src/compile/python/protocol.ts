import { categoryKind, type Branch, type NumericTest, type Test } from '../branches.ts';
import type { Data } from '../script/print-data.ts';
import type { Row } from '../script/load.ts';
import type { PythonPart } from './parts.ts';

/* What is asked of the two scripts in Python, and what they answer: JSON in plain ASCII. */

/** A module to be read back, and the statements that it must hold. */
export interface ReadRequest {
  readonly text: string;
  readonly parts: readonly PythonPart[];
}

/** Leaf functions to be run on rows; or a whole module. */
export type RunRequest =
  | { readonly programs: readonly string[]; readonly rows: readonly Row[] }
  | { readonly module: string; readonly rows: readonly Row[] };

/** What a module answers a row: leaf, decision, value, and id of the path. */
export type ModuleAnswer = readonly [number, string | number, number | readonly number[], string];

/** What stands in a module. */
export interface FoundPython {
  readonly branch: Branch;
  /** The data of every table, by name. */
  readonly tables: ReadonlyMap<string, Data>;
}

/** Requests as Python's `json` takes them, which knows `NaN` and `Infinity`. */
export function requestText(requests: readonly (ReadRequest | RunRequest)[]): string {
  return json(requests as unknown as Data);
}

function json(value: Data): string {
  if (Array.isArray(value)) return `[${(value as readonly Data[]).map(json).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${members.map(([key, member]) => `${jsonText(key)}:${json(member)}`).join(',')}}`;
  }
  if (typeof value === 'number') return Object.is(value, -0) ? '-0.0' : String(value);
  return typeof value === 'string' ? jsonText(value) : String(value ?? null);
}

function jsonText(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** @throws Error for anything that the printer would never have written. */
export function foundModules(reply: string): FoundPython[] {
  const answers = JSON.parse(reply) as ReadAnswer[];
  return answers.map((answer) => {
    if ('fault' in answer) throw new Error(answer.fault);
    const { branch, tables } = answer.found;
    return { branch: branchOf(branch), tables: new Map(Object.entries(tables)) };
  });
}

type ReadAnswer =
  | { readonly fault: string }
  | { readonly found: { readonly branch: RawBranch; readonly tables: Record<string, Data> } };

type RawBranch =
  | { readonly line: number; readonly leaf: number }
  | {
      readonly line: number;
      readonly test: RawTest;
      readonly yes: RawBranch;
      readonly no: RawBranch;
    };

type RawTest =
  | {
      readonly kind: NumericTest['kind'];
      readonly feature: string;
      readonly threshold: number | 'Infinity';
    }
  | {
      readonly feature: string;
      readonly listed: boolean;
      /** `null` stands for a missing value. */
      readonly members: readonly (string | null)[];
    };

function branchOf(raw: RawBranch): Branch {
  if ('leaf' in raw) return { kind: 'return', line: raw.line, leaf: raw.leaf };
  const { line, test, yes, no } = raw;
  return { kind: 'if', line, test: testOf(test), yes: branchOf(yes), no: branchOf(no) };
}

function testOf(raw: RawTest): Test {
  const { feature } = raw;
  if ('kind' in raw) return { kind: raw.kind, feature, threshold: Number(raw.threshold) };
  const { listed, members } = raw;
  const missing = members.includes(null) === listed;
  return {
    kind: categoryKind({ listed, missing }),
    feature,
    names: members.filter((member) => member !== null),
  };
}
