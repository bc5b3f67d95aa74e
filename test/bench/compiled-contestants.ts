import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { addAnswers } from '../../src/cart/answer.ts';
import { openRun } from '../../src/commands/find-run.ts';
import { savedForest } from '../../src/commands/saved-forest.ts';
import { forestAnswers } from '../../src/teacher/forest.ts';
import { tableOf } from './compiled-rows.ts';

/** One way to answer the rows of a subject. */
export interface Contestant {
  /** Sees that `work` finds these rows, where that takes time of its own. */
  readonly take?: (from: number, to: number) => void;
  /** Answers rows as it is timed. */
  readonly work: (from: number, to: number) => void | Promise<void>;
  /** The sum of what `work` answered last. */
  readonly sum: (from: number, to: number) => number;
  /** The leaf of each row where it can tell, else what it answers. */
  readonly answers: () => Int32Array | Float64Array | Promise<Float64Array>;
}

type NamedRow = Readonly<Record<string, number | string | null>>;

/** What is used of `predict.js`. */
interface Compiled {
  readonly classes: readonly string[];
  readonly schema: readonly { readonly name: string; readonly categories: readonly string[] }[];
  readonly predict: (x: NamedRow) => string;
  readonly leaf: (x: NamedRow) => number;
  readonly predictAt: (buffer: Float64Array, offset: number) => number;
  readonly leafAt: (buffer: Float64Array, offset: number) => number;
  readonly predictBatch: (buffer: Float64Array, nRows: number, out: Int32Array) => void;
}

/** @throws where what is loaded is not, letter by letter, what was emitted. */
async function load(folder: string): Promise<Compiled> {
  const path = join(folder, 'predict.js');
  const compiled = (await import(pathToFileURL(path).href)) as Compiled;
  const text = readFileSync(path, 'utf8');
  const { predict, leaf, predictAt, leafAt, predictBatch } = compiled;
  const changed = [predict, leaf, predictAt, leafAt, predictBatch].some(
    (one) => !text.includes(one.toString()),
  );
  if (changed) throw new Error(`${path} was changed when it was loaded`);
  return compiled;
}

async function singleCalls(folder: string, flat: Float64Array, n: number): Promise<Contestant> {
  const { predictAt, leafAt } = await load(folder);
  const stride = flat.length / n;
  let total = 0;
  return {
    work: (from, to) => {
      let sum = 0;
      for (let row = from; row < to; row++) sum += predictAt(flat, row * stride);
      total = sum;
    },
    sum: () => total,
    answers: () => Int32Array.from({ length: n }, (_, row) => leafAt(flat, row * stride)),
  };
}

async function batches(folder: string, flat: Float64Array, n: number): Promise<Contestant> {
  const { predictBatch } = await load(folder);
  const out = new Int32Array(n);
  return {
    work: () => predictBatch(flat, n, out),
    sum: () => out.reduce((sum, code) => sum + code, 0),
    answers: () => {
      predictBatch(flat, n, out);
      return out;
    },
  };
}

async function objects(folder: string, flat: Float64Array, n: number): Promise<Contestant> {
  const { predict, leaf, classes, schema } = await load(folder);
  const rows = Array.from({ length: n }, (_, row) => parsedRow(schema, flat, row));
  const answers = Array.from<string>({ length: n }).fill('');
  return {
    work: (from, to) => {
      for (let row = from; row < to; row++) answers[row] = predict(rows[row]!);
    },
    sum: () => answers.reduce((sum, answer) => sum + classes.indexOf(answer), 0),
    answers: () => Int32Array.from(rows, leaf),
  };
}

/** A row as a server gets it: an object that was read from JSON. */
function parsedRow(schema: Compiled['schema'], flat: Float64Array, row: number): NamedRow {
  const values = schema.map(({ name, categories }, f) => {
    const value = flat[row * schema.length + f]!;
    if (Number.isNaN(value)) return [name, null];
    return [name, categories.length > 0 ? categories[value] : value];
  });
  return JSON.parse(JSON.stringify(Object.fromEntries(values))) as NamedRow;
}

/** The teacher one row at a time, as `espalier bench` asks it. */
async function forestRows(folder: string, flat: Float64Array, n: number): Promise<Contestant> {
  const { trees, features } = await savedForest(await openRun(folder));
  const table = tableOf(features, flat);
  const answers = new Float64Array(n);
  const work = (from: number, to: number): void => {
    for (let row = from; row < to; row++) {
      answers[row] = 0;
      for (const tree of trees) addAnswers(tree, table, answers, null, row, row + 1);
      answers[row]! /= trees.length;
    }
  };
  const sum = (from: number, to: number): number => sumOf(answers.subarray(from, to));
  const all = (): Float64Array => {
    work(0, n);
    return answers;
  };
  return { work, sum, answers: all };
}

async function forestBatches(folder: string, flat: Float64Array, n: number): Promise<Contestant> {
  const forest = await savedForest(await openRun(folder));
  const stride = flat.length / n;
  const slice = (from: number, to: number): ReturnType<typeof tableOf> =>
    tableOf(forest.features, flat.subarray(from * stride, to * stride));
  let table = slice(0, n);
  let soft: Float64Array = new Float64Array(0);
  const second = (): typeof soft => soft.filter((_, i) => i % 2 === 1);
  const work = async (): Promise<void> => {
    soft = await forestAnswers(forest, table, {});
  };
  return {
    take: (from, to) => {
      table = slice(from, to);
    },
    work,
    sum: () => sumOf(second()),
    answers: async () => {
      await work();
      return second();
    },
  };
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** By what is called. */
export const CONTESTANTS = {
  predictAt: singleCalls,
  predictBatch: batches,
  predict: objects,
  forest: forestRows,
  'forest batch': forestBatches,
};
