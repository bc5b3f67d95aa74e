import { expect } from 'vitest';
import { decodeModel, encodeModel } from '../../src/core/codec.ts';
import { EspalierError } from '../../src/core/errors.ts';
import { buildTree, type Model } from '../../src/core/tree.ts';
import { categorical, inner, leaf, numeric } from './model.ts';

/** A document as it comes from a file; tests change it at will. */
export type Loose = Record<string, unknown>;

export const asRead = (document: unknown): Loose => JSON.parse(JSON.stringify(document)) as Loose;

/** The refusal of a document, which must be one line with the code `E_MODEL`; `null` if accepted. */
export function refusalOf(document: unknown): string | null {
  try {
    decodeModel(document);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(EspalierError);
    const { code, exitCode, message } = error as EspalierError;
    expect([code, exitCode]).toEqual(['E_MODEL', 3]);
    expect(message).not.toMatch(/[\n\r\u2028\u2029]/);
    return message;
  }
}

/** A small model with every kind of split: a threshold, a category set, presence alone. */
export function sampleModel(): Model {
  const present = inner({ feature: 2, threshold: Infinity }, leaf(0.2), leaf(0.9));
  const home = inner({ feature: 1, missingLeft: true, words: [0b101] }, present, leaf(0.3));
  return {
    task: 'classification',
    target: 'Status',
    classNames: ['bad', 'good'],
    features: [numeric('Income'), categorical('Home', ['rent', 'owner', 'other']), numeric('Age')],
    tree: buildTree(inner({ feature: 0, threshold: 2.5 }, home, leaf(1)), 2),
  };
}

export const sampleDocument = (): Loose => asRead(encodeModel(sampleModel()));
