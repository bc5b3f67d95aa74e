import { contentOf, type Content } from '../../src/compile/content.ts';
import type { Model } from '../../src/core/tree.ts';
import { evidenceFor, metaFor } from './random-model.ts';

/** What the compilers are given for a model of a test. */
export function contentFor(model: Model, name?: string): Content {
  const meta = metaFor(model, name);
  const role = name === 'price' ? 'explains' : 'decides';
  return contentOf(model, evidenceFor(model), { ...meta, role });
}
