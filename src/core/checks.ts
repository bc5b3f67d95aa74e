import { inputError } from './errors.ts';

/** A parsed JSON object whose fields are not known yet. */
export type Json = Readonly<Record<string, unknown>>;

/** Refuses a saved model or teacher, naming the fault (`E_MODEL`). */
export function refuse(what: string): never {
  throw inputError('E_MODEL', `this is not a sound model: ${what}; write it again with "distill".`);
}

export function record(value: unknown, where: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuse(`${where} is not an object`);
  }
  return value as Json;
}

export function list(value: unknown, where: string, length?: number): readonly unknown[] {
  if (!Array.isArray(value)) refuse(`${where} is not a list`);
  if (length !== undefined && value.length !== length) {
    refuse(`${where} has ${value.length} entries, expected ${length}`);
  }
  return value;
}

export function finite(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) refuse(`${where} is not a number`);
  return value;
}

export function text(value: unknown, where: string): string {
  if (typeof value !== 'string') refuse(`${where} is not text`);
  return value;
}

export function names(value: unknown, where: string): string[] {
  const found = list(value, where).map((name, i) => text(name, `${where}[${i}]`));
  if (new Set(found).size !== found.length) refuse(`${where} repeats a name`);
  return found;
}
