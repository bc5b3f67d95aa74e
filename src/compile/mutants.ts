import { isEmptyBound, wholeSpace, type Bound } from '../core/box.ts';
import { Random } from '../core/random.ts';
import type { Model } from '../core/tree.ts';
import type { NumericTest, Test } from './branches.ts';
import { nextDown, nextUp } from './doubles.ts';
import { forksOf, type Fork } from './fork.ts';
import { printTest } from './print.ts';
import { ifsOf, returnsOf, type FoundBranch, type FoundIf } from './read-branches.ts';
import type { Span } from './syntax.ts';

/** Kinds of fault that code generators have been seen to make. */
export type MutantKind =
  | 'strict comparison'
  | 'one ulp up'
  | 'one ulp down'
  | 'six digits'
  | 'float32'
  | 'missing rule'
  | 'swapped children'
  | 'wrong feature'
  | 'lost category'
  | 'wrong leaf';

/** A seeded fault in an emitted text. */
export interface Mutant {
  readonly kind: MutantKind;
  readonly edits: readonly Edit[];
  /** Whether no row at all is answered differently. */
  readonly equivalent: boolean;
}

interface Edit extends Span {
  readonly text: string;
}

/** Faults of one kind tried in one text. */
const SITES_PER_KIND = 24;

/**
 * Seeded faults of every kind, at places drawn from the branches of `found`, which must be equal to
 * the tree of `model`. `text` is what `found` was read from.
 */
export function mutantsOf(model: Model, found: FoundBranch, text: string, seed: number): Mutant[] {
  const random = new Random(seed).substream('mutants');
  const ifs = ifsOf(found);
  const sites = forksOf(model, 0, wholeSpace(model.features)).map((fork, i) => ({
    fork,
    branch: ifs[i]!,
  }));
  const draw = <T>(kind: MutantKind, from: readonly T[], make: (site: T) => Mutant[]): Mutant[] => {
    const shuffled = [...from];
    random.substream(kind).shuffle(shuffled);
    return shuffled.slice(0, SITES_PER_KIND).flatMap(make);
  };
  const numeric = sites.flatMap(({ fork, branch }) =>
    isNumeric(branch.test) ? [{ fork, branch, test: branch.test }] : [],
  );
  const threshold = (kind: MutantKind, move: (threshold: number) => number): Mutant[] =>
    draw(kind, numeric, ({ fork, branch, test }) => [
      {
        kind,
        edits: [replaceTest(branch, { ...test, threshold: move(test.threshold) })],
        equivalent: sameSides(fork.bound, test.threshold, move(test.threshold)),
      },
    ]);
  return [
    ...threshold('one ulp up', nextUp),
    ...threshold('one ulp down', nextDown),
    ...threshold('six digits', (t) => Number(t.toPrecision(6))),
    ...threshold('float32', Math.fround),
    ...draw('strict comparison', numeric, ({ fork, branch, test }) => [
      {
        kind: 'strict comparison',
        edits: [{ ...branch.at.operator!, text: test.kind === 'at-most' ? ') < ' : ') >= ' }],
        equivalent: sameSides(fork.bound, test.threshold, nextDown(test.threshold)),
      },
    ]),
    ...draw('missing rule', sites, ({ fork, branch }) => missingRule(model, fork, branch)),
    ...draw('swapped children', sites, ({ branch }) => [
      { kind: 'swapped children', edits: swap(branch, text), equivalent: false },
    ]),
    ...draw('wrong feature', sites, ({ branch }) => wrongFeature(model, branch)),
    ...draw('lost category', sites, ({ branch }) => lostCategory(branch)),
    ...draw('wrong leaf', returnsOf(found), ({ leaf, at }) => {
      const other = { ...at, text: String(leaf === 0 ? 1 : leaf - 1) };
      return ifs.length === 0 ? [] : [{ kind: 'wrong leaf', edits: [other], equivalent: false }];
    }),
  ];
}

/** The text with a fault in it. */
export function applyMutant(text: string, mutant: Mutant): string {
  let out = '';
  let from = 0;
  for (const edit of mutant.edits.toSorted((a, b) => a.start - b.start)) {
    out += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return out + text.slice(from);
}

function isNumeric(test: Test): test is NumericTest {
  return test.kind === 'at-most' || test.kind === 'not-over';
}

function replaceTest({ at }: FoundIf, test: Test): Edit {
  return { ...at.test, text: printTest(test) };
}

/** Whether two thresholds divide the numbers of a bound alike. */
function sameSides(bound: Bound, a: number, b: number): boolean {
  if (bound.kind !== 'numeric') return true;
  const between: Bound = {
    kind: 'numeric',
    low: Math.max(bound.low, Math.min(a, b)),
    high: Math.min(bound.high, Math.max(a, b)),
    missing: false,
  };
  return isEmptyBound(between);
}

/** The same sides for every value that is there, the other side for a missing one. */
function missingRule(model: Model, fork: Fork, branch: FoundIf): Mutant[] {
  const test = otherMissingRule(model, fork, branch.test);
  // Where every category is listed, the other rule would be no test at all.
  if (!isNumeric(test) && test.names.length === 0) return [];
  const edits = [replaceTest(branch, test)];
  return [{ kind: 'missing rule', edits, equivalent: !fork.bound.missing }];
}

function otherMissingRule(model: Model, { feature: f, bound }: Fork, test: Test): Test {
  if (isNumeric(test)) return { ...test, kind: test.kind === 'at-most' ? 'not-over' : 'at-most' };
  const feature = model.features[f]!;
  const names = feature.kind === 'categorical' ? feature.categories : [];
  const codes = bound.kind === 'categorical' ? bound.codes : [];
  const others = codes.map((code) => names[code]!).filter((name) => !test.names.includes(name));
  return { ...test, kind: test.kind === 'one-of' ? 'none-of' : 'one-of', names: others };
}

function swap({ at }: FoundIf, text: string): Edit[] {
  return [
    { ...at.yes, text: text.slice(at.no.start, at.no.end) },
    { ...at.no, text: text.slice(at.yes.start, at.yes.end) },
  ];
}

/** The next feature instead; a model of one feature has no other. */
function wrongFeature({ features }: Model, branch: FoundIf): Mutant[] {
  if (features.length < 2) return [];
  const asked = features.findIndex((feature) => feature.name === branch.test.feature);
  const other = features[(asked + 1) % features.length]!.name;
  const edits = [replaceTest(branch, { ...branch.test, feature: other })];
  return [{ kind: 'wrong feature', edits, equivalent: false }];
}

/** A list without its last category. */
function lostCategory(branch: FoundIf): Mutant[] {
  const { test } = branch;
  if (isNumeric(test) || test.names.length < 2) return [];
  const edits = [replaceTest(branch, { ...test, names: test.names.slice(0, -1) })];
  return [{ kind: 'lost category', edits, equivalent: false }];
}
