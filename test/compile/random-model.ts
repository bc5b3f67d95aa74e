import { isEmptyBound, sideOf, wholeSpace, type Box } from '../../src/core/box.ts';
import { Random } from '../../src/core/random.ts';
import type { Feature } from '../../src/core/table.ts';
import { buildTree, type Model, type NodeDraft, type SplitDraft } from '../../src/core/tree.ts';

/*
 * Random models for property tests: any depth, any mix of features, missing rules both ways,
 * thresholds at the edges of what a double can hold, splits that no row can pass, hostile names.
 */

/** Names that break a careless generator of code, a comment, a page or a prototype. */
export const HOSTILE_NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'class',
  'readonly',
  '"]; globalThis.__pwn = 1; //',
  "'); globalThis.__pwn = 2; ('",
  '*/ globalThis.__pwn = 3; /*',
  'x\u2028globalThis.__pwn = 4',
  'x\u2029globalThis.__pwn = 5',
  'x\nglobalThis.__pwn = 6',
  'x\rglobalThis.__pwn = 7',
  '${globalThis.__pwn = 8}',
  '`+(globalThis.__pwn = 9)+`',
  '</script><script>globalThis.__pwn = 10</script>',
  '\\u0022]; globalThis.__pwn = 11; //',
  'x\u202egnp\u2066',
  '@ts-ignore',
  '# sourceMappingURL=data:x',
  'a b',
  'a_b',
  'ключ',
  '\ud800',
  '\u0000',
  ' ',
  '\\',
  '😀',
] as const;

/** Thresholds at which printers and comparisons go wrong. */
export const EXTREME_THRESHOLDS = [
  0,
  -0,
  1,
  -1,
  0.1,
  0.30000000000000004,
  105.5,
  1e21,
  1e-7,
  123456.789,
  2147483648,
  9007199254740991,
  5e-324,
  -5e-324,
  2.2250738585072014e-308,
  1.1125369292536007e-308,
  1.7e308,
  -1.7e308,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  1 + Number.EPSILON,
  1 - Number.EPSILON / 2,
  Infinity,
] as const;

export interface RandomModelOptions {
  /** Levels below the root; a node above stops early by chance. */
  readonly maxDepth: number;
  /** Chance that an inner node is grown where it may be. */
  readonly growth: number;
  readonly task: 'classification' | 'regression';
  readonly nClasses: number;
  readonly nFeatures: number;
  readonly maxCategories: number;
  /** Whether names are drawn from {@link HOSTILE_NAMES}. */
  readonly hostile: boolean;
  /** Chance that a leaf defers to the teacher; none by default. */
  readonly deferring?: number;
  /** Whether one path goes all the way down to `maxDepth`. */
  readonly reach?: boolean;
  /** What most thresholds can be kept in; doubles by default. Those of `int32` ask whole numbers. */
  readonly numbers?: 'float64' | 'float32' | 'int32';
}

/** Options of every kind, drawn at random. */
function randomOptions(random: Random): RandomModelOptions {
  // One in ten is deep and wide: at most 20 levels of splits, 50 features.
  const deep = random.below(10) === 0;
  return {
    maxDepth: deep ? 8 + random.below(13) : random.below(8),
    growth: deep ? 0.6 : 0.5 + random.uniform() / 2,
    task: random.below(4) === 0 ? 'regression' : 'classification',
    nClasses: 2 + (random.below(10) === 0 ? random.below(99) : random.below(4)),
    nFeatures: 1 + random.below(deep ? 50 : 6),
    maxCategories: random.below(5) === 0 ? 70 : 6,
    hostile: random.below(3) === 0,
    deferring: random.below(3) === 0 ? 0.5 * random.uniform() : 0,
  };
}

/** A sound model of any shape. The same generator state gives the same model. */
export function randomModel(random: Random, options = randomOptions(random)): Model {
  const names = nameMaker(random, options.hostile);
  const features = Array.from({ length: options.nFeatures }, () =>
    randomFeature(random, names(), options),
  );
  const classification = options.task === 'classification';
  const classNames = classification ? Array.from({ length: options.nClasses }, names) : [];
  const nOutputs = classification ? options.nClasses : 1;
  const plan = { options, features, nOutputs };
  const root = randomNode(random, plan, wholeSpace(features), 0, options.reach === true);
  const tree = buildTree(root, nOutputs);
  return { task: options.task, target: names(), features, classNames, tree };
}

/** A function that never gives the same name twice. */
function nameMaker(random: Random, hostile: boolean): () => string {
  let count = 0;
  const pool = [...HOSTILE_NAMES];
  random.shuffle(pool);
  return () => {
    count++;
    return (hostile ? pool.pop() : undefined) ?? `name${count}`;
  };
}

function randomFeature(random: Random, name: string, options: RandomModelOptions): Feature {
  if (random.below(2) === 0) {
    const format = random.below(5) === 0 ? 'date' : 'number';
    const integer = options.numbers === 'int32';
    return { kind: 'numeric', name, format, integer, min: -10, max: 10, missingShare: 0.1 };
  }
  const names = nameMaker(random, options.hostile);
  const categories = Array.from({ length: 1 + random.below(options.maxCategories) }, names);
  const rest = random.below(2) === 0 ? categories[random.below(categories.length)]! : null;
  return { kind: 'categorical', name, categories, rest, boolean: false, missingShare: 0.1 };
}

/** What every node of a tree is grown by. */
interface Plan {
  readonly options: RandomModelOptions;
  readonly features: readonly Feature[];
  readonly nOutputs: number;
}

/** `reach`: whether a path below goes down to the deepest level. */
function randomNode(
  random: Random,
  plan: Plan,
  box: Box,
  depth: number,
  reach: boolean,
): NodeDraft {
  const { options, features, nOutputs } = plan;
  const value = randomValue(random, options.task, nOutputs);
  const leaf: NodeDraft = { value, weight: 1 + random.below(100), impurity: 0.25, split: null };
  if (depth >= options.maxDepth || (!reach && random.uniform() > options.growth)) {
    return { ...leaf, deferred: random.uniform() < (options.deferring ?? 0) };
  }
  const split = randomSplit(random, plan, box, leaf);
  // The children's boxes follow from a tree of this split alone.
  const alone = buildTree({ ...leaf, split }, nOutputs);
  const model: Model = { task: options.task, target: '', features, classNames: [], tree: alone };
  const boxOf = (left: boolean): Box => sideOf(model.tree, 0, box, left);
  const deeper = reach && deeperSide(random, (left) => isEmptyBound(boxOf(left)[split.feature]!));
  const grow = (left: boolean): NodeDraft =>
    randomNode(random, plan, boxOf(left), depth + 1, reach && left === deeper);
  return { ...leaf, split: { ...split, left: grow(true), right: grow(false) } };
}

/** The side that the deepest path takes: one that rows can reach. */
function deeperSide(random: Random, isEmpty: (left: boolean) => boolean): boolean {
  const left = random.below(2) === 0;
  return isEmpty(left) ? !left : left;
}

function randomValue(random: Random, task: string, nOutputs: number): number[] {
  if (task === 'regression') return [random.normal() * 1000];
  const shares = Array.from({ length: nOutputs }, () => random.below(5));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => (total === 0 ? 1 / nOutputs : share / total));
}

function randomSplit(
  random: Random,
  { options, features }: Plan,
  box: Box,
  leaf: NodeDraft,
): SplitDraft {
  const f = random.below(features.length);
  const feature = features.at(f);
  const split = { feature: f, missingLeft: random.below(2) === 0, left: leaf, right: leaf };
  if (feature?.kind !== 'categorical') {
    return { ...split, threshold: randomThreshold(random, box, f, options), words: null };
  }
  const nWords = Math.ceil(feature.categories.length / 32);
  const words = Array.from({ length: nWords }, (_, word) => {
    const used = Math.min(32, feature.categories.length - word * 32);
    return used === 32 ? random.uint32() : random.below((1 << used) >>> 0);
  });
  return { ...split, threshold: 0, words };
}

/** Half of the thresholds divide the box they stand in; the others are edge cases anywhere. */
function randomThreshold(
  random: Random,
  box: Box,
  f: number,
  { numbers = 'float64' }: RandomModelOptions,
): number {
  const bound = box.at(f);
  if (bound?.kind === 'numeric' && random.below(2) === 0) {
    const low = Math.max(bound.low, -1000);
    const high = Math.min(bound.high, 1000);
    const drawn = low + (high - low) * random.uniform();
    const between = numbers === 'int32' ? Math.floor(drawn) + 0.5 : drawn;
    if (low < between && between < high) return between;
  }
  const extremes = EXTREMES[numbers];
  return extremes[random.below(extremes.length)]!;
}

const within = (most: number): number[] =>
  EXTREME_THRESHOLDS.filter((x) => x === Infinity || Math.abs(x) < most);
const EXTREMES = { float64: EXTREME_THRESHOLDS, float32: within(3e38), int32: within(2e9) };
