/**
 * An engine that tests run code with. It may be missing on a machine where nobody needs it, and the
 * tests that need it are skipped then; where everything is tested (`CI` is set) it may not.
 */
export function orSkip<T>(name: string, engine: T | null): T | null {
  if (engine === null && (process.env['CI'] ?? '') !== '') {
    throw new Error(`${name} is needed to test the code that is compiled to: install it.`);
  }
  return engine;
}

/** Text with one edit by hand. */
export function edited(text: string, from: string, to: string): string {
  const changed = text.replace(from, () => to);
  if (changed === text) throw new Error(`"${from}" is not in the text, or is "${to}" already`);
  return changed;
}
