/** Characters in one part: what every database takes beside an expression of the leaf. */
const MOST = 250_000;

/** Parts texts, in their order, into lists of no great length. */
export function parted(texts: readonly string[]): string[][] {
  const parts: string[][] = [];
  let length = Infinity;
  for (const text of texts) {
    if (length + text.length > MOST) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)!.push(text);
    length += text.length;
  }
  return parts;
}
