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

/** A value in a refusal; what is nested is not opened, however deep it goes. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
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

/** A number from 0 to 1. */
export function share(value: unknown, where: string): number {
  const found = atLeastZero(value, where);
  if (found > 1) refuse(`${where} is ${found}`);
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
  const found = Array.from(list(value, where));
  const odd = found.findIndex((name) => typeof name !== 'string');
  if (odd !== -1) refuse(`${where}[${odd}] is not text`);
  if (new Set(found).size !== found.length) refuse(`${where} repeats a name`);
  return found as string[];
}

/** Refuses a key that is not among those `known`. */
export function noOtherKeys(value: Json, known: readonly string[], where: string): void {
  const odd = Object.keys(value).find((key) => !known.includes(key));
  if (odd !== undefined) refuse(`${where} has the unknown key ${shown(odd)}`);
}
