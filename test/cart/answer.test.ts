import { expect, test } from 'vitest';
import { addAnswers } from '../../src/cart/answer.ts';
import { Random } from '../../src/core/random.ts';
import { answersOf } from '../../src/core/tree.ts';
import { randomModel } from '../compile/random-model.ts';
import { tableOf } from '../core/model.ts';
import { randomRow } from '../core/random-row.ts';

test('the fast walk answers every row as the reference walker does', () => {
  const random = new Random('answers');
  for (let i = 0; i < 200; i++) {
    const { features, tree } = randomModel(random);
    const rows = Array.from({ length: 30 }, () => randomRow(features, tree, random));
    const table = tableOf(features, rows);
    const wanted = answersOf(tree, table);
    const found = new Float64Array(wanted.length);
    addAnswers(tree, table, found);
    expect(found).toEqual(wanted);
  }
});

test('answers are added, and only to the rows that are named', () => {
  const random = new Random('added');
  for (let i = 0; i < 30; i++) {
    const { features, tree } = randomModel(random);
    const rows = Array.from({ length: 10 }, () => randomRow(features, tree, random));
    const table = tableOf(features, rows);
    const answers = answersOf(tree, table);
    const only = Uint8Array.from(rows, () => random.below(2));
    const out = new Float64Array(answers.length).fill(0.5);
    addAnswers(tree, table, out, only);
    const k = tree.nOutputs;
    expect(out).toEqual(
      answers.map((value, at) => 0.5 + (only[Math.floor(at / k)] === 1 ? value : 0)),
    );
  }
});
