import type { Content } from '../../../src/compile/content.ts';
import { FLOAT32, narrowed } from '../../../src/compile/narrow.ts';
import { FLOATS } from '../../../src/compile/numbers.ts';
import type { NumberTensor, RowType } from '../../../src/compile/onnx/graph.ts';
import { probesOf, vectorsOf, type Vector } from '../../../src/compile/vectors.ts';
import { DEFER, defers, type Model } from '../../../src/core/tree.ts';
import type { Outputs } from './runtime.ts';

/** The boundary vectors for rows of a type. */
export function vectorsFor(model: Model, type: RowType): Vector[] {
  if (type === 'float64') return vectorsOf(model, probesOf(model));
  const floats = narrowed(model, FLOAT32);
  return vectorsOf(floats, probesOf(floats, FLOATS));
}

/** What a model has to answer to rows that reach `leaves`, output by output. */
export function expectedOutputs({ model, answers }: Content, leaves: readonly number[]): Outputs {
  const reached = leaves.map((leaf) => answers[leaf]!);
  const values = reached.flatMap(({ value }) => value);
  const decided =
    model.task === 'regression'
      ? { number: values }
      : { label: reached.map(({ decision }) => decision), probabilities: values };
  const asks = { deferred: reached.map(({ decision }) => decision === DEFER) };
  return {
    ...decided,
    path: reached.map(({ id }) => id),
    ...(defers(model.tree) ? asks : {}),
    leaf: leaves,
  };
}

/** Some rows of a batch, by their places; any number of times. */
export function rowsAt(
  { type, shape, data }: NumberTensor,
  places: readonly number[],
): NumberTensor {
  const width = shape[1]!;
  return {
    type,
    shape: [places.length, width],
    data: places.flatMap((place) => data.slice(place * width, (place + 1) * width)),
  };
}

/** ONNX cannot hold the name of one class of the hostile model: half of a surrogate pair. */
export function soundClasses(model: Model): Model {
  const classNames = model.classNames.map((name) => (name === '\ud800' ? 'half a pair' : name));
  return { ...model, classNames };
}
