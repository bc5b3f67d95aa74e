import { engineTargets } from '../cart/targets.ts';
import { inputError } from '../core/errors.ts';
import { sha256Hex } from '../core/hash.ts';
import { forEachSet, SET_NAMES, type RowSets, type SetName } from '../core/sets.ts';
import type { Feature, Labels } from '../core/table.ts';
import { listWords, shorten, visible } from '../core/text.ts';
import { buildTree, setWordsOf, type NodeDraft, type SplitDraft, type Tree } from '../core/tree.ts';
import type { PooledOptions } from '../core/workers.ts';
import { readBaForest, type BaForest, type BaNode } from './ba-forest.ts';
import { forestText } from './forest-codec.ts';
import { forestAnswers, type Forest } from './forest.ts';
import type { Teacher } from './teacher.ts';

/** Class names are sorted as text: with more, 10 would stand before 2. */
const MOST_CLASSES = 10;

/**
 * Somebody else's forest in the text format of Born-Again Tree Ensembles (Vidal and Schiffer 2020).
 * Its answer is a majority vote: the share of trees a class, the lowest class on a tie. Column k of
 * the text is the k-th feature column of the data file, class k the class named k.
 * @param file Name of the file, without its folder.
 * @throws EspalierError `E_BA_FOREST` when the text is damaged or does not fit the data.
 */
export async function baForestTeacher(
  sets: RowSets,
  text: string,
  file: string,
  { signal, pool }: PooledOptions,
): Promise<Teacher> {
  const { table, truth } = sets.train;
  const forest = fitToData(readBaForest(text, file), file, table.features, truth);
  const quiet = { signal, pool };
  const answers: Partial<Record<SetName, Float64Array>> = {};
  for (const name of SET_NAMES) {
    answers[name] = await forestAnswers(forest, sets[name].table, quiet);
  }
  const saved = forestText(forest);
  return {
    record: {
      kind: 'ba-forest',
      description: `the forest of ${forest.trees.length} trees in ${visible(file)}, by majority vote`,
      settings: { file: visible(file), trees: forest.trees.length },
      sha256: saved === null ? null : sha256Hex(saved),
      outOfBag: false,
    },
    warnings: [
      {
        code: 'W_IN_BAG',
        message:
          'the forest came as a file and gives no out-of-bag answers: if it was trained on these rows, its labels on the training rows are partly memorised.',
      },
    ],
    answers: forEachSet((name) => answers[name]!),
    answer: (rows, labelling) => forestAnswers(forest, rows, labelling),
    saved,
  };
}

/**
 * The forest of a text on the features and classes of a data file.
 * @throws EspalierError `E_BA_FOREST` naming what does not fit.
 */
function fitToData(
  { nFeatures, nClasses, trees }: BaForest,
  file: string,
  features: readonly Feature[],
  truth: Labels,
): Forest {
  const refuse = (what: string): never => {
    throw inputError('E_BA_FOREST', `the forest ${visible(file)} ${what}.`);
  };
  if (truth.task !== 'classification') {
    refuse('answers with classes and the target holds numbers: use --task classification');
  }
  const wanted = Array.from({ length: nClasses }, (_, k) => String(k));
  if (nClasses > MOST_CLASSES) {
    refuse(`has ${nClasses} classes; at most ${MOST_CLASSES} can be read`);
  }
  if (truth.classNames.join() !== wanted.join()) {
    const found = listWords(
      truth.classNames.slice(0, 12).map((name) => `"${shorten(name, 20)}"`),
      'and',
    );
    refuse(
      `has the classes ${listWords(wanted, 'and')} and the target has ${found}: number the classes as the forest does`,
    );
  }
  if (features.length !== nFeatures) {
    refuse(
      `reads ${nFeatures} feature columns and the data has ${features.length}: give it the columns it was made from (--ignore leaves others out; a column of one value is dropped)`,
    );
  }
  const numbers = features.map((feature) => numbersOf(feature, refuse));
  return {
    task: truth.task,
    features,
    classNames: truth.classNames,
    trees: trees.map((nodes) => treeOf(nodes, numbers, voteValues(truth))),
  };
}

/** The numbers behind a feature's categories; `null` where the values are numbers themselves. */
function numbersOf(feature: Feature, refuse: (what: string) => never): readonly number[] | null {
  const name = shorten(feature.name, 60);
  if (feature.missingShare > 0) {
    refuse(`has no rule for missing values and column "${name}" has some: fill them in`);
  }
  if (feature.kind === 'numeric') {
    return feature.format === 'number'
      ? null
      : refuse(`compares numbers and column "${name}" holds dates: write them as numbers`);
  }
  const numbers = feature.categories.map(numberOf);
  const odd = numbers.findIndex(Number.isNaN);
  if (odd !== -1 || feature.rest !== null) {
    const found = shorten(feature.categories[Math.max(0, odd)]!, 30);
    refuse(`compares numbers and column "${name}" holds text ("${found}"): write it as numbers`);
  }
  return numbers;
}

/** The number that the file holds for a category: as it is written, 0 for false and 1 for true. */
function numberOf(category: string): number {
  const text = category.toLowerCase();
  if (text === 'false' || text === 'true') return text === 'true' ? 1 : 0;
  return /^[-+]?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text) ? Number(text) : NaN;
}

/** The values of a leaf of each class, as the engine counts them. */
function voteValues(truth: Labels): readonly (readonly number[])[] {
  const k = truth.nOutputs;
  const soft = new Float64Array(k * k);
  for (let c = 0; c < k; c++) soft[c * k + c] = 1;
  const { targets, nTargets } = engineTargets({ ...truth, soft });
  return truth.classNames.map((_, c) =>
    Array.from(targets.subarray(c * nTargets, (c + 1) * nTargets)),
  );
}

/** Children come after their parents, so that building from the end finds them ready. */
function treeOf(
  nodes: readonly BaNode[],
  numbers: readonly (readonly number[] | null)[],
  votes: readonly (readonly number[])[],
): Tree {
  const none = votes[0]!.map(() => 0);
  const drafts: NodeDraft[] = [];
  for (const [id, node] of [...nodes.entries()].toReversed()) {
    const { feature, decided } = node;
    const split = feature === -1 ? null : splitOf(node, numbers[feature]!, drafts);
    drafts[id] = { value: votes[decided] ?? none, weight: 0, impurity: 0, split };
  }
  return buildTree(drafts[0]!, none.length);
}

function splitOf(
  { feature, threshold, left, right }: BaNode,
  numbers: readonly number[] | null,
  drafts: readonly NodeDraft[],
): SplitDraft {
  const children = { left: drafts[left]!, right: drafts[right]! };
  // There is no missing value to follow this.
  const missingLeft = false;
  if (numbers === null) return { feature, threshold, missingLeft, words: null, ...children };
  const words = setWordsOf(numbers.length, (code) => numbers[code]! <= threshold);
  return { feature, threshold: 0, missingLeft, words, ...children };
}
