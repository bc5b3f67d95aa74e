import * as fc from 'fast-check';

import type { Model } from '../../src/core/tree.ts';
import { CREDIT_FEATURES, makeModel } from '../fixtures/site-model.ts';

/** Random trees of two classes, three classes, or a number. */
export const models: fc.Arbitrary<Model> = fc
  .record({
    seed: fc.string(),
    depth: fc.integer({ min: 0, max: 7 }),
    early: fc.double({ min: 0, max: 0.6, noNaN: true }),
    classes: fc.constantFrom([], ['no', 'yes'], ['a', 'b', 'c']),
  })
  .map((recipe) => makeModel({ ...recipe, target: 'y', features: CREDIT_FEATURES }));
