import type { Figure } from '../core/interval.ts';
import type { FrontierDocument, FrontierFigures } from '../core/run.ts';
import { measure } from './format.ts';
import { dashed, MUTED, referencesOf, SERIES, type Scales } from './frontier-lines.ts';
import { el, px, type Scene } from './scene.ts';

const LABEL_GAP = 17;
const KEY_GAP = 19;

/** The name of a line, and how the line is drawn. */
interface NamedLine {
  readonly name: string;
  readonly figure: Figure | undefined;
  readonly kind: 'series-text' | 'reference-text';
  readonly colour: string;
  /** What stands for it in a key. */
  readonly sample: 'chosen' | 'test' | { readonly dash: string };
}

/** Only levels carry a number. */
function namedLines(
  document: FrontierDocument,
  last: FrontierFigures | undefined,
): (NamedLine & { readonly value: number })[] {
  const series = { kind: 'series-text', colour: SERIES } as const;
  const lines: NamedLine[] = [
    {
      ...series,
      name: 'Select rows: they choose',
      figure: last?.select.fidelity,
      sample: 'chosen',
    },
    { ...series, name: 'Test rows: they report', figure: last?.fidelity, sample: 'test' },
    ...referencesOf(document).map(({ name, figure, dash }) => ({
      name: `${name} ${measure(figure.value, document.fidelityKind)}`,
      figure,
      kind: 'reference-text' as const,
      colour: MUTED,
      sample: { dash },
    })),
  ];
  return lines.flatMap((line) => {
    const value = line.figure?.value ?? null;
    return value === null ? [] : [{ ...line, value }];
  });
}

/** The names of the lines, where the frame has room for them. */
export function nameShapes(
  document: FrontierDocument,
  last: FrontierFigures | undefined,
  scales: Scales,
): Scene[] {
  const lines = namedLines(document, last);
  return scales.frame.names === 'beside' ? besideEnds(lines, scales) : keyBelow(lines, scales);
}

/** At the right edge, pushed apart so that none covers another. */
function besideEnds(
  lines: readonly (NamedLine & { readonly value: number })[],
  { y, frame }: Scales,
): Scene[] {
  const named = lines.map((line) => ({ ...line, at: y(line.value) })).sort((a, b) => a.at - b.at);
  const places = spread(
    named.map((label) => label.at),
    LABEL_GAP,
    frame.top,
    frame.height - frame.bottom,
  );
  const x = frame.width - frame.right + 12;
  return named.map(({ name, colour, kind }, i) =>
    el('text', { class: kind, x, y: px(places[i]! + 4.5), fill: colour }, name),
  );
}

/** One below the other, each after a sample of its line. */
function keyBelow(lines: readonly NamedLine[], { frame }: Scales): Scene[] {
  const first = frame.height - frame.bottom + 66;
  return lines.flatMap((line, i) => {
    const at = first + i * KEY_GAP;
    const { name, kind, colour } = line;
    return [
      ...sampleShapes(line, frame.left, at),
      el('text', { class: kind, x: frame.left + 38, y: at + 4.5, fill: colour }, name),
    ];
  });
}

function sampleShapes({ sample }: NamedLine, x: number, y: number): Scene[] {
  const ends = { x1: x, x2: x + 28, y1: y, y2: y };
  const dot = { cx: x + 14, cy: y };
  if (sample === 'chosen') {
    return [
      el('line', { class: 'series', ...ends, stroke: SERIES, 'stroke-width': 2.5 }),
      el('circle', { class: 'dot', ...dot, r: 4, fill: SERIES }),
    ];
  }
  if (sample === 'test') {
    const look = { r: 3.2, fill: '#ffffff', stroke: SERIES, 'stroke-width': 1.4 };
    return [el('circle', { class: 'dot test', ...dot, ...look })];
  }
  return [el('line', { class: 'reference', ...ends, ...dashed(sample.dash) })];
}

/** Ascending positions moved apart to at least `gap`, kept inside [low, high] as far as they fit. */
export function spread(
  positions: readonly number[],
  gap: number,
  low: number,
  high: number,
): number[] {
  const out = positions.slice();
  for (let i = 0; i < out.length; i++) {
    out[i] = Math.max(out[i]!, i === 0 ? low : out[i - 1]! + gap);
  }
  for (let i = out.length - 1; i >= 0; i--) {
    out[i] = Math.min(out[i]!, i === out.length - 1 ? high : out[i + 1]! - gap);
  }
  return out;
}
