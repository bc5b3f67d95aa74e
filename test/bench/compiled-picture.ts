import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { medianOf, type Measured } from './compiled-report.ts';

const PANELS = [
  {
    title: 'A call a row',
    lines: [
      ['predict', 'predict, on objects'],
      ['predictAt', 'predictAt, on a buffer'],
      ['gcc call', 'C'],
    ],
  },
  {
    title: 'A batch',
    lines: [
      ['predictBatch', 'predictBatch'],
      ['gcc batch', 'C'],
    ],
  },
] as const;

const WIDTH = 400;
const HEIGHT = 300;
const MARGIN = { top: 40, right: 16, bottom: 34, left: 56 };
const LEGEND_LINE = 18;

/** Told apart by colour, dash and mark; both colour schemes. */
const STYLE = `
text { font: 12px system-ui, sans-serif; fill: #24292f; }
.title { font-weight: 600; }
.grid { stroke: #d0d7de; stroke-width: 1; }
path { fill: none; stroke-width: 2; }
.predict { stroke: #1a7f37; stroke-dasharray: 2 3; } circle.predict { fill: #1a7f37; }
.predictAt, .predictBatch { stroke: #0969da; }
circle.predictAt, circle.predictBatch { fill: #0969da; }
.gcc { stroke: #8250df; stroke-dasharray: 5 4; } circle.gcc { fill: #8250df; }
circle { stroke-dasharray: none; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .grid { stroke: #30363d; }
  .predict { stroke: #56d364; } circle.predict { fill: #56d364; }
  .predictAt, .predictBatch { stroke: #58a6ff; }
  circle.predictAt, circle.predictBatch { fill: #58a6ff; }
  .gcc { stroke: #b392f0; } circle.gcc { fill: #b392f0; }
}`;

/** Time a row against the depth of the tree, medians, as an SVG document of two panels. */
export function compiledPicture(all: readonly Measured[]): string {
  const width = WIDTH * PANELS.length;
  const height = HEIGHT + LEGEND_LINE * Math.max(...PANELS.map(({ lines }) => lines.length)) + 8;
  const names = PANELS.flatMap(({ lines }) => lines.map(([name]) => name));
  const highest = Math.max(
    ...all.flatMap(({ times }) => names.map((name) => medianOf(times.get(name)!))),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="CPU time a row against the depth of the tree">`,
    `<style>${STYLE}\n</style>`,
    ...PANELS.map((panel, i) => panelText(panel, all, i * WIDTH, highest)),
    '</svg>\n',
  ].join('\n');
}

function panelText(
  { title, lines }: (typeof PANELS)[number],
  all: readonly Measured[],
  left: number,
  highest: number,
): string {
  const depths = all.map(({ subject }) => subject.depth);
  const [from, to] = [left + MARGIN.left, left + WIDTH - MARGIN.right];
  const x = scaleLinear([Math.min(...depths), Math.max(...depths)], [from, to]);
  const y = scaleLinear([0, highest], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(5);
  const marks = y.ticks(5).map((value) => {
    const at = round(y(value));
    return (
      `<line class="grid" x1="${from}" x2="${to}" y1="${at}" y2="${at}"/>` +
      `<text x="${from - 8}" y="${at + 4}" text-anchor="end">${value} ns</text>`
    );
  });
  const below = depths.map(
    (depth) =>
      `<text x="${round(x(depth))}" y="${HEIGHT - MARGIN.bottom + 18}" text-anchor="middle">${depth}</text>`,
  );
  const drawn = lines.flatMap(([name, words], i) => {
    const points = all.map(({ subject, times }): [number, number] => [
      round(x(subject.depth)),
      round(y(medianOf(times.get(name)!))),
    ]);
    const kind = name.split(' ')[0]!;
    return [
      `<path class="${kind}" d="${line()(points)!}"/>`,
      ...points.map(([cx, cy]) => `<circle class="${kind}" cx="${cx}" cy="${cy}" r="3"/>`),
      legendText(kind, words, from, HEIGHT + 8 + i * LEGEND_LINE),
    ];
  });
  const heading = `<text class="title" x="${from}" y="20">${title}, by depth of the tree</text>`;
  return [heading, ...marks, ...below, ...drawn].join('\n');
}

function legendText(kind: string, words: string, x: number, y: number): string {
  return (
    `<path class="${kind}" d="M${x},${y}h28"/><circle class="${kind}" cx="${x + 14}" cy="${y}" r="3"/>` +
    `<text x="${x + 36}" y="${y + 4}">${words}</text>`
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
