/** Smaller arrays are as quickly copied as shared. */
const FEWEST_BYTES = 4096;

/** Shared copies, by the array they were made of. */
const copies = new WeakMap<object, ArrayBufferView>();

/**
 * The same plain data with its typed arrays in memory that threads share: copied once, whatever the
 * number of threads and of times it is asked for. The original must not change any more.
 */
export function share<T>(data: T): T {
  return shareValue(data, new Map()) as T;
}

function shareValue(value: unknown, seen: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return shareArray(value as Uint8Array);
  const known = seen.get(value);
  if (known !== undefined) return known;
  const shared = Array.isArray(value)
    ? value.map((item) => shareValue(item, seen))
    : shareObject(value, seen);
  seen.set(value, shared);
  return shared;
}

/** Maps and the like go as they are. */
function shareObject(value: object, seen: Map<object, unknown>): object {
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, own]) => [key, shareValue(own, seen)]),
  );
}

/** Works for every kind of typed array; a view of a larger buffer takes only what it sees. */
function shareArray(array: Uint8Array): ArrayBufferView {
  if (array.buffer instanceof SharedArrayBuffer) return array;
  const known = copies.get(array);
  if (known !== undefined) return known;
  if (array.byteLength < FEWEST_BYTES) return array.slice();
  const Kind = array.constructor as typeof Uint8Array;
  const copy = new Kind(new SharedArrayBuffer(array.byteLength));
  copy.set(array);
  copies.set(array, copy);
  return copy;
}
