import { inputError } from '../core/errors.ts';
import { visible } from '../core/text.ts';

/** A value as written: `text` is unescaped, a number keeps its digits, `nested` is not kept. */
export interface JsonValue {
  readonly kind: 'text' | 'number' | 'boolean' | 'null' | 'nested';
  readonly token: string;
}

const BLANK = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;
/** Whatever may stand inside a nested value: skipped, brackets counted. */
const INNER = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|[[\]{}]|[^"[\]{}]+/y;

/**
 * Reads an array of objects, or one object a line, record by record. Keys keep their text (also
 * `__proto__`), numbers keep their digits, and a key given twice is refused: `JSON.parse` would
 * lose all three.
 */
export class JsonRecords {
  readonly #text: string;
  readonly #file: string;
  #at = 0;

  /** @param file Shown in refusals. */
  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  /** The records in order. @throws EspalierError `E_JSON` with line and column. */
  *[Symbol.iterator](): Generator<Map<string, JsonValue>> {
    if (this.#take('[')) yield* this.#array();
    else yield* this.#lines();
  }

  *#array(): Generator<Map<string, JsonValue>> {
    if (!this.#take(']')) {
      do yield this.#record();
      while (this.#take(','));
      this.#expect(']');
    }
    this.#skip();
    if (this.#at < this.#text.length) this.#refuse('something follows the end of the array');
  }

  *#lines(): Generator<Map<string, JsonValue>> {
    this.#skip();
    while (this.#at < this.#text.length) {
      yield this.#record();
      this.#skip();
    }
  }

  #record(): Map<string, JsonValue> {
    const record = new Map<string, JsonValue>();
    this.#expect('{');
    if (this.#take('}')) return record;
    do {
      this.#skip();
      const key = this.#string();
      if (record.has(key)) this.#refuse(`the key "${visible(key)}" stands twice in one object`);
      this.#expect(':');
      record.set(key, this.#value());
    } while (this.#take(','));
    this.#expect('}');
    return record;
  }

  #value(): JsonValue {
    this.#skip();
    const next = this.#text[this.#at];
    if (next === '"') return { kind: 'text', token: this.#string() };
    if (next === '{' || next === '[') return this.#nested();
    const word = this.#match(WORD);
    if (word === 'null') return { kind: 'null', token: '' };
    if (word !== null) return { kind: 'boolean', token: word };
    const number = this.#match(NUMBER);
    if (number === null) this.#refuse('a value is expected');
    return { kind: 'number', token: number };
  }

  #nested(): JsonValue {
    const start = this.#at;
    let depth = 0;
    do {
      const part = this.#match(INNER);
      if (part === null) this.#refuse('a nested value does not end');
      if (part === '{' || part === '[') depth++;
      if (part === '}' || part === ']') depth--;
    } while (depth > 0);
    try {
      JSON.parse(this.#text.slice(start, this.#at));
    } catch {
      this.#refuse('a nested value is not sound');
    }
    return { kind: 'nested', token: '' };
  }

  #string(): string {
    const raw = this.#match(STRING);
    if (raw === null) this.#refuse('a text in double quotes is expected');
    return JSON.parse(raw) as string;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return null;
    this.#at = pattern.lastIndex;
    return found[0];
  }

  #skip(): void {
    this.#match(BLANK);
  }

  #take(char: string): boolean {
    this.#skip();
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #expect(char: string): void {
    if (!this.#take(char)) this.#refuse(`"${char}" is expected`);
  }

  #refuse(what: string): never {
    const before = this.#text.slice(0, this.#at).split('\n');
    const place = `line ${before.length}, column ${before.at(-1)!.length + 1}`;
    throw inputError(
      'E_JSON',
      `${this.#file} is not an array of objects, nor one object a line: at ${place} ${what}.`,
    );
  }
}
