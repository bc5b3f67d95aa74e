import { DecisionTreeClassifier, DecisionTreeRegression, type MlCartNode } from 'ml-cart';
import { thresholdBetween } from '../cart/threshold.ts';
import { breathe, type Warning } from '../core/errors.ts';
import { designRows, learnDesign, type DesignColumn } from '../core/matrix.ts';
import type { Random } from '../core/random.ts';
import { decisions } from '../core/decision.ts';
import { selectLabels, selectRows, type Feature } from '../core/table.ts';
import { buildTree, setWordsOf, type NodeDraft, type SplitDraft } from '../core/tree.ts';
import { refit } from './refit.ts';
import type { Lesson, Student, StudentOptions } from './student.ts';

/** Rows ml-cart is fitted on at most: its time grows as n^1.8. */
const MAX_ROWS = 2000;

/**
 * The `ml-cart` package as a student. It learns hard labels from at most 2,000 rows and knows no
 * weights, categories or missing values (they are written as 0/1 columns and medians); its splits
 * are then read into our tree, and every node is refitted on all soft targets.
 */
export async function mlCartStudent(
  lesson: Lesson,
  options: StudentOptions,
  random: Random,
): Promise<Student> {
  const { labels, table } = lesson;
  const kept = keepRows(lesson, random);
  const design = learnDesign(table);
  const rows = designRows(selectRows(table, kept), design);
  const { soft } = selectLabels(labels, kept);
  const isClassifier = labels.task === 'classification';
  const targets = isClassifier ? decisions(soft, labels.nOutputs) : soft;
  options.onProgress?.({ stage: 'student', done: 0, total: 1 });
  await breathe(options.signal);
  const blocking = options.blocking ?? ((work) => work());
  const root = blocking(() => fit(isClassifier, rows, Array.from(targets), options));
  options.onProgress?.({ stage: 'student', done: 1, total: 1 });
  const draft = readNode(root, {
    design,
    rows,
    features: table.features,
    nOutputs: labels.nOutputs,
  });
  const tree = refit(buildTree(draft, labels.nOutputs), lesson);
  return { tree, warnings: sizeWarnings(kept.length, table.nRows) };
}

/** Real rows first, then synthetic ones, in a seeded draw of at most {@link MAX_ROWS}. */
function keepRows({ table, realRows }: Lesson, random: Random): Int32Array {
  const rows = Int32Array.from({ length: table.nRows }, (_, row) => row);
  if (rows.length <= MAX_ROWS) return rows;
  random.shuffle(rows.subarray(0, realRows));
  random.shuffle(rows.subarray(realRows));
  return rows.slice(0, MAX_ROWS).sort();
}

function sizeWarnings(kept: number, all: number): Warning[] {
  if (kept === all) return [];
  const message = `ml-cart was fitted on ${kept} of ${all} rows (it slows down as n^1.8); its leaf values are refitted on all of them.`;
  return [{ code: 'W_ML_CART_ROWS', message }];
}

function fit(
  isClassifier: boolean,
  rows: number[][],
  targets: number[],
  { maxDepth, minLeafRows }: StudentOptions,
): MlCartNode {
  const options = { maxDepth, minNumSamples: minLeafRows };
  // For numbers its "gain" is the error left after the split: 0 is a perfect split, not a useless one.
  const learner = isClassifier
    ? new DecisionTreeClassifier({ ...options, gainThreshold: 0 })
    : new DecisionTreeRegression({ ...options, gainThreshold: -1 });
  learner.train(rows, targets);
  return learner.root;
}

interface Reading {
  readonly design: readonly DesignColumn[];
  readonly rows: readonly (readonly number[])[];
  readonly features: readonly Feature[];
  readonly nOutputs: number;
}

function readNode(node: MlCartNode, reading: Reading): NodeDraft {
  const value = Array.from({ length: reading.nOutputs }, () => 0);
  const { left, right } = node;
  const split: SplitDraft | null =
    left === undefined || right === undefined
      ? null
      : readSplit(node, readNode(left, reading), readNode(right, reading), reading);
  return { value, weight: 0, impurity: 0, split };
}

/** ml-cart sends `x < splitValue` left; a 0/1 column below its cut means "not this category". */
function readSplit(
  node: MlCartNode,
  below: NodeDraft,
  above: NodeDraft,
  { design, rows, features }: Reading,
): SplitDraft {
  const index = node.splitColumn!;
  const cut = node.splitValue!;
  const column = design[index]!;
  if (column.kind === 'number') {
    return {
      feature: column.feature,
      threshold: thresholdAt(rows, index, cut),
      missingLeft: column.fill < cut,
      words: null,
      left: below,
      right: above,
    };
  }
  const feature = features[column.feature]!;
  const nCategories = feature.kind === 'categorical' ? feature.categories.length : 0;
  const words = setWordsOf(nCategories, (code) => code === column.code);
  return {
    feature: column.feature,
    threshold: 0,
    missingLeft: false,
    words,
    left: above,
    right: below,
  };
}

/** A threshold for `x <= threshold` that parts the fitted values as `x < cut` does. */
function thresholdAt(rows: readonly (readonly number[])[], column: number, cut: number): number {
  let below = -Infinity;
  let above = Infinity;
  for (const row of rows) {
    const value = row[column]!;
    if (value < cut) below = Math.max(below, value);
    else above = Math.min(above, value);
  }
  return thresholdBetween(below, above);
}
