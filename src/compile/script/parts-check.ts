import type { Declarer, Part } from './declarer.ts';
import type { Plan } from './plan.ts';
import { accessTo } from './quote.ts';
import { LINE_WIDTH } from './print.ts';

/** What rows are held to: `schema`, `parse`, `outOfRange`. */
export function checkParts(plan: Plan, declare: Declarer): Part[] {
  const { of } = declare;
  const cast = declare.flavour === 'ts' ? ' as unknown as Features' : '';
  return [
    declare.table('schema', 'readonly FeatureInfo[]', 'The features, in the order of a flat row.'),
    declare.define({
      name: 'parse',
      doc: [
        'A row out of anything, or all that is wrong with it: what is no row, keys that are no feature,',
        'and values of another type. A missing value is `null` or NaN; a key that is absent is wrong.',
      ],
      parameters: [['value', 'unknown']],
      returns: 'Parsed',
      body: [
        'if (typeof value !== "object" || value === null || !isPlain(value)) {',
        '  const problem = `is ${kindOf(value)}, not an object of features`;',
        '  return { ok: false, problems: [{ feature: null, problem }] };',
        '}',
        `const given${of('ReadonlyMap<string, unknown>')} = new Map(Object.entries(value));`,
        `const problems${of('Problem[]')} = [];`,
        'for (const feature of given.keys()) {',
        '  if (schema.some(({ name }) => name === feature)) continue;',
        '  problems.push({ feature, problem: "is not a feature of this model" });',
        '}',
        'for (const info of schema) {',
        '  const problem = problemOf(info, given.get(info.name));',
        '  if (problem !== null) problems.push({ feature: info.name, problem });',
        '}',
        'if (problems.length > 0) return { ok: false, problems };',
        'const entries = schema.map(({ name }) => [name, given.get(name)]);',
        `return { ok: true, features: Object.fromEntries(entries)${cast} };`,
      ],
    }),
    declare.define({
      name: 'isPlain',
      doc: ['Whether an object is neither an array nor an instance of a class.'],
      parameters: [['value', 'object']],
      returns: 'boolean',
      private: true,
      body: [
        `const prototype${of('object | null')} = Object.getPrototypeOf(value);`,
        'return prototype === null || Object.getPrototypeOf(prototype) === null;',
      ],
    }),
    declare.define({
      name: 'problemOf',
      doc: ['What is wrong with the value of a feature; `null` if nothing is.'],
      parameters: [
        ['{ categories, kind, rest }', 'FeatureInfo'],
        ['value', 'unknown'],
      ],
      returns: 'string | null',
      private: true,
      body: [
        'if (value === undefined) return "is absent: give null where it is missing";',
        'if (value === null) return null;',
        'if (kind === "number") {',
        '  if (typeof value !== "number") return `is ${kindOf(value)}, not a number`;',
        '  return Math.abs(value) === Infinity ? "is not finite" : null;',
        '}',
        'if (typeof value !== "string") return `is ${kindOf(value)}, not a text`;',
        'if (rest !== null || categories.includes(value)) return null;',
        'return "is a category that training never saw";',
      ],
    }),
    declare.define({
      name: 'kindOf',
      doc: ['What something is, in words.'],
      parameters: [['value', 'unknown']],
      returns: 'string',
      private: true,
      body: [
        'if (value === null || value === undefined) return String(value);',
        'if (Array.isArray(value)) return "an array";',
        'if (typeof value !== "object") return `a ${typeof value}`;',
        'return isPlain(value) ? "an object" : "an instance of a class";',
      ],
    }),
    declare.define({
      name: 'outOfRange',
      doc: [
        'Where a row leaves what training has shown: numbers outside its range, categories it never saw.',
        'A tree answers there as at its edge. All features are read.',
      ],
      parameters: [['x', 'Features']],
      returns: 'readonly Problem[]',
      body: [
        ...valuesLines(plan, declare),
        `const problems${of('Problem[]')} = [];`,
        'for (const [i, info] of schema.entries()) {',
        '  const problem = strangeness(info, values[i]);',
        '  if (problem !== null) problems.push({ feature: info.name, problem });',
        '}',
        'return problems;',
      ],
    }),
    declare.define({
      name: 'strangeness',
      doc: ['How a value leaves what training has shown; `null` if it does not.'],
      parameters: [
        ['{ categories, high, low, rest }', 'FeatureInfo'],
        ['value', 'unknown'],
      ],
      returns: 'string | null',
      private: true,
      body: [
        'if (typeof value === "number" && low !== null && high !== null) {',
        '  return value < low || value > high ? `is outside ${low} to ${high}` : null;',
        '}',
        'if (typeof value !== "string" || low !== null || rest !== null) return null;',
        'return categories.includes(value) ? null : "is a category that training never saw";',
      ],
    }),
  ];
}

function valuesLines({ layout }: Plan, { of }: Declarer): string[] {
  const type = of('readonly (number | string | null | undefined)[]');
  const items = layout.features.map(({ name }) => accessTo(name));
  const flat = `const values${type} = [${items.join(', ')}];`;
  if (flat.length + 2 <= LINE_WIDTH) return [flat];
  return [`const values${type} = [`, ...items.map((item) => `  ${item},`), '];'];
}
