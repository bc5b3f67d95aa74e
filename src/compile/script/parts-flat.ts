import { defers } from '../../core/tree.ts';
import type { BodyKind, Declarer, Parameter, Part } from './declarer.ts';
import { flatValue } from './parts-object.ts';
import type { Plan, PlannedFunction } from './plan.ts';

/** Rows as numbers in one buffer: no object, no allocation. */
export function flatParts(plan: Plan, declare: Declarer): Part[] {
  const { model } = plan;
  const classes = model.task === 'classification';
  const ownCodes = classes || defers(model.tree);
  const codes = ownCodes ? 'codes' : 'values';
  const codesDoc = classes
    ? `The place of each leaf's decision in \`classes\`${defers(model.tree) ? '; -1 where it defers' : ''}.`
    : 'The number of each leaf; NaN where it defers.';
  return [
    ...encodeParts(plan, declare),
    ...(ownCodes ? [declare.privateTable('codes', 'readonly number[]', codesDoc)] : []),
    leafAtPart(plan, declare),
    declare.define({
      name: 'predictAt',
      doc: [answerDoc(plan, 'The answer for the row that starts at `offset`')],
      parameters: ROW_AT,
      returns: 'number',
      body: [`return ${codes}[leafAt(buffer, offset)]${declare.there};`],
    }),
    batchPart(plan, declare, codes),
  ];
}

function answerDoc({ model }: Plan, what: string): string {
  const asks = defers(model.tree);
  if (model.task === 'regression') return `${what}${asks ? '; NaN where it defers' : ''}.`;
  return `${what}: its place in \`classes\`${asks ? ', -1 for `DEFER`' : ''}.`;
}

const ROW_AT: readonly Parameter[] = [
  ['buffer', 'Float64Array'],
  ['offset', 'number'],
];

function encodeParts({ layout }: Plan, declare: Declarer): Part[] {
  const { features } = layout;
  const { there } = declare;
  const hasCategories = features.some(({ kind }) => kind === 'categorical');
  const code = declare.define({
    name: 'code',
    doc: ['The place of a category in the list of its feature.'],
    parameters: [
      ['feature', 'number'],
      ['name', 'string | null | undefined'],
    ],
    returns: 'number',
    private: true,
    body: [
      'if (typeof name !== "string") return NaN;',
      `const { categories, rest } = schema[feature]${there};`,
      'const place = categories.indexOf(name);',
      'if (place >= 0) return place;',
      'return rest === null ? NaN : categories.indexOf(rest);',
    ],
  });
  const encode = declare.define({
    name: 'encode',
    doc: [
      'Writes a row into `buffer` from `offset` on, for `predictAt` and `predictBatch`: one number a',
      'feature, in the order of `schema`. A category is its place in the list of `categories`; NaN is',
      'missing, and a category that is not known where there is no rest.',
    ],
    parameters: [['x', 'Features'], ...ROW_AT],
    returns: 'void',
    body: features.map(
      ({ kind, name }, position) =>
        `buffer[${at('offset', position)}] = ${flatValue(kind, name, position)};`,
    ),
  });
  return hasCategories ? [code, encode] : [encode];
}

/** `offset + 3`. */
export function at(offset: string, position: number): string {
  return position === 0 ? offset : `${offset} + ${position}`;
}

const LEAF_AT = 'The leaf of the row that starts at `offset`: see `encode`.';
/** What a reader of the branches should know. */
const PAIRS =
  'Two leaves side by side take no branch: `5 - +(test)` is 4 where the test holds, else 5.';

function leafAtPart(plan: Plan, declare: Declarer): Part {
  const { there } = declare;
  if (plan.functions.leafAt.shape === 'table') {
    return declare.define({
      name: 'leafAt',
      doc: [LEAF_AT],
      parameters: ROW_AT,
      returns: 'number',
      body: [
        'let n = 0;',
        'while (n >= 0) {',
        `  const value = buffer[offset + asked[n]${there}]${there};`,
        `  n = passes(n, value) ? yes[n]${there} : no[n]${there};`,
        '}',
        'return ~n;',
      ],
    });
  }
  const unread = plan.asked.length === 0;
  const parameters: readonly Parameter[] = unread
    ? [
        ['_buffer', 'Float64Array'],
        ['_offset', 'number'],
      ]
    : ROW_AT;
  return {
    name: 'leafAt',
    kind: 'branches',
    doc: declare.describe([LEAF_AT, PAIRS], parameters, 'number'),
    code: [
      `${declare.exported}${declare.head('leafAt', parameters, 'number')} {`,
      ...readsFirst(plan, plan.functions.leafAt, '  ', declare),
    ].join('\n'),
    tail: '}',
    levels: 1,
    body: bodyOf(plan.functions.leafAt, 'return'),
  };
}

function bodyOf({ shape }: PlannedFunction, leaf: BodyKind['leaf']): BodyKind {
  return { access: shape === 'destructured' ? 'variable' : 'buffer', row: 'buffer', leaf };
}

/** The asked features in variables, where branches are to find them there. */
function readsFirst(
  { asked, layout }: Plan,
  { shape }: PlannedFunction,
  indent: string,
  { there }: Declarer,
): string[] {
  if (shape !== 'destructured') return [];
  return asked.map((name) => {
    const position = layout.position(name);
    return `${indent}const f${position} = buffer[${at('offset', position)}]${there};`;
  });
}

function batchPart(plan: Plan, declare: Declarer, codes: string): Part {
  const { there } = declare;
  const { layout, model } = plan;
  const out = model.task === 'regression' ? 'Float64Array' : 'Int32Array';
  const parameters: readonly Parameter[] = [
    ['buffer', 'Float64Array'],
    ['nRows', 'number'],
    ['out', out],
  ];
  const doc = [
    answerDoc(
      plan,
      'The answer for each of `nRows` rows, one behind the other in `buffer`, into `out`',
    ),
  ];
  const stride = layout.features.length;
  const loop = `for (let i = 0, offset = 0; i < nRows; i++, offset += ${stride}) {`;
  if (plan.functions.predictBatch.shape === 'call') {
    const body = [loop, `  out[i] = ${codes}[leafAt(buffer, offset)]${there};`, '}'];
    return declare.define({ name: 'predictBatch', doc, parameters, returns: 'void', body });
  }
  return {
    name: 'predictBatch',
    kind: 'branches',
    doc: declare.describe(doc, parameters, 'void'),
    code: [
      `${declare.exported}${declare.head('predictBatch', parameters, 'void')} {`,
      `  ${loop}`,
      ...readsFirst(plan, plan.functions.predictBatch, '    ', declare),
      `    let k${declare.of('number')};`,
    ].join('\n'),
    tail: `    out[i] = ${codes}[k]${there};\n  }\n}`,
    levels: 2,
    body: bodyOf(plan.functions.predictBatch, 'assign'),
  };
}
