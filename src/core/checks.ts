import { inputError } from './errors.ts';
import { shorten } from './text.ts';

/** A parsed JSON object whose fields are not known yet. */
export type Json = Readonly<Record<string, unknown>>;

/** Longest description of a fault; a hostile file may hold names of any length. */
const FAULT_LENGTH = 300;

/** Refuses a saved model or teacher, naming the fault (`E_MODEL`), on one readable line. */
export function refuse(what: string): never {
  const fault = shorten(what, FAULT_LENGTH);
  throw inputError(
    'E_MODEL',
    `this is not a sound model: ${fault}; write it again with "distill".`,
  );
}

/* Each check returns what it was given, or refuses it naming `where` it stands. */

/** An object that is not a list. */
export function record(value: unknown, where: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuse(`${where} is not an object`);
  }
  return value as Json;
}

/** A list, of `length` entries where that is given. */
export function list(value: unknown, where: string, length?: number): readonly unknown[] {
  if (!Array.isArray(value)) refuse(`${where} is not a list`);
  if (length !== undefined && value.length !== length) {
    refuse(`${where} has ${value.length} entries, expected ${length}`);
  }
  return value;
}

/** A number, neither NaN nor infinite. */
export function finite(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) refuse(`${where} is not a number`);
  return value;
}

/** A finite number of at least 0. */
export function atLeastZero(value: unknown, where: string): number {
  const found = finite(value, where);
  if (found < 0) refuse(`${where} is ${found}`);
  return found;
}

/** True or false. */
export function flag(value: unknown, where: string): boolean {
  if (typeof value !== 'boolean') refuse(`${where} is not true or false`);
  return value;
}

/** A string. */
export function text(value: unknown, where: string): string {
  if (typeof value !== 'string') refuse(`${where} is not text`);
  return value;
}

/** A list of strings that are all different. */
export function names(value: unknown, where: string): string[] {
  const found = list(value, where).map((name, i) => text(name, `${where}[${i}]`));
  if (new Set(found).size !== found.length) refuse(`${where} repeats a name`);
  return found;
}
