import { expect, list, object, text, type Json } from './json.ts';
import {
  SqlFault,
  type Comparison,
  type Expression,
  type NamedTable,
  type Select,
  type SelectedColumn,
  type Source,
  type When,
} from './syntax.ts';

/** The one statement of a text, from what the parser reports of it. @throws SqlFault */
export function selectOf(report: unknown): Select {
  const { error, error_message: message, statements } = object(report);
  if (error === true) throw new SqlFault(`it does not parse: ${String(message)}`);
  const [statement, ...others] = list(statements);
  if (others.length > 0) throw new SqlFault('it is more than one statement');
  return selectNode(statement);
}

function selectNode(statement: unknown): Select {
  const wrapped = object(statement);
  onlyBlank(wrapped, ['node']);
  const node = object(wrapped['node']);
  expect(node, 'type', 'SELECT_NODE');
  onlyBlank(node, ['type', 'cte_map', 'select_list', 'from_table']);
  const tables = list(object(node['cte_map'])['map']).map((entry): [string, NamedTable] => {
    const { key, value } = object(entry);
    const table = object(value);
    onlyBlank(table, ['aliases', 'query']);
    return [
      text(key),
      { columns: list(table['aliases']).map(text), select: selectNode(table['query']) },
    ];
  });
  return {
    tables: new Map(tables),
    columns: list(node['select_list']).map(selectedColumn),
    from: source(node['from_table']),
  };
}

function selectedColumn(json: unknown): SelectedColumn {
  const node = object(json);
  if (node['class'] !== 'STAR') {
    return { kind: 'one', name: text(node['alias']), value: expression(json) };
  }
  onlyBlank(node, ['class', 'type', 'relation_name']);
  return { kind: 'all', table: text(node['relation_name']) };
}

function source(json: unknown): Source {
  const node = object(json);
  switch (node['type']) {
    case 'EMPTY':
      return { kind: 'none' };
    case 'BASE_TABLE':
      onlyBlank(node, ['type', 'alias', 'table_name']);
      return { kind: 'table', name: text(node['table_name']), alias: text(node['alias']) };
    case 'SUBQUERY':
      onlyBlank(node, ['type', 'alias', 'subquery']);
      return { kind: 'select', select: selectNode(node['subquery']), alias: text(node['alias']) };
    case 'EXPRESSION_LIST':
      onlyBlank(node, ['type', 'alias', 'values']);
      return { kind: 'values', rows: list(node['values']).map((row) => list(row).map(expression)) };
    case 'JOIN':
      expect(node, 'join_type', 'LEFT');
      onlyBlank(node, ['type', 'join_type', 'left', 'right', 'condition']);
      return {
        kind: 'left join',
        left: source(node['left']),
        right: source(node['right']),
        on: expression(node['condition']),
      };
    default:
      throw new SqlFault(`it reads from ${String(node['type'])}`);
  }
}

function expression(json: unknown): Expression {
  const node = object(json);
  const read = EXPRESSIONS[String(node['class'])];
  if (read === undefined) throw new SqlFault(`it has ${String(node['class'])} in an expression`);
  const [found, ...used] = read(node);
  onlyBlank(node, ['class', 'type', 'alias', ...used]);
  return found;
}

/** An expression, and the members of the node that it was made of. */
type Found = readonly [Expression, ...string[]];

const EXPRESSIONS: Readonly<Record<string, (node: Json) => Found>> = {
  COLUMN_REF: (node) => {
    const [table, name, ...more] = list(node['column_names']).map(text);
    if (name === undefined || more.length > 0) {
      throw new SqlFault('a column is not called by the name of its table and its own');
    }
    return [{ kind: 'column', table: table!, name }, 'column_names'];
  },
  CONSTANT: (node) => [constant(object(node['value'])), 'value'],
  CAST: (node) => {
    const type = object(node['cast_type']);
    onlyBlank(type, ['id']);
    const operand = expression(node['child']);
    return [{ kind: 'cast', operand, type: text(type['id']) }, 'child', 'cast_type'];
  },
  COLLATE: (node) => {
    const collation = text(node['collation']);
    return [
      { kind: 'collate', operand: expression(node['child']), collation },
      'child',
      'collation',
    ];
  },
  FUNCTION: (node) => {
    const operands = list(node['children']).map(expression);
    const name = text(node['function_name']);
    return [{ kind: 'call', name, operands }, 'children', 'function_name', 'is_operator'];
  },
  COMPARISON: (node) => {
    const operator = COMPARISONS[text(node['type'])];
    if (operator === undefined) throw new SqlFault(`it compares by ${text(node['type'])}`);
    const [left, right] = [expression(node['left']), expression(node['right'])];
    return [{ kind: 'compare', operator, left, right }, 'left', 'right'];
  },
  CONJUNCTION: operands,
  OPERATOR: operands,
  CASE: (node) => {
    const whens = list(node['case_checks']).map((json): When => {
      const check = object(json);
      onlyBlank(check, ['when_expr', 'then_expr']);
      return { test: expression(check['when_expr']), result: expression(check['then_expr']) };
    });
    const otherwise = expression(node['else_expr']);
    return [{ kind: 'case', whens, otherwise }, 'case_checks', 'else_expr'];
  },
  SUBQUERY: (node) => {
    expect(node, 'subquery_type', 'SCALAR');
    const select = selectNode(node['subquery']);
    return [{ kind: 'select', select }, 'subquery', 'subquery_type'];
  },
};

function operands(node: Json): Found {
  const kind = (OPERATORS as Readonly<Record<string, OperatorKind | undefined>>)[
    text(node['type'])
  ];
  if (kind === undefined) throw new SqlFault(`it has ${text(node['type'])} in an expression`);
  return [{ kind, operands: list(node['children']).map(expression) }, 'children'];
}

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  COMPARE_EQUAL: '=',
  COMPARE_LESSTHAN: '<',
  COMPARE_LESSTHANOREQUALTO: '<=',
  COMPARE_GREATERTHAN: '>',
  COMPARE_GREATERTHANOREQUALTO: '>=',
  COMPARE_DISTINCT_FROM: 'is distinct from',
};

type OperatorKind = (typeof OPERATORS)[keyof typeof OPERATORS];

const OPERATORS = {
  CONJUNCTION_AND: 'all',
  CONJUNCTION_OR: 'any',
  COMPARE_IN: 'in',
  COMPARE_NOT_IN: 'not in',
  OPERATOR_IS_NULL: 'is null',
  OPERATOR_IS_NOT_NULL: 'is not null',
} as const;

function constant({ type, is_null: isNull, value }: Json): Expression {
  const id = object(type)['id'];
  if (isNull === true) return { kind: 'null' };
  if (id === 'VARCHAR') return { kind: 'text', value: text(value) };
  if (id === 'BOOLEAN') return { kind: 'boolean', value: value === true };
  if ((id === 'DOUBLE' || id === 'INTEGER') && typeof value === 'number') {
    return { kind: 'number', type: id, value };
  }
  throw new SqlFault(`it has a constant of type ${String(id)}`);
}

/** What the parser says of every clause that is left out. */
const DEFAULTS: Readonly<Record<string, string>> = {
  aggregate_handling: 'STANDARD_HANDLING',
  comparison_type: 'INVALID',
  materialized: 'CTE_MATERIALIZE_DEFAULT',
  ref_type: 'REGULAR',
  type: 'ORDER_MODIFIER',
};

/** Refuses a node that says anything outside the members `used`. */
function onlyBlank(node: Json, used: readonly string[]): void {
  for (const [key, value] of Object.entries(node)) {
    if (!used.includes(key) && !isBlank(value, key)) {
      throw new SqlFault(`it has ${key} where nothing of the kind belongs`);
    }
  }
}

function isBlank(value: unknown, key: string): boolean {
  if (value === null || value === false || value === '' || key === 'query_location') return true;
  if (value === DEFAULTS[key]) return true;
  if (typeof value !== 'object') return false;
  return Object.entries(value).every(([inner, own]) => isBlank(own, inner));
}
