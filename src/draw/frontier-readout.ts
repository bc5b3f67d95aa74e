import type { Figure } from '../core/interval.ts';
import type { FrontierDocument, FrontierFigures } from '../core/run.ts';
import { counted, difference, figureText, grouped, percent } from './format.ts';
import { el, type Scene } from './scene.ts';

/** What the horizontal axis of a frontier counts. */
export type Axis = 'depth' | 'leaves';

/** The trees of a frontier by rising size. */
export function sizedFigures(
  document: FrontierDocument,
  axis: Axis,
): { readonly size: number; readonly figures: FrontierFigures }[] {
  return axis === 'depth'
    ? document.depths.map((entry) => ({ size: entry.depth, figures: entry }))
    : document.leaves.map((entry) => ({ size: entry.limit, figures: entry }));
}

/** The tree of a frontier that scores best on the select rows, by its size: `depth 8`, `64 leaves`. */
export function bestName(document: FrontierDocument, axis: Axis): string {
  const best = sizedFigures(document, axis).find(({ figures }) => isBest(figures));
  if (best === undefined) return 'the best';
  return axis === 'depth' ? `depth ${best.size}` : counted(best.size, 'leaf', 'leaves');
}

/** The best itself is behind nothing, in no resample. */
export function isBest({ select: { behindBest } }: FrontierFigures): boolean {
  return [behindBest.value, behindBest.low, behindBest.high].every((figure) => figure === 0);
}

/** Every figure of one tree of the frontier in words, for the eye and for a screen reader. */
export function readoutScene(document: FrontierDocument, axis: Axis, at: number): Scene {
  const { size, figures } = sizedFigures(document, axis)[at]!;
  const name = axis === 'depth' ? `Depth ${size}` : `At most ${grouped(size)} leaves`;
  return el(
    'dl',
    { class: 'facts readout-facts' },
    ...[[name, sizeText(figures)] as const, ...factsOf(document, axis, figures)].map(
      ([term, text]) => el('div', {}, el('dt', {}, term), el('dd', {}, text)),
    ),
  );
}

function sizeText({ leaves, meanPathLength }: FrontierFigures): string {
  const paths = leaves === 1 ? '1 path' : `${grouped(leaves)} paths`;
  return `${paths}, ${meanPathLength.toFixed(1)} questions on average`;
}

function factsOf(
  document: FrontierDocument,
  axis: Axis,
  { select, ...test }: FrontierFigures,
): (readonly [string, string])[] {
  const kind = document.fidelityKind;
  const numbers = kind === 'r2';
  const best = bestName(document, axis);
  const behind = select.behindBest.value;
  return [
    ['Fidelity on select rows, which choose', text(select.fidelity, kind)],
    [`Behind ${best}`, behind === null ? 'not measured' : difference(behind, kind)],
    [
      `At least as good as ${best}, in resamples`,
      select.asGood === null ? 'not measured' : percent(select.asGood),
    ],
    ['Fidelity on test rows, which report', text(test.fidelity, kind)],
    ...(numbers ? [] : [['Balanced fidelity', text(test.balancedFidelity, 'agreement')] as const]),
    ['Headroom closed', text(test.headroomClosed, 'agreement')],
    [numbers ? 'R² to the truth' : 'Accuracy', text(test.accuracy, kind)],
    [
      numbers ? 'Of the teacher’s R² kept' : 'Of the teacher’s accuracy kept',
      text(test.retained, 'agreement'),
    ],
  ];
}

function text(figure: Figure, kind: FrontierDocument['fidelityKind']): string {
  return figure.value === null ? 'not measured' : figureText(figure, kind);
}
