import { visible } from '../core/text.ts';

/** Untrusted text in Markdown: no tags, no markup, no line breaks. */
export function escapeMarkdown(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]<>()#+!|&~-]/g, (char) => `\\${char}`);
}

/** A table; cells are safe already. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
