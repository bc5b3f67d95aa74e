import type { Feature } from '../../core/table.ts';
import { DEFER, defers } from '../../core/tree.ts';
import type { Content } from '../content.ts';
import { layoutOf } from '../flat.ts';
import { featureWords } from '../script/declarations.ts';
import type { Data } from '../script/print-data.ts';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** JSON Schema of a row: every key is there, `null` where the value is missing. */
export function inputSchema({ model, meta }: Content): Data {
  const { features } = layoutOf(model);
  const properties = features.filter(({ name }) => !isPrototype(name));
  const prototype = features.filter(({ name }) => isPrototype(name));
  return {
    $schema: DIALECT,
    $id: `urn:espalier:${meta.modelHash}:input`,
    title: `A row that ${meta.name} predicts ${model.target} for`,
    type: 'object',
    properties: Object.fromEntries(
      properties.map((feature) => [feature.name, valueSchema(feature)]),
    ),
    ...(prototype.length === 0
      ? {}
      : { patternProperties: { '^__proto__$': valueSchema(prototype[0]!) } }),
    required: features.map(({ name }) => name),
    additionalProperties: false,
  };
}

/** Validators in JavaScript have been seen to pass over a property of this name. */
function isPrototype(name: string): boolean {
  return name === '__proto__';
}

function valueSchema(feature: Feature): Data {
  const description = featureWords(feature);
  if (feature.kind === 'numeric') {
    return { type: ['number', 'null'], description, examples: [feature.min, feature.max] };
  }
  const { categories, rest } = feature;
  if (rest === null) return { description, enum: [...categories, null] };
  const examples = categories.filter((name) => name !== rest);
  return { type: ['string', 'null'], description, examples };
}

/** JSON Schema of an answer: a leaf as `vectors.json` lists it. */
export function outputSchema({ model, meta, answers }: Content): Data {
  const classes = model.classNames.length;
  const regression = model.task === 'regression';
  const defer = defers(model.tree) ? [DEFER] : [];
  const number = { type: 'number' };
  const decided = defer.length > 0 ? { anyOf: [number, { enum: defer }] } : number;
  const value = regression
    ? { description: 'The predicted number.', items: number, minItems: 1, maxItems: 1 }
    : {
        description: `The probability of each class: ${JSON.stringify(model.classNames)}.`,
        items: number,
        minItems: classes,
        maxItems: classes,
      };
  return {
    $schema: DIALECT,
    $id: `urn:espalier:${meta.modelHash}:output`,
    title: `What ${meta.name} answers`,
    type: 'object',
    properties: {
      leaf: { type: 'integer', minimum: 0, maximum: answers.length - 1 },
      path: { type: 'string', pattern: '^[0-9a-f]{12}$' },
      decision: regression ? decided : { enum: [...model.classNames, ...defer] },
      value: { type: 'array', ...value },
    },
    required: ['leaf', 'path', 'decision', 'value'],
    additionalProperties: false,
  };
}
