import { decodeModel, encodeModel } from '../../src/core/codec.ts';
import type { Random } from '../../src/core/random.ts';
import { categoryCode, type Feature } from '../../src/core/table.ts';
import { answerOf, leafOf, type Model, type Tree } from '../../src/core/tree.ts';
import { decodeForest, encodeForest } from '../../src/teacher/forest-codec.ts';
import { randomModel } from '../compile/random-model.ts';
import type { Answer, Row } from './reading.ts';

/** What a loader makes of a document. */
export interface Loaded {
  /** The document that is saved from it again. */
  readonly saved: unknown;
  readonly features: readonly Feature[];
  readonly trees: readonly Tree[];
  /** The answer of each tree, by the reference walker. */
  answers(row: Row): Answer[];
}

/** A kind of document: how a valid one is made, and how any is loaded. */
export interface Subject {
  readonly name: string;
  valid(random: Random): unknown;
  load(document: unknown): Loaded;
}

/** A subject of `tree.json`, by the loader or by another one in its place. */
export function treeSubject(decode: (document: unknown) => Model = decodeModel): Subject {
  return {
    name: 'tree.json',
    valid: (random) => encodeModel(randomModel(random)),
    load: (document) => {
      const model = decode(document);
      const { features, tree } = model;
      const says = (leaf: number): string => answerOf(model, leaf);
      return {
        saved: encodeModel(model),
        features,
        trees: [tree],
        answers: (row) => [walk(tree, features, row, says)],
      };
    },
  };
}

/** A subject of `teacher.json`: a forest of up to three trees. */
export const FOREST: Subject = {
  name: 'teacher.json',
  valid: (random) => {
    const { features, tree: found } = randomModel(random);
    const tree = { ...found, deferred: new Uint8Array(found.deferred.length) };
    const classes = Array.from({ length: tree.nOutputs }, (_, k) => `class ${k}`);
    const classNames = tree.nOutputs < 3 ? [] : classes;
    const trees = Array.from({ length: 1 + random.below(3) }, () => tree);
    const task = classNames.length === 0 ? 'regression' : 'classification';
    return encodeForest({ task, classNames, features, trees });
  },
  load: (document) => {
    const forest = decodeForest(document);
    const { features, trees } = forest;
    return {
      saved: encodeForest(forest),
      features,
      trees,
      answers: (row) => trees.map((tree) => walk(tree, features, row, () => null)),
    };
  },
};

function walk(
  tree: Tree,
  features: readonly Feature[],
  row: Row,
  says: (leaf: number) => string | null,
): Answer {
  const leaf = leafOf(tree, (f) => {
    const feature = features[f]!;
    const value = row[f]!;
    if (feature.kind === 'categorical') return categoryCode(feature, value as string | null);
    return value === null ? NaN : (value as number);
  });
  const k = tree.nOutputs;
  return { leaf, value: [...tree.value.subarray(leaf * k, (leaf + 1) * k)], says: says(leaf) };
}
