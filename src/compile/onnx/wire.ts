/*
 * Writes the wire format of Protocol Buffers. A message is the bytes of its fields, one after the
 * other.
 */

/** The wire types that are used. */
export const WHOLE = 0;
export const BYTES = 2;

/** A whole number of at least 0. */
export function wholeField(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field * 8 + WHOLE), ...varint(value)]);
}

export function bytesField(field: number, content: Uint8Array): Uint8Array {
  const head = [...varint(field * 8 + BYTES), ...varint(content.length)];
  return concatenated([Uint8Array.from(head), content]);
}

const UTF8 = new TextEncoder();

export function textField(field: number, text: string): Uint8Array {
  return bytesField(field, UTF8.encode(text));
}

export function messageField(field: number, fields: readonly Uint8Array[]): Uint8Array {
  return bytesField(field, concatenated(fields));
}

/** Whole numbers of at least 0 as one field. */
export function wholesField(field: number, values: readonly number[]): Uint8Array {
  return bytesField(field, Uint8Array.from(values.flatMap(varint)));
}

/** Seven bits a byte, the lowest first; all bytes but the last have the highest bit. */
function varint(value: number): number[] {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is not written`);
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
