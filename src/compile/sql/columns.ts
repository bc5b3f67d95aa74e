import type { Model } from '../../core/tree.ts';
import type { Dialect } from './dialect.ts';
import { columnFault } from './names.ts';

/** The names of the columns that the query adds to those of a row. */
export interface OutputColumns {
  readonly leaf: string;
  readonly path: string;
  readonly decision: string;
  /** The probability of each class, or the number alone. */
  readonly values: readonly string[];
}

/**
 * Names that no feature and no target has: `leaf`, `path`, `decision`, and `p_` with the name of the
 * class, or `value` for a number. One that is taken gets a number.
 */
export function outputColumns(model: Model, dialect: Dialect): OutputColumns {
  const name = namesBeside(model, dialect);
  return {
    leaf: name('leaf'),
    path: name('path'),
    decision: name('decision'),
    values:
      model.task === 'regression'
        ? [name('value')]
        : model.classNames.map((label, k) => name(`p_${label}`, `p_${k + 1}`)),
  };
}

/**
 * Makes names of columns that nothing in the model has, none of them twice. `plain` stands in for a
 * name that the database cannot hold.
 */
export function namesBeside(
  model: Model,
  dialect: Dialect,
): (wanted: string, plain?: string) => string {
  const taken = new Set([model.target, ...model.features.map(({ name }) => name)].map(lower));
  return (wanted, plain = wanted) => {
    const base = columnFault(`${wanted}_9999`, dialect) === null ? wanted : plain;
    let name = base;
    for (let number = 2; taken.has(lower(name)); number++) name = `${base}_${number}`;
    taken.add(lower(name));
    return name;
  };
}

function lower(name: string): string {
  return name.toLowerCase();
}
