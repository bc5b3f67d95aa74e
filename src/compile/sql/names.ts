import { inputError } from '../../core/errors.ts';
import type { Feature } from '../../core/table.ts';
import { shorten } from '../../core/text.ts';
import type { Model } from '../../core/tree.ts';
import { ifsOf, type Branch } from '../branches.ts';
import type { Dialect } from './dialect.ts';

const LONE_SURROGATE = /[\ud800-\udfff]/u;

/** The features that the tree asks, in the order of the model: the columns that are read. */
export function askedFeatures({ features }: Model, branch: Branch): Feature[] {
  const asked = new Set(ifsOf(branch).map(({ test }) => test.feature));
  return features.filter(({ name }) => asked.has(name));
}

/**
 * Refuses names that the database would cut, confuse or not hold at all.
 *
 * @throws EspalierError `E_SQL_NAME`.
 */
export function refuseNames(model: Model, branch: Branch, dialect: Dialect): void {
  const refuse = (what: string, fault: string): never => {
    throw inputError('E_SQL_NAME', `${what} ${fault}; rename it and distil again.`);
  };
  const asked = askedFeatures(model, branch);
  for (const feature of asked) {
    const column = `the column ${shown(feature.name)}`;
    const fault = columnFault(feature.name, dialect);
    if (fault !== null) refuse(column, fault);
    const twin = model.features.find((other) => areOne(feature.name, other.name, dialect));
    if (twin !== undefined) {
      refuse(
        column,
        `differs from ${shown(twin.name)} only in case, which ${dialect.title} ignores`,
      );
    }
    for (const name of feature.kind === 'categorical' ? feature.categories : []) {
      const wrong = textFault(name, dialect);
      if (wrong !== null) refuse(`the category ${shown(name)} of ${shown(feature.name)}`, wrong);
    }
  }
  for (const name of model.classNames) {
    const wrong = textFault(name, dialect);
    if (wrong !== null) refuse(`the class ${shown(name)}`, wrong);
  }
}

/** Why a text cannot stand in SQL; `null` where it can. */
function textFault(text: string, { title }: Dialect): string | null {
  if (text.includes('\0')) return `holds a NUL character, which no text in ${title} can`;
  if (LONE_SURROGATE.test(text)) return `holds half of a character, which no text in ${title} can`;
  return null;
}

/** Why no column can be called so; `null` where one can. */
export function columnFault(name: string, dialect: Dialect): string | null {
  if (name === '') return `has no name, which ${dialect.title} asks for`;
  const fault = textFault(name, dialect);
  if (fault !== null) return fault;
  if (dialect.ownNames.some((own) => own === name || areOne(own, name, dialect))) {
    return `has a name that ${dialect.title} takes for something of its own`;
  }
  const bytes = new TextEncoder().encode(name).length;
  if (bytes <= dialect.longestName) return null;
  return `has a name of ${bytes} bytes, of which ${dialect.title} keeps ${dialect.longestName}`;
}

/** Whether two names are different, and one name to the database. */
export function areOne(a: string, b: string, { foldsCase }: Dialect): boolean {
  return a !== b && foldsCase && folded(a) === folded(b);
}

/** With ASCII letters in lower case. */
function folded(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function shown(name: string): string {
  return `"${shorten(name, 60)}"`;
}
