/** A JSON document as it is written: indented, one final newline. */
export function documentText(document: unknown): string {
  return `${JSON.stringify(document, null, 1)}\n`;
}
