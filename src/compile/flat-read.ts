import type { Expression, PrivateName } from '@babel/types';
import type { Feature } from '../core/table.ts';
import { categoryKind, type CategoryTest, type NumericTest, type Test } from './branches.ts';
import type { Layout } from './flat.ts';
import { CodeFault } from './script/syntax.ts';

/* The independent reader of what `printFlatTest` writes: a test of a row of plain numbers. */

/** How a flat row and its numbers look in a parsed text; anything else is a fault. */
export interface FlatSyntax {
  /** The position in the row that an expression reads: `x[3]`. `null` where it reads none. */
  readonly position: (node: Expression) => number | null;
  /** Names that stand for a number: `Infinity`, or a constant for the place of a category. */
  readonly constants: ReadonlyMap<string, number>;
  /** Name of the constant that a missing value is; `null` where it is NaN. */
  readonly missing: string | null;
  readonly equal: '==' | '===';
  readonly unequal: '!=' | '!==';
}

/** @throws CodeFault for anything that is not a test of a row of that layout. */
export function readFlatTest(test: Expression, layout: Layout, syntax: FlatSyntax): Test {
  const parts = joined(test).map((part) => readPart(part, syntax));
  const { position } = parts[0]!;
  const feature = layout.features[position];
  if (feature === undefined) throw new CodeFault(test, `the row has no position ${position}`);
  const stray = parts.find((part) => part.position !== position);
  if (stray !== undefined) throw new CodeFault(stray.node, 'a test asks two features');
  const operator = test.type === 'LogicalExpression' ? test.operator : null;
  const asksBound = feature.kind === 'numeric' || parts.some(({ asks }) => asks === 'bound');
  const found = asksBound ? boundOf(parts, operator, syntax) : listOf(parts, operator);
  if (found === null) throw new CodeFault(test, UNKNOWN_SHAPE);
  const { name } = feature;
  if ('threshold' in found) return { kind: found.kind, feature: name, threshold: found.threshold };
  return { kind: found.kind, feature: name, names: namesOf(found.codes, feature, test) };
}

/** Only a category is listed: a number is asked for a bound. */
function namesOf(codes: readonly number[], feature: Feature, test: Expression): string[] {
  const known = feature.kind === 'categorical' ? feature.categories : [];
  return codes.map((code) => {
    const name = known[code];
    if (name === undefined) throw new CodeFault(test, `the feature has no category ${code}`);
    return name;
  });
}

const UNKNOWN_SHAPE = 'a test has none of the known shapes';

/** One comparison. */
type Part = { readonly node: Expression; readonly position: number } & Comparison;

type Comparison =
  /** `x[3] <= 1.5`; negated: `!(x[3] > 1.5)`. */
  | { readonly asks: 'bound'; readonly threshold: number; readonly negated: boolean }
  /** `x[3] == 2`, or `x[3] != 2`. */
  | { readonly asks: 'code'; readonly code: number; readonly equal: boolean }
  /** Whether a value is there; `missing`: a missing one passes. */
  | { readonly asks: 'presence'; readonly missing: boolean };

function readPart(node: Expression, syntax: FlatSyntax): Part {
  if (node.type === 'UnaryExpression' && node.operator === '!') {
    const inner = node.argument;
    if (inner.type !== 'BinaryExpression' || inner.operator !== '>') {
      throw new CodeFault(node, 'a negation holds something other than ">"');
    }
    const threshold = readNumber(inner.right, syntax);
    return {
      node,
      position: readPosition(inner.left, syntax),
      asks: 'bound',
      threshold,
      negated: true,
    };
  }
  if (node.type !== 'BinaryExpression') throw new CodeFault(node, UNKNOWN_SHAPE);
  const position = readPosition(node.left, syntax);
  if (node.operator === '<=') {
    const threshold = readNumber(node.right, syntax);
    return { node, position, asks: 'bound', threshold, negated: false };
  }
  if (node.operator !== syntax.equal && node.operator !== syntax.unequal) {
    throw new CodeFault(node, UNKNOWN_SHAPE);
  }
  const equal = node.operator === syntax.equal;
  const presence = readPresence(node.right, position, equal, syntax);
  if (presence !== null) return { node, position, ...presence };
  return { node, position, asks: 'code', code: readNumber(node.right, syntax), equal };
}

/** `x[3] != x[3]` and its opposite, or the same with a constant in the place of NaN. */
function readPresence(
  right: Expression,
  position: number,
  equal: boolean,
  syntax: FlatSyntax,
): (Comparison & { asks: 'presence' }) | null {
  if (syntax.missing !== null) {
    const isConstant = right.type === 'Identifier' && right.name === syntax.missing;
    return isConstant ? { asks: 'presence', missing: equal } : null;
  }
  return syntax.position(right) === position ? { asks: 'presence', missing: !equal } : null;
}

function readPosition(node: Expression | PrivateName, syntax: FlatSyntax): number {
  const position = node.type === 'PrivateName' ? null : syntax.position(node);
  if (position === null) throw new CodeFault(node, 'a test asks something other than the row');
  return position;
}

/** A number or the name of one, or either with a minus sign. */
function readNumber(node: Expression, { constants }: FlatSyntax): number {
  const minus = node.type === 'UnaryExpression' && node.operator === '-';
  const bare = minus ? node.argument : node;
  const found =
    bare.type === 'NumericLiteral'
      ? bare.value
      : bare.type === 'Identifier'
        ? constants.get(bare.name)
        : undefined;
  if (found === undefined) throw new CodeFault(node, 'a value is compared with no number');
  return minus ? -found : found;
}

type Bound = Pick<NumericTest, 'kind' | 'threshold'>;

function boundOf(
  parts: readonly Part[],
  operator: string | null,
  { missing }: FlatSyntax,
): Bound | null {
  return missing === null ? boundByNaN(parts) : boundByConstant(parts, operator);
}

/** NaN fails every comparison, so that a negated one is passed by it. */
function boundByNaN(parts: readonly Part[]): Bound | null {
  const [part, ...more] = parts;
  if (part?.asks !== 'bound' || more.length > 0) return null;
  return { kind: part.negated ? 'not-over' : 'at-most', threshold: part.threshold };
}

/** `x[3] != MISSING && x[3] <= 2`, `x[3] == MISSING || x[3] <= 2`, or `x[3] != MISSING` alone. */
function boundByConstant(parts: readonly Part[], operator: string | null): Bound | null {
  const [presence, part, ...more] = parts;
  if (presence?.asks !== 'presence' || more.length > 0) return null;
  if (part === undefined) return presence.missing ? null : { kind: 'at-most', threshold: Infinity };
  if (part.asks !== 'bound' || part.negated) return null;
  if (operator !== (presence.missing ? '||' : '&&')) return null;
  return { kind: presence.missing ? 'not-over' : 'at-most', threshold: part.threshold };
}

/**
 * `x[3] == 0 || x[3] == 1`, or `x[3] != 0 && x[3] != 1`. The first may end in a question for a missing
 * value, the second begin with one for a value.
 */
function listOf(
  parts: readonly Part[],
  operator: string | null,
): { readonly kind: CategoryTest['kind']; readonly codes: readonly number[] } | null {
  const [first, last] = [parts[0]!, parts.at(-1)!];
  const listed = first.asks === 'code' ? first.equal : first.asks === 'presence' && first.missing;
  if (operator !== null && operator !== (listed ? '||' : '&&')) return null;
  const edge = listed ? last : first;
  const inOrder = parts.every((part) =>
    part.asks === 'presence'
      ? part === edge && part.missing === listed
      : part.asks === 'code' && part.equal === listed,
  );
  if (!inOrder) return null;
  const asksPresence = edge.asks === 'presence';
  return {
    kind: categoryKind({ listed, missing: listed === asksPresence }),
    codes: parts.flatMap((part) => (part.asks === 'code' ? part.code : [])),
  };
}

/** The operands of a chain of one logical operator, left to right. */
function joined(test: Expression): Expression[] {
  const parts: Expression[] = [];
  let rest = test;
  const operator = test.type === 'LogicalExpression' ? test.operator : null;
  while (rest.type === 'LogicalExpression' && rest.operator === operator) {
    parts.push(rest.right);
    rest = rest.left;
  }
  return [rest, ...parts.reverse()];
}
