import type { ScaleLinear } from 'd3-scale';

import type { Figure } from '../core/interval.ts';
import type { FrontierDocument } from '../core/run.ts';
import { el, px, type Scene } from './scene.ts';

/** The size of a drawing, and the room around its plot. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Where the names of the lines stand: beside their ends, or in a key below the plot. */
  readonly names: 'beside' | 'below';
}

/** For a page or a file; and for a phone, where it is not made smaller. */
export const FRAMES = {
  wide: { width: 760, height: 416, left: 62, right: 190, top: 48, bottom: 56, names: 'beside' },
  narrow: { width: 360, height: 460, left: 52, right: 10, top: 48, bottom: 160, names: 'below' },
} as const satisfies Record<string, Frame>;

export type FrameName = keyof typeof FRAMES;

export const MUTED = '#5d625a';
export const SERIES = '#0072b2';

export interface Scales {
  readonly frame: Frame;
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

/** How a reference line is drawn; each has its own dashes. */
export const dashed = (dash: string): Record<string, string | number> => ({
  stroke: MUTED,
  'stroke-width': 1.2,
  'stroke-dasharray': dash,
  'stroke-linecap': 'round',
});

interface Reference {
  readonly name: string;
  readonly figure: Figure;
  readonly dash: string;
}

/** The lines to compare with, without those that were not measured. */
export function referencesOf({ baselines }: FrontierDocument): Reference[] {
  return [
    { name: 'Twin agreement', figure: baselines.twinAgreement, dash: '1 4' },
    { name: 'Teacher vs truth', figure: baselines.teacherAccuracy, dash: '7 4' },
    { name: 'Constant answer', figure: baselines.majority, dash: '2 3' },
  ].filter((reference) => reference.figure.value !== null);
}

export function referenceShapes(document: FrontierDocument, { y, frame }: Scales): Scene[] {
  return referencesOf(document).map(({ figure, dash }) =>
    el('line', {
      class: 'reference',
      x1: frame.left,
      x2: frame.width - frame.right,
      y1: px(y(figure.value!)),
      y2: px(y(figure.value!)),
      ...dashed(dash),
    }),
  );
}
