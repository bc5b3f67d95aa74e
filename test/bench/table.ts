import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const README = fileURLToPath(new URL('README.md', import.meta.url));

/** Mean and standard error of the mean. */
export interface Spread {
  readonly mean: number;
  readonly error: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const error = Math.sqrt(squares / (values.length - 1) / values.length);
  return { mean, error };
}

/** `0.912 ± 0.004`. */
export function shown(values: readonly number[], digits = 3): string {
  const { mean, error } = spreadOf(values);
  return `${mean.toFixed(digits)} ± ${error.toFixed(digits)}`;
}

/** A Markdown table; the first column is text, the others are figures. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? '---' : '--:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->` in the README of this folder. */
export function writeSection(name: string, text: string): void {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const readme = readFileSync(README, 'utf8');
  const [from, to] = [readme.indexOf(open), readme.indexOf(close)];
  if (from === -1 || to === -1) throw new Error(`README.md has no section ${name}`);
  const next = `${readme.slice(0, from + open.length)}\n\n${text}\n\n${readme.slice(to)}`;
  writeFileSync(README, next);
}

/** The machine and versions a measurement was made on. */
export function machine(): string {
  return `Node ${process.versions.node}, ${process.platform} ${process.arch}`;
}
