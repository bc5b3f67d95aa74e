import type { CategoricalFeature, Feature } from '../../core/table.ts';
import { isCategoryTest, type CategoryTest, type NumericTest, type Test } from '../branches.ts';
import type { Dialect } from './dialect.ts';
import { identifier } from './quote.ts';

/** Longest list on one line. */
const LIST_WIDTH = 80;

/*
 * A comparison with NULL is neither true nor false. A test that a missing value passes is therefore
 * its opposite with IS NOT TRUE behind it.
 */

/** A test as a condition; `feature` is the one it asks. A long list takes lines of its own. */
export function printTest(test: Test, feature: Feature, dialect: Dialect, indent: string): string {
  return isCategoryTest(test)
    ? printCategories(test, feature, dialect, indent)
    : printNumeric(test, dialect);
}

function printNumeric({ kind, feature, threshold, strict }: NumericTest, dialect: Dialect): string {
  const column = identifier(feature);
  const number = dialect.number(threshold);
  if (kind === 'not-over') {
    return `(${dialect.known(column)} ${strict ? '>=' : '>'} ${number}) IS NOT TRUE`;
  }
  if (threshold === Infinity && !strict) return `${dialect.known(column)} IS NOT NULL`;
  return `${dialect.numeric(column)} ${strict ? '<' : '<='} ${number}`;
}

function printCategories(
  test: CategoryTest,
  feature: Feature,
  dialect: Dialect,
  indent: string,
): string {
  const value = dialect.category(identifier(test.feature));
  const texts = namesInSql(test.names, feature, dialect).map((name) => dialect.text(name));
  const among = `IN (${printList(texts, indent)})`;
  switch (test.kind) {
    case 'one-of':
      return `${value} ${among}`;
    case 'none-of':
      return `(${value} ${among}) IS NOT TRUE`;
    case 'one-of-or-missing':
      return texts.length === 0 ? `${value} IS NULL` : `(${value} NOT ${among}) IS NOT TRUE`;
    case 'known-none-of':
      return texts.length === 0 ? `${value} IS NOT NULL` : `${value} NOT ${among}`;
  }
}

/** On one line, or on as few as it fits on. */
function printList(texts: readonly string[], indent: string): string {
  const flat = texts.join(', ');
  if (flat.length <= LIST_WIDTH) return flat;
  const lines: string[] = [];
  for (const text of texts) {
    const longer = lines.length === 0 ? text : `${lines.at(-1)}, ${text}`;
    if (lines.length > 0 && longer.length <= LIST_WIDTH) lines.splice(-1, 1, longer);
    else lines.push(text);
  }
  return `\n${indent}  ${lines.join(`,\n${indent}  `)}\n${indent}`;
}

/** Categories as texts of the database: its own true and false are the `yes` and `no` of a boolean. */
export function namesInSql(
  names: readonly string[],
  feature: Feature,
  dialect: Dialect,
): readonly string[] {
  if (feature.kind === 'numeric' || !feature.boolean) return names;
  return names.flatMap((name) => {
    const own = ownBoolean(name, feature, dialect);
    return own === null ? [name] : [name, own];
  });
}

/** The database's text for a boolean that is called otherwise in the model; `null` where there is none. */
function ownBoolean(
  name: string,
  { categories }: CategoricalFeature,
  { booleans }: Dialect,
): string | null {
  const own = booleanOf(name);
  if (own === undefined || categories.includes(booleans[own])) return null;
  const alone = categories.every((other) => other === name || booleanOf(other) !== own);
  return alone ? booleans[own] : null;
}

function booleanOf(name: string): 'true' | 'false' | undefined {
  return BOOLEANS.get(name.toLowerCase());
}

const BOOLEANS: ReadonlyMap<string, 'true' | 'false'> = new Map([
  ['true', 'true'],
  ['yes', 'true'],
  ['false', 'false'],
  ['no', 'false'],
]);
