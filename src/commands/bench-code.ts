import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { breathe, EspalierError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { answerOf, leafIds, leafOf, type Model } from '../core/tree.ts';
import type { Table } from '../core/table.ts';
import { inTemporaryFolder } from '../node/temporary.ts';
import type { Contender } from './bench-clock.ts';
import { BREATH_ROWS, namedRow, type NamedRow } from './bench-rows.ts';

/** What is called of `predict.js`. */
export interface Compiled {
  readonly leaf: (x: NamedRow) => number;
  readonly predict: (x: NamedRow) => string | number;
  readonly encode: (x: NamedRow, buffer: Float64Array, offset: number) => void;
  readonly leafAt: (buffer: Float64Array, offset: number) => number;
  readonly predictAt: (buffer: Float64Array, offset: number) => number;
  readonly predictBatch: (
    buffer: Float64Array,
    nRows: number,
    out: Float64Array | Int32Array,
  ) => void;
  readonly schema: readonly unknown[];
}

/** Loads the text of a proven `predict.js`, as an ES module whatever the folder of the run says. */
export function loadCode(javascript: string): Promise<Compiled> {
  return inTemporaryFolder(async (folder) => {
    const file = join(folder, 'predict.mjs');
    await writeFile(file, javascript);
    return (await import(pathToFileURL(file).href)) as Compiled;
  });
}

/** Rows as the functions take them, and what each must answer. */
export interface LaidOutRows {
  readonly nRows: number;
  readonly objects: readonly NamedRow[];
  readonly flat: Float64Array;
  /** Numbers a row of `flat`. */
  readonly stride: number;
  readonly answers: readonly (string | number)[];
  /** Answers as numbers, by `predictAt`. */
  readonly codes: Float64Array;
}

/**
 * Lays rows out, and has every function answer every one of them as the reference walker does.
 * @throws EspalierError `E_BENCH` naming the first row that is answered otherwise.
 */
export async function layOut(
  code: Compiled,
  model: Model,
  table: Table,
  signal: AbortSignal | undefined,
): Promise<LaidOutRows> {
  const { nRows } = table;
  const stride = code.schema.length;
  const rows = { nRows, objects: [] as NamedRow[], flat: new Float64Array(nRows * stride), stride };
  const answers: (string | number)[] = [];
  const codes = new Float64Array(nRows);
  const leaves = new Map(leafIds(model.tree).map((node, index) => [node, index]));
  for (let row = 0; row < nRows; row++) {
    if (row % BREATH_ROWS === 0) await breathe(signal);
    const x = namedRow(table, row);
    rows.objects.push(x);
    code.encode(x, rows.flat, row * stride);
    const node = leafOf(model.tree, (feature) => table.columns[feature]![row]!);
    const leaf = leaves.get(node)!;
    refuseOther('leaf', row, code.leaf(x), leaf);
    refuseOther('leafAt', row, code.leafAt(rows.flat, row * stride), leaf);
    answers[row] = code.predict(x);
    refuseOther('predict', row, String(answers[row]), answerOf(model, node));
    codes[row] = code.predictAt(rows.flat, row * stride);
    refuseOther('predictAt', row, codes[row]!, codeOf(model, node));
  }
  const out = outFor(model, nRows);
  code.predictBatch(rows.flat, nRows, out);
  codes.forEach((expected, row) => refuseOther('predictBatch', row, out[row]!, expected));
  return { ...rows, answers, codes };
}

/** A leaf's answer as a number: a place among the classes, -1 where it defers; or the number, and NaN. */
function codeOf({ task, tree }: Model, node: number): number {
  const isDeferred = tree.deferred[node] === 1;
  if (task === 'regression') return isDeferred ? NaN : tree.value[node]!;
  return isDeferred ? -1 : tree.decision[node]!;
}

function outFor({ task }: Model, nRows: number): Float64Array | Int32Array {
  return task === 'regression' ? new Float64Array(nRows) : new Int32Array(nRows);
}

/** `row` is left out where all rows were summed up. */
function refuseOther(name: string, row: number | null, found: unknown, expected: unknown): void {
  if (found === expected || Object.is(found, expected)) return;
  const where = row === null ? 'in sum' : `for row ${row}`;
  throw new EspalierError(
    'E_BENCH',
    `${name} gives ${visible(String(found))} ${where}, and the tree ${visible(String(expected))}: this is a bug in espalier, please report it with the run.`,
    1,
  );
}

/**
 * The loops that are timed. Each counts the rows that are answered like the first one, so that no
 * answer can be left out, and the count is looked at.
 */
export function studentContenders(
  { predict, predictAt, predictBatch }: Compiled,
  model: Model,
  { nRows, objects, flat, stride, answers, codes }: LaidOutRows,
): Contender[] {
  const [answer, code] = [answers[0]!, codes[0]!];
  const likeFirst = answers.filter((other) => other === answer).length;
  const codeLikeFirst = codes.filter((other) => other === code).length;
  const out = outFor(model, nRows);
  return [
    {
      name: 'predict',
      rows: nRows,
      work: () => {
        let count = 0;
        for (let row = 0; row < nRows; row++) if (predict(objects[row]!) === answer) count++;
        return count;
      },
      check: (count) => refuseOther('predict', null, count, likeFirst),
    },
    {
      name: 'predictAt',
      rows: nRows,
      work: () => {
        let count = 0;
        for (let row = 0; row < nRows; row++) if (predictAt(flat, row * stride) === code) count++;
        return count;
      },
      check: (count) => refuseOther('predictAt', null, count, codeLikeFirst),
    },
    {
      name: 'predictBatch',
      rows: nRows,
      work: () => predictBatch(flat, nRows, out),
      check: () => {
        for (let row = 0; row < nRows; row++) {
          refuseOther('predictBatch', row, out[row], codes[row]);
        }
        out.fill(0);
      },
    },
  ];
}
