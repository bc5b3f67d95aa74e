import type { NumberTensor } from './graph.ts';

type NumberType = NumberTensor['type'];

/** How many bytes a number takes, and how it is put there and taken from there; little-endian. */
interface Layout {
  readonly size: number;
  readonly put: (view: DataView, at: number, value: number) => void;
  readonly take: (view: DataView, at: number) => number;
}

const LAYOUTS: Readonly<Record<NumberType, Layout>> = {
  float32: {
    size: 4,
    put: (view, at, value) => view.setFloat32(at, value, true),
    take: (view, at) => view.getFloat32(at, true),
  },
  float64: {
    size: 8,
    put: (view, at, value) => view.setFloat64(at, value, true),
    take: (view, at) => view.getFloat64(at, true),
  },
  int64: {
    size: 8,
    put: (view, at, value) => view.setBigInt64(at, BigInt(value), true),
    take: (view, at) => Number(view.getBigInt64(at, true)),
  },
  bool: {
    size: 1,
    put: (view, at, value) => view.setUint8(at, value),
    take: (view, at) => view.getUint8(at),
  },
};

export function bytesOfNumbers(type: NumberType, values: readonly number[]): Uint8Array {
  const { size, put } = LAYOUTS[type];
  const view = new DataView(new ArrayBuffer(values.length * size));
  values.forEach((value, i) => put(view, i * size, value));
  return new Uint8Array(view.buffer);
}

/** The inverse of {@link bytesOfNumbers}. */
export function numbersOfBytes(type: NumberType, bytes: Uint8Array): number[] {
  const { size, take } = LAYOUTS[type];
  if (bytes.length % size !== 0) throw new Error(`${bytes.length} bytes hold no ${type} numbers`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / size }, (_, i) => take(view, i * size));
}
