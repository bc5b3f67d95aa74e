import type { Declarer, Part, Parameter } from './declarer.ts';
import type { Plan } from './plan.ts';
import { accessTo } from './quote.ts';
import { hasTable } from './plan.ts';
import { NODE_TABLES } from './node-table.ts';

/** `classes`, and `leaf`: the tree on a row as people write it. */
export function objectParts(plan: Plan, declare: Declarer): Part[] {
  const { model, functions } = plan;
  const classes =
    model.task === 'classification'
      ? 'Every decision, in the order of each score.'
      : 'None: a number is predicted.';
  return [
    declare.table('classes', 'readonly Label[]', classes),
    ...(hasTable(plan) ? tableParts(declare) : []),
    ...(functions.leaf.shape === 'table' ? tableLeaf(plan, declare) : [branchLeaf(plan, declare)]),
  ];
}

const LEAF = 'The leaf a row reaches, counted from 0, left to right. It reads what its path asks.';

function branchLeaf({ asked }: Plan, { head, describe, exported }: Declarer): Part {
  const row = asked.length > 0 ? 'x' : '_x';
  const parameters: readonly Parameter[] = [[row, 'Features']];
  return {
    name: 'leaf',
    kind: 'branches',
    doc: describe([LEAF], parameters, 'number'),
    code: `${exported}${head('leaf', parameters, 'number')} {`,
    tail: '}',
    levels: 1,
    body: { access: 'object', row, leaf: 'return' },
  };
}

/** The tree as arrays, and how a value passes a branch. */
function tableParts(declare: Declarer): Part[] {
  const { there } = declare;
  return [
    ...Object.entries(NODE_TABLES).map(([name, [type, doc]]) =>
      declare.privateTable(name, type, doc),
    ),
    declare.define({
      name: 'passes',
      doc: [
        'Whether a value passes branch `n`. NaN, which alone is not equal to itself, is missing.',
      ],
      parameters: [
        ['n', 'number'],
        ['value', 'number'],
      ],
      returns: 'boolean',
      private: true,
      body: [
        'switch (kinds[n]) {',
        '  case 0:',
        `    return value <= thresholds[n]${there};`,
        '  case 1:',
        `    return !(value > thresholds[n]${there});`,
        '  case 2:',
        `    return listed[n]${there}.includes(value);`,
        '  case 3:',
        `    return !listed[n]${there}.includes(value);`,
        '  case 4:',
        `    return value !== value || listed[n]${there}.includes(value);`,
        '  default:',
        `    return value === value && !listed[n]${there}.includes(value);`,
        '}',
      ],
    }),
  ];
}

/** A loop over the table, for a tree too large to be optimised as branches. */
function tableLeaf({ layout }: Plan, declare: Declarer): Part[] {
  const { there } = declare;
  const cases = layout.features.flatMap((feature, position) => [
    `  case ${position}:`,
    `    return ${flatValue(feature.kind, feature.name, position)};`,
  ]);
  return [
    declare.define({
      name: 'valueOf',
      doc: ['A feature of a row as a number: see `encode`.'],
      parameters: [
        ['x', 'Features'],
        ['feature', 'number'],
      ],
      returns: 'number',
      private: true,
      body: ['switch (feature) {', ...cases, '  default:', '    return NaN;', '}'],
    }),
    declare.define({
      name: 'leaf',
      doc: [LEAF],
      parameters: [['x', 'Features']],
      returns: 'number',
      body: [
        'let n = 0;',
        'while (n >= 0) {',
        `  n = passes(n, valueOf(x, asked[n]${there})) ? yes[n]${there} : no[n]${there};`,
        '}',
        'return ~n;',
      ],
    }),
  ];
}

/** A feature of a row `x` as a number. */
export function flatValue(kind: 'numeric' | 'categorical', name: string, position: number): string {
  const value = accessTo(name);
  return kind === 'numeric' ? `${value} ?? NaN` : `code(${position}, ${value})`;
}
