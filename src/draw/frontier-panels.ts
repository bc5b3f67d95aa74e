import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

import type { Figure } from '../core/interval.ts';
import type { FrontierDocument, FrontierFigures } from '../core/run.ts';
import { grouped, percent } from './format.ts';
import { sizedFigures, type Axis } from './frontier-readout.ts';
import { el, px, type Scene } from './scene.ts';

const WIDTH = 230;
const HEIGHT = 128;
const PLOT = { left: 8, right: 8, top: 34, bottom: 24 } as const;

/** One measure of every tree of a frontier. */
interface Panel {
  readonly name: string;
  readonly of: (figures: FrontierFigures) => Figure;
  readonly text: (value: number) => string;
  /** Whether the axis starts at 0. */
  readonly fromZero: boolean;
}

const plain = (value: number): Figure => ({ value, low: null, high: null, n: 0 });

function panelsOf({ fidelityKind }: FrontierDocument): Panel[] {
  const numbers = fidelityKind === 'r2';
  const share = (name: string, of: Panel['of']): Panel => ({
    name,
    of,
    text: (value) => percent(value),
    fromZero: false,
  });
  return [
    share(
      numbers ? 'Of the teacher’s R² kept' : 'Of the teacher’s accuracy kept',
      (f) => f.retained,
    ),
    ...(numbers ? [] : [share('Balanced fidelity', (f) => f.balancedFidelity)]),
    { name: 'Paths', of: (f) => plain(f.leaves), text: grouped, fromZero: true },
    {
      name: 'Questions on average',
      of: (f) => plain(f.meanPathLength),
      text: (value) => value.toFixed(1),
      fromZero: true,
    },
  ];
}

/** What else changes with the size of the tree: a small drawing for each measure, on test rows. */
export function frontierPanels(document: FrontierDocument, axis: Axis): Scene[] {
  return panelsOf(document).map((panel) => panelScene(document, axis, panel));
}

function panelScene(document: FrontierDocument, axis: Axis, panel: Panel): Scene {
  const places = sizedFigures(document, axis).flatMap(({ size, figures }, at) => {
    const { value, low, high } = panel.of(figures);
    return value === null ? [] : [{ at, size, value, low: low ?? value, high: high ?? value }];
  });
  const words = places.map(({ size, value }) => `${size}: ${panel.text(value)}`).join('; ');
  const frame = {
    class: 'panel',
    role: 'img',
    'aria-label': `${panel.name}. ${words === '' ? 'Not measured' : words}.`,
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: WIDTH,
    height: HEIGHT,
  };
  const title = el('text', { class: 'panel-name', x: PLOT.left, y: 13 }, panel.name);
  if (places.length === 0) return el('svg', frame, title);
  const count = sizedFigures(document, axis).length;
  const x = scaleLinear([0, Math.max(1, count - 1)], [PLOT.left + 6, WIDTH - PLOT.right - 6]);
  const least = places.reduce((low, place) => Math.min(low, place.low), Infinity);
  const most = places.reduce((high, place) => Math.max(high, place.high), -Infinity);
  const span = most > least ? [least, most] : [least - 1, most + 1];
  const y = scaleLinear(panel.fromZero ? [0, span[1]!] : span, [HEIGHT - PLOT.bottom, PLOT.top]);
  const picked = axis === 'depth' ? document.pick.depth : null;
  const curve = line<(typeof places)[number]>()
    .x(({ at }) => x(at))
    .y(({ value }) => y(value))
    .digits(2);
  const [first, last] = [places[0]!, places.at(-1)!];
  return el(
    'svg',
    frame,
    title,
    el('path', { class: 'panel-line', d: curve(places) ?? '' }),
    ...places.flatMap(({ at, size, value, low, high }) => [
      el('line', {
        class: 'panel-range',
        x1: px(x(at)),
        x2: px(x(at)),
        y1: px(y(low)),
        y2: px(y(high)),
      }),
      el('circle', {
        class: size === picked ? 'panel-dot picked' : 'panel-dot',
        cx: px(x(at)),
        cy: px(y(value)),
        r: size === picked ? 4.5 : 2.8,
      }),
    ]),
    ...[first, ...(last === first ? [] : [last])].map(({ at, size, value }) =>
      el(
        'text',
        {
          class: 'panel-value',
          x: at === first.at ? PLOT.left : WIDTH - PLOT.right,
          y: HEIGHT - 6,
          'text-anchor': at === first.at ? 'start' : 'end',
        },
        `${size}: ${panel.text(value)}`,
      ),
    ),
  );
}
