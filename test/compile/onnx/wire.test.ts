import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildOnnx } from '../../../src/compile/onnx/build.ts';
import { decodeOnnx } from '../../../src/compile/onnx/decode.ts';
import { encodeOnnx } from '../../../src/compile/onnx/encode.ts';
import { readMessage, wholeOf, wholesOf } from '../../../src/compile/onnx/wire-read.ts';
import { textField, wholeField, wholesField } from '../../../src/compile/onnx/wire.ts';
import { contentFor } from '../content-for.ts';
import { creditModel, deferring, hostileModel, priceModel, townsModel } from '../models.ts';
import { soundClasses } from './expected.ts';
import { decodeByDefinition, rewriteByDefinition } from './protobuf.ts';

const MODELS = [
  creditModel(),
  deferring(priceModel(), [1]),
  townsModel(),
  soundClasses(hostileModel()),
].flatMap((model) => {
  const content = contentFor(model);
  return (['float64', 'float32'] as const).map((type) => buildOnnx(content, content.branch, type));
});

test('what is written is read back, all of it', () => {
  for (const model of MODELS) expect(decodeOnnx(encodeOnnx(model))).toEqual(model);
});

test('a library reads it by the definition of ONNX, and knows every field', () => {
  for (const model of MODELS) {
    const bytes = encodeOnnx(model);
    // What it does not know it leaves out; it may write lists of numbers one by one.
    const again = rewriteByDefinition(bytes);
    expect(decodeByDefinition(again)).toEqual(decodeByDefinition(bytes));
    expect(again.length).toBeGreaterThanOrEqual(bytes.length);
  }
});

describe('fields', () => {
  test('whole numbers of any size', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: 1000 }), (value, field) => {
        const bytes = wholeField(field, value);
        expect(wholeOf(readMessage(bytes, { value: field }).value)).toBe(value);
      }),
    );
  });

  test('lists of whole numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat()), (values) => {
        const { list } = readMessage(wholesField(3, values), { list: 3 });
        expect(wholesOf(list)).toEqual(values);
      }),
    );
  });

  test.each([-1, 0.5, NaN, Infinity, 2 * Number.MAX_SAFE_INTEGER])('not the number %d', (value) => {
    expect(() => wholeField(1, value)).toThrow(RangeError);
  });
});

describe('refused, as it was never written', () => {
  const bytes = encodeOnnx(MODELS[0]!);

  test('a file that is cut off, but where a whole message is left out', () => {
    const accepted = Array.from(bytes.keys()).filter((length) => {
      try {
        return decodeOnnx(bytes.subarray(0, length)).metadata.size !== 0;
      } catch {
        return false;
      }
    });
    expect(accepted).toEqual([]);
  });

  test('a field that is not known', () => {
    const more = Uint8Array.from([...bytes, ...textField(99, 'more')]);
    expect(() => decodeOnnx(more)).toThrow('field 99 is not expected');
  });

  test('a field that is there twice', () => {
    const more = Uint8Array.from([...bytes, ...textField(2, 'espalier')]);
    expect(() => decodeOnnx(more)).toThrow('bytes are expected');
  });

  test('a wire type that is not used', () => {
    expect(() => readMessage(Uint8Array.from([1 * 8 + 5, 0, 0, 0, 0]), { float: 1 })).toThrow(
      'wire type 5 is not expected',
    );
  });

  test('text that is not UTF-8', () => {
    const odd = bytes.slice();
    odd[odd.indexOf('espalier'.charCodeAt(0))] = 0xff;
    expect(() => decodeOnnx(odd)).toThrow();
  });
});
