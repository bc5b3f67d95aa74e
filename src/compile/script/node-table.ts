import { ifsOf, isCategoryTest, type Branch, type Test } from '../branches.ts';
import type { Layout } from '../flat.ts';
import type { Data } from './print-data.ts';

/** The kinds of tests, by the number that stands for each in a table. */
const KINDS = [
  'at-most',
  'not-over',
  'one-of',
  'none-of',
  'one-of-or-missing',
  'known-none-of',
] as const satisfies readonly Test['kind'][];

/** A tree as arrays, one entry a branch in pre-order: what the loop of a generated module walks. */
export type NodeTable = Readonly<Record<keyof typeof NODE_TABLES, Data>>;

/** The arrays by name, and what each holds. */
export const NODE_TABLES = {
  asked: ['readonly number[]', 'The feature each branch asks, by its place in `schema`.'],
  kinds: ['readonly number[]', 'What each branch tests: see `passes`.'],
  thresholds: ['readonly number[]', 'The threshold of a number; 0 for a category.'],
  listed: ['readonly (readonly number[])[]', 'The categories that a branch lists, by their codes.'],
  yes: ['readonly number[]', 'Where a value that passes goes: a branch, or `~leaf`.'],
  no: ['readonly number[]', 'Where any other value goes.'],
} as const;

/** The arrays of a tree of at least one branch. */
export function nodeTable(branch: Branch, { features, position }: Layout): NodeTable {
  const ifs = ifsOf(branch);
  const places = new Map<Branch, number>(ifs.map((one, place) => [one, place]));
  const place = (next: Branch): number => (next.kind === 'return' ? ~next.leaf : places.get(next)!);
  const codes = (test: Test): number[] => {
    const feature = features[position(test.feature)]!;
    if (!isCategoryTest(test) || feature.kind !== 'categorical') return [];
    return test.names.map((name) => feature.categories.indexOf(name));
  };
  return {
    asked: ifs.map(({ test }) => position(test.feature)),
    kinds: ifs.map(({ test }) => KINDS.indexOf(test.kind)),
    thresholds: ifs.map(({ test }) => (isCategoryTest(test) ? 0 : test.threshold)),
    listed: ifs.map(({ test }) => codes(test)),
    yes: ifs.map((one) => place(one.yes)),
    no: ifs.map((one) => place(one.no)),
  };
}

/**
 * The branches that arrays hold: every entry reached once, in pre-order.
 * @throws Error for anything else.
 */
export function readNodeTable(tables: ReadonlyMap<string, Data>, { features }: Layout): Branch {
  const column = (name: keyof typeof NODE_TABLES): readonly Data[] => {
    const data = tables.get(name);
    if (!Array.isArray(data)) throw new Error(`"${name}" is not a list`);
    return data;
  };
  const [asked, kinds, thresholds] = [column('asked'), column('kinds'), column('thresholds')];
  const [listed, yes, no] = [column('listed'), column('yes'), column('no')];
  let reached = 0;
  const read = (place: Data): Branch => {
    if (typeof place !== 'number' || !Number.isInteger(place))
      throw new Error('a place is no number');
    if (place < 0) return { kind: 'return', leaf: ~place };
    if (place !== reached++) throw new Error(`branch ${place} is out of order`);
    const feature = features[Number(asked[place])];
    const kind = KINDS[Number(kinds[place])];
    if (feature === undefined || kind === undefined)
      throw new Error(`branch ${place} asks nothing`);
    const test = readTest(kind, feature.name, thresholds[place], (listed[place] ?? []) as number[]);
    return { kind: 'if', test, yes: read(yes[place]), no: read(no[place]) };
  };
  const readTest = (
    kind: Test['kind'],
    name: string,
    threshold: Data,
    codes: readonly number[],
  ): Test => {
    if (kind === 'at-most' || kind === 'not-over') {
      return { kind, feature: name, threshold: Number(threshold) };
    }
    const feature = features.find((one) => one.name === name);
    const categories = feature?.kind === 'categorical' ? feature.categories : [];
    const names = codes.map((code) => categories[code] ?? `code ${code}`);
    return { kind, feature: name, names };
  };
  const branch = read(0);
  if (reached !== kinds.length)
    throw new Error(`${kinds.length - reached} branches are not reached`);
  return branch;
}
