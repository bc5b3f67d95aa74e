import { SqlFault } from './syntax.ts';

/** A node of the parser's report. */
export type Json = Readonly<Record<string, unknown>>;

/** @throws SqlFault where a member has another value. */
export function expect(node: Json, key: string, value: string): void {
  if (node[key] !== value) throw new SqlFault(`its ${key} is ${String(node[key])}, not ${value}`);
}

export function object(json: unknown): Json {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Json;
  throw new SqlFault('the parser reports something else than was expected');
}

export function list(json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json;
  throw new SqlFault('the parser reports something else than was expected');
}

export function text(json: unknown): string {
  if (typeof json === 'string') return json;
  throw new SqlFault('the parser reports something else than was expected');
}
