import { BYTES, WHOLE } from './wire.ts';

/** The values of a message by the names of its fields, in the order in which they were written. */
export type Message<Names extends string> = Readonly<Record<Names, readonly Value[]>>;

/** A whole number, or the bytes of a text, a list or a message. */
export type Value = number | Uint8Array;

/**
 * Reads the fields of a message.
 * @throws Error for a field that is not among `fields`, and for what is cut off.
 */
export function readMessage<Names extends string>(
  bytes: Uint8Array,
  fields: Readonly<Record<Names, number>>,
): Message<Names> {
  const names = Object.keys(fields) as Names[];
  const nameOf = new Map(names.map((name) => [fields[name], name]));
  const found = {} as Record<Names, Value[]>;
  for (const name of names) found[name] = [];
  const cursor = { bytes, at: 0 };
  while (cursor.at < bytes.length) {
    const key = takeVarint(cursor);
    const name = nameOf.get(Math.floor(key / 8));
    if (name === undefined) throw new Error(`field ${Math.floor(key / 8)} is not expected`);
    found[name].push(takeValue(cursor, key % 8));
  }
  return found;
}

/** The bytes of a field that is there once. */
export function bytesOf(values: readonly Value[]): Uint8Array {
  const [value] = values;
  if (values.length !== 1 || !(value instanceof Uint8Array)) throw new Error('bytes are expected');
  return value;
}

/** A number that is there once. */
export function wholeOf(values: readonly Value[]): number {
  const [value] = values;
  if (values.length !== 1 || typeof value !== 'number') throw new Error('a number is expected');
  return value;
}

/** Byte order marks are text like any other here. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A text that is there once. */
export function textOf(values: readonly Value[]): string {
  return UTF8.decode(bytesOf(values));
}

/** Texts of a field that may be there any number of times. */
export function textsOf(values: readonly Value[]): string[] {
  return values.map((value) => textOf([value]));
}

/** Whole numbers that were written as one field. */
export function wholesOf(values: readonly Value[]): number[] {
  const cursor = { bytes: bytesOf(values), at: 0 };
  const found: number[] = [];
  while (cursor.at < cursor.bytes.length) found.push(takeVarint(cursor));
  return found;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

function takeValue(cursor: Cursor, wireType: number): Value {
  if (wireType === WHOLE) return takeVarint(cursor);
  if (wireType !== BYTES) throw new Error(`wire type ${wireType} is not expected`);
  const length = takeVarint(cursor);
  const value = cursor.bytes.subarray(cursor.at, cursor.at + length);
  if (value.length !== length) throw new Error('the file is cut off');
  cursor.at += length;
  return value;
}

function takeVarint(cursor: Cursor): number {
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) throw new Error('the file is cut off');
    value += (byte % 128) * scale;
    if (!Number.isSafeInteger(value)) throw new Error('a number is too large');
    if (byte < 128) return value;
    scale *= 128;
  }
}
