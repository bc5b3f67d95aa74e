import { scaleLog } from 'd3-scale';
import { line } from 'd3-shape';

export interface Series {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface Panel {
  readonly title: string;
  readonly lines: readonly Series[];
}

const WIDTH = 400;
const HEIGHT = 300;
const MARGIN = { top: 40, right: 16, bottom: 34, left: 56 };
const LEGEND = 28;

/** Told apart by colour, dash and mark; both colour schemes. */
const STYLE = `
text { font: 12px system-ui, sans-serif; fill: #24292f; }
.title { font-weight: 600; }
.grid { stroke: #d0d7de; stroke-width: 1; }
path { fill: none; stroke-width: 2; }
.s0 { stroke: #8250df; stroke-dasharray: 5 4; } circle.s0 { fill: #8250df; }
.s1 { stroke: #0969da; } circle.s1 { fill: #0969da; }
.s2 { stroke: #1a7f37; stroke-dasharray: 2 3; } circle.s2 { fill: #1a7f37; }
circle { stroke-dasharray: none; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .grid { stroke: #30363d; }
  .s0 { stroke: #b392f0; } circle.s0 { fill: #b392f0; }
  .s1 { stroke: #58a6ff; } circle.s1 { fill: #58a6ff; }
  .s2 { stroke: #56d364; } circle.s2 { fill: #56d364; }
}`;

/** Panels side by side on one scale of seconds, as an SVG document; both axes are logarithmic. */
export function growthPicture(panels: readonly Panel[]): string {
  const width = WIDTH * panels.length;
  const height = HEIGHT + LEGEND;
  const all = panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points));
  const seconds = all.map(({ y }) => y);
  const domain = [10 ** floorLog(Math.min(...seconds)), 10 ** (floorLog(Math.max(...seconds)) + 1)];
  const body = panels.map((panel, i) => panelText(panel, i * WIDTH, domain));
  const names = panels[0]!.lines.map(({ name }) => name);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="CPU time of growing one tree">`,
    `<style>${STYLE}\n</style>`,
    ...body,
    legend(names, HEIGHT + LEGEND / 2),
    '</svg>\n',
  ].join('\n');
}

function floorLog(value: number): number {
  return Math.floor(Math.log10(value));
}

function panelText({ title, lines }: Panel, left: number, domain: readonly number[]): string {
  const xs = lines.flatMap(({ points }) => points.map(({ x }) => x));
  const x = scaleLog()
    .domain([Math.min(...xs), Math.max(...xs)])
    .range([left + MARGIN.left, left + WIDTH - MARGIN.right]);
  const y = scaleLog()
    .domain(domain)
    .range([HEIGHT - MARGIN.bottom, MARGIN.top]);
  const powers = Array.from(
    { length: Math.round(Math.log10(domain[1]! / domain[0]!)) + 1 },
    (_, i) => domain[0]! * 10 ** i,
  );
  const parts = [
    `<text class="title" x="${left + MARGIN.left}" y="20">${title}</text>`,
    ...powers.map((value) => {
      const at = round(y(value));
      const [from, to] = x.range();
      return (
        `<line class="grid" x1="${from}" x2="${to}" y1="${at}" y2="${at}"/>` +
        `<text x="${from! - 8}" y="${at + 4}" text-anchor="end">${secondsText(value)}</text>`
      );
    }),
    ...[...new Set(xs)].map(
      (value) =>
        `<text x="${round(x(value))}" y="${HEIGHT - MARGIN.bottom + 18}" text-anchor="middle">${countText(value)}</text>`,
    ),
  ];
  const draw = line<{ x: number; y: number }>(
    (point) => round(x(point.x)),
    (point) => round(y(point.y)),
  );
  for (const [i, { points }] of lines.entries()) {
    if (points.length === 0) continue;
    parts.push(`<path class="s${i}" d="${draw([...points])!}"/>`);
    for (const point of points) {
      parts.push(
        `<circle class="s${i}" cx="${round(x(point.x))}" cy="${round(y(point.y))}" r="3"/>`,
      );
    }
  }
  return parts.join('\n');
}

function legend(names: readonly string[], y: number): string {
  const parts = names.map((name, i) => {
    const x = MARGIN.left + i * 200;
    return `<path class="s${i}" d="M${x},${y}h28"/><circle class="s${i}" cx="${x + 14}" cy="${y}" r="3"/><text x="${x + 36}" y="${y + 4}">${name}</text>`;
  });
  return parts.join('\n');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function secondsText(value: number): string {
  return value < 1 ? `${round(value * 1000)} ms` : `${value} s`;
}

function countText(value: number): string {
  if (value >= 1e6) return `${value / 1e6}M`;
  return value >= 1000 ? `${value / 1000}k` : String(value);
}
