import { inputError } from '../core/errors.ts';

/** Longest record that is read, in bytes. */
const MAX_RECORD_BYTES = 1 << 20;

export type Delimiter = ',' | ';' | '\t';

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/** At the start of a field, after one space, after more blanks, and inside an unquoted field. */
const START = 0;
const SPACED = 1;
const BLANK = 2;
const PLAIN = 3;
/** Inside a quoted field, just after its closing quote, and after spaces that follow. */
const QUOTED = 4;
const CLOSED = 5;
const TRAILING = 6;

/**
 * Walks CSV bytes (RFC 4180) record by record without keeping them. Each record must have as many
 * fields as the first; quotes must be closed and followed by a delimiter or a line end; lines end
 * in LF or CRLF. It reads what DuckDB reads, and refuses what DuckDB would guess at.
 */
export class RecordWalker {
  /** Records seen, the header among them. */
  records = 0;
  /** Empty lines, which are no records when there are two columns or more. */
  blankLines = 0;
  crlfLines = 0;
  lfLines = 0;
  /** A quoted field holds a line end. */
  quotedLines = false;

  readonly #file: string;
  readonly #delimiter: number;
  #width = 0;
  #state = START;
  #pendingCr = false;
  #fields = 0;
  #bytes = 0;
  #line = 1;
  #recordLine = 1;
  #quoteLine = 1;

  /** @param file Shown in refusals. */
  constructor(file: string, delimiter: Delimiter) {
    this.#file = file;
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /** @throws EspalierError `E_CSV_QUOTE`, `E_CSV_WIDTH`, `E_CSV_NEWLINE` or `E_RECORD_TOO_LARGE`. */
  push(chunk: Uint8Array): void {
    const delimiter = this.#delimiter;
    let state = this.#state;
    let recordStart = -this.#bytes;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (state === QUOTED) {
        if (byte === QUOTE) state = CLOSED;
        else if (byte === LF) this.#lineInQuotes();
      } else if (this.#pendingCr && byte !== LF) {
        this.#refuse(
          'E_CSV_NEWLINE',
          'a carriage return without a line feed',
          'save it with LF or CRLF line ends',
        );
      } else if (byte === delimiter) {
        this.#fields++;
        state = START;
      } else if (byte === LF) {
        this.#tooLarge(i - recordStart);
        this.#endLine(state === START && this.#fields === 0);
        state = START;
        recordStart = i + 1;
      } else if (byte === CR) {
        this.#pendingCr = true;
      } else if (byte === QUOTE) {
        state = this.#quote(state);
      } else if (state >= CLOSED) {
        if (byte !== SPACE) this.#textAfterQuote();
        state = TRAILING;
      } else if (state !== PLAIN) {
        state =
          byte !== SPACE && byte !== TAB
            ? PLAIN
            : byte === SPACE && state === START
              ? SPACED
              : BLANK;
      }
    }
    this.#state = state;
    this.#bytes = chunk.length - recordStart;
    this.#tooLarge(this.#bytes);
  }

  /** The end of the file, which may lack a last line end. */
  end(): void {
    if (this.#state === QUOTED) {
      this.#line = this.#quoteLine;
      this.#refuse(
        'E_CSV_QUOTE',
        'a quote that is never closed',
        'close it, or write a quote inside quotes twice',
      );
    }
    if (this.#pendingCr) {
      this.#refuse(
        'E_CSV_NEWLINE',
        'a carriage return without a line feed',
        'save it with LF or CRLF line ends',
      );
    }
    if (this.#state !== START || this.#fields > 0) this.#endRecord();
  }

  #quote(state: number): number {
    if (state === START || state === SPACED) {
      this.#quoteLine = this.#line;
      return QUOTED;
    }
    if (state === TRAILING) this.#textAfterQuote();
    if (state === BLANK) this.#refuse('E_CSV_QUOTE', 'blanks before a quote', 'remove them');
    return state === CLOSED ? QUOTED : PLAIN;
  }

  #textAfterQuote(): never {
    this.#refuse('E_CSV_QUOTE', 'text after a closing quote', 'write a quote inside quotes twice');
  }

  #lineInQuotes(): void {
    this.quotedLines = true;
    this.#line++;
  }

  #endLine(blank: boolean): void {
    if (this.#pendingCr) this.crlfLines++;
    else this.lfLines++;
    this.#pendingCr = false;
    if (blank && this.#width !== 1) this.blankLines++;
    else this.#endRecord();
    this.#line++;
    this.#recordLine = this.#line;
  }

  #endRecord(): void {
    const fields = this.#fields + 1;
    if (this.#width === 0) this.#width = fields;
    if (fields !== this.#width) {
      const message = `${this.#file} line ${this.#recordLine} has ${fields} ${fields === 1 ? 'field' : 'fields'}, the header has ${this.#width}: correct that line.`;
      throw inputError('E_CSV_WIDTH', message);
    }
    this.records++;
    this.#fields = 0;
  }

  #tooLarge(bytes: number): void {
    if (bytes <= MAX_RECORD_BYTES) return;
    const message = `${this.#file} has a record of more than ${MAX_RECORD_BYTES} bytes that starts on line ${this.#recordLine}: check for a quote that is never closed, and that this is a CSV file.`;
    throw inputError('E_RECORD_TOO_LARGE', message);
  }

  #refuse(code: string, found: string, advice: string): never {
    throw inputError(code, `${this.#file} line ${this.#line} has ${found}: ${advice}.`);
  }
}

/** The bytes of the first record, without its line end; blank lines before it are skipped. */
export function firstRecord(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (bytes[start] === LF || (bytes[start] === CR && bytes[start + 1] === LF)) start++;
  let quoted = false;
  for (let i = start; i < bytes.length; i++) {
    if (bytes[i] === QUOTE) quoted = !quoted;
    if (bytes[i] !== LF || quoted) continue;
    return bytes.subarray(start, bytes[i - 1] === CR ? i - 1 : i);
  }
  return bytes.subarray(start);
}

/** The fields of one sound record. */
export function splitRecord(record: string, delimiter: Delimiter): string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const open = record.startsWith(' "', at) ? at + 1 : at;
    const close = record[open] === '"' ? closingQuote(record, open) : -1;
    const next = record.indexOf(delimiter, close === -1 ? at : close);
    const end = next === -1 ? record.length : next;
    fields.push(
      close === -1 ? record.slice(at, end) : record.slice(open + 1, close).replaceAll('""', '"'),
    );
    if (end === record.length) return fields;
    at = end + 1;
  }
}

/** Where the quoted text that opens at `open` ends. */
function closingQuote(record: string, open: number): number {
  let at = open + 1;
  while (at < record.length && (record[at] !== '"' || record[at + 1] === '"')) {
    at += record[at] === '"' ? 2 : 1;
  }
  return at;
}

/** The delimiter that cuts the header into most fields; a comma unless another cuts it finer. */
export function detectDelimiter(header: string): Delimiter {
  let best: Delimiter = ',';
  for (const candidate of DELIMITERS) {
    if (splitRecord(header, candidate).length > splitRecord(header, best).length) best = candidate;
  }
  return best;
}
