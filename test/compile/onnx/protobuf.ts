import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';

/*
 * ONNX files as a library reads them by the definition that the ONNX project publishes: nothing of
 * our own encoder and decoder.
 */

const DEFINITION = new URL('../../fixtures/onnx-ml.proto', import.meta.url);
const { root } = protobuf.parse(readFileSync(DEFINITION, 'utf8'));
const modelProto = root.lookupType('onnx.ModelProto');

/** A message as plain data; enumerations by their names. */
export type Proto = Readonly<Record<string, unknown>>;

export function decodeByDefinition(file: Uint8Array): Proto {
  const message = modelProto.decode(file);
  const fault = modelProto.verify(message);
  if (fault !== null) throw new Error(fault);
  return modelProto.toObject(message, { longs: Number, enums: String, arrays: true });
}

/** What the library knows of a file, written again by it. */
export function rewriteByDefinition(file: Uint8Array): Uint8Array {
  return Uint8Array.from(modelProto.encode(modelProto.decode(file)).finish());
}
