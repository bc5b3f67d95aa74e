/**
 * Text as a CSV cell. What a spreadsheet would run as a formula is prefixed with an apostrophe;
 * numbers never are.
 */
export function csvCell(text: string): string {
  const isNumber = /^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text);
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
