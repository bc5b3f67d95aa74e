import type { Content } from '../content.ts';
import { layoutOf, type FlatStyle, type Layout } from '../flat.ts';
import { lower } from '../lower.ts';
import { narrowed } from '../narrow.ts';
import { probesOf, vectorsOf } from '../vectors.ts';
import { MISSING, type CKind } from './kinds.ts';
import { cNames, type CNames } from './names.ts';

/** All that is printed in C, and what it is proven on. */
export interface CProgram {
  readonly kind: CKind;
  /** Of the tree with the thresholds of this kind; its answers and evidence are the tree's own. */
  readonly content: Content;
  readonly layout: Layout;
  readonly names: CNames;
}

/** @throws EspalierError `E_NUMBERS` where rows of this kind cannot tell apart what the tree does. */
export function cProgram(content: Content, kind: CKind): CProgram {
  const model = narrowed(content.model, kind.narrower);
  const layout = layoutOf(model);
  const probes = probesOf(model, kind.numbers);
  const vectors = vectorsOf(model, probes);
  return {
    kind,
    content: { ...content, model, branch: lower(model), probes, vectors },
    layout,
    names: cNames(layout),
  };
}

/** How C writes a comparison. */
export function cStyle({ kind, layout, names }: CProgram): FlatStyle {
  return {
    access: (position) => `x[${names.features[position]}]`,
    number: kind.literal,
    code: ({ name }, place) => names.categories[layout.position(name)]![place] ?? '-1',
    equal: '==',
    unequal: '!=',
    missing: kind.missing === 'NAN' ? null : MISSING,
  };
}
