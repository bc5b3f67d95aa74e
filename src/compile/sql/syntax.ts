/*
 * SQL as DuckDB's own parser reports it (`json_serialize_sql`), as far as the printer uses it. Anything
 * else, a clause or a flag that should not be there included, is a fault.
 */

/** Something in the SQL that the printer would never have written. */
export class SqlFault extends Error {
  override readonly name = 'SqlFault';
}

export type Expression =
  | { readonly kind: 'column'; readonly table: string; readonly name: string }
  | { readonly kind: 'number'; readonly type: 'DOUBLE' | 'INTEGER'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'cast'; readonly operand: Expression; readonly type: string }
  | { readonly kind: 'collate'; readonly operand: Expression; readonly collation: string }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Expression[] }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'all' | 'any' | 'in' | 'not in' | 'is null' | 'is not null';
      readonly operands: readonly Expression[];
    }
  | { readonly kind: 'case'; readonly whens: readonly When[]; readonly otherwise: Expression }
  | { readonly kind: 'select'; readonly select: Select };

export type Comparison = '=' | '<' | '<=' | '>' | '>=' | 'is distinct from';

export interface When {
  readonly test: Expression;
  readonly result: Expression;
}

export interface Select {
  readonly tables: ReadonlyMap<string, NamedTable>;
  readonly columns: readonly SelectedColumn[];
  readonly from: Source;
}

/** A table that a WITH clause names. */
export interface NamedTable {
  readonly columns: readonly string[];
  readonly select: Select;
}

export type SelectedColumn =
  | { readonly kind: 'all'; readonly table: string }
  | { readonly kind: 'one'; readonly name: string; readonly value: Expression };

export type Source =
  | { readonly kind: 'none' }
  | { readonly kind: 'table'; readonly name: string; readonly alias: string }
  | { readonly kind: 'select'; readonly select: Select; readonly alias: string }
  | { readonly kind: 'values'; readonly rows: ReadonlyArray<readonly Expression[]> }
  | {
      readonly kind: 'left join';
      readonly left: Source;
      readonly right: Source;
      readonly on: Expression;
    };
