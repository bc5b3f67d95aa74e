import { expect, test } from 'vitest';

import { askedBeyond, askedFeatures, protectedBeyond } from '../../src/core/asked.ts';
import { truncate } from '../../src/core/tree.ts';
import { makeModel, numeric } from '../fixtures/site-model.ts';
import { CREDIT_RUN } from '../fixtures/site-run.ts';

const features = [numeric('a', 0, 10), { ...numeric('b', 0, 10), protected: true }];
const whole = makeModel({ ...CREDIT_RUN, seed: 'changes', features, depth: 4, early: 0 });
const lone = { ...whole, tree: truncate(whole.tree, 0) };

test('a tree asks what its splits name, and one leaf asks nothing', () => {
  expect(askedFeatures(whole).map(({ name }) => name)).toEqual(['a', 'b']);
  expect(askedFeatures(lone)).toEqual([]);
});

test('what one tree asks beyond another goes by name, and of that what is protected', () => {
  expect(askedBeyond(whole, lone).map(({ name }) => name)).toEqual(['a', 'b']);
  expect(protectedBeyond(whole, lone)).toEqual(['b']);
  expect(protectedBeyond(lone, whole)).toEqual([]);
  const turned = { ...whole, features: features.toReversed() };
  expect(askedBeyond(turned, whole)).toEqual([]);
});
