import { expect, test } from 'vitest';
import { predictionsCsv } from '../../src/commands/predict.ts';

const prediction = { row: 1, answer: 'b', value: [0.1, 0.7, 0.2], path: 'x', outOfRange: ['=a'] };
const answers = { classes: ['a', 'b', 'c'], predictions: [prediction], warnings: [] };

test('probabilities are written in the order of classes', () => {
  expect(predictionsCsv({ ...answers, positive: null })).toBe(
    'row,answer,p_a,p_b,p_c,path,out_of_range\n1,b,0.1,0.7,0.2,x,"\'=a"',
  );
});

test('the positive class comes first', () => {
  expect(predictionsCsv({ ...answers, positive: 'c' }).split('\n')).toMatchObject([
    'row,answer,p_c,p_a,p_b,path,out_of_range',
    expect.stringContaining('1,b,0.2,0.1,0.7,x'),
  ]);
});

test('a number has no probabilities', () => {
  const number = { ...prediction, answer: '1.5', value: [1.5], outOfRange: [] };
  const csv = predictionsCsv({ ...answers, classes: [], positive: null, predictions: [number] });
  expect(csv).toBe('row,answer,path,out_of_range\n1,1.5,x,');
});
