import { sha256Hex } from '../core/hash.ts';
import type { RunDocument } from '../core/run.ts';

/** A JSON document as it is written: indented, one final newline. */
export function documentText(document: unknown): string {
  return `${JSON.stringify(document, null, 1)}\n`;
}

/** A manifest with the hash of itself, as its last field. */
export function sealed(run: Omit<RunDocument, 'seal'>): RunDocument {
  return { ...run, seal: sha256Hex(documentText(run)) };
}

/** Whether the text of a `run.json` is, byte for byte, what was sealed. */
export function isSealed(text: string): boolean {
  const { seal, ...run } = JSON.parse(text) as RunDocument;
  return seal === sha256Hex(documentText(run)) && text === documentText({ ...run, seal });
}
