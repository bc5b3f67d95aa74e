import { isUtf8 } from 'node:buffer';
import { inputError } from '../core/errors.ts';

/** Length of a character that is cut off at the end of `bytes`, 0 if none is. */
function cutTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const width = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return width > back ? back : 0;
    }
  }
  return 0;
}

/** Offset of the first byte that is not part of valid UTF-8, by halving. */
function firstInvalid(bytes: Uint8Array): number {
  let valid = 0;
  let step = bytes.length;
  while (step >= 1) {
    const end = Math.min(bytes.length, valid + step);
    const head = bytes.subarray(valid, end);
    const whole = head.subarray(0, head.length - cutTail(head));
    if (whole.length > 0 && isUtf8(whole)) valid += whole.length;
    else step = Math.floor(step / 2);
  }
  return valid;
}

/** Checks a stream of chunks for valid UTF-8 without NUL bytes. */
export class Utf8Check {
  readonly #file: string;
  #offset = 0;
  #tail: Uint8Array = new Uint8Array(0);

  /** @param file Shown in refusals. */
  constructor(file: string) {
    this.#file = file;
  }

  /** @throws EspalierError `E_ENCODING` with the byte offset. */
  push(chunk: Uint8Array): void {
    const nul = chunk.indexOf(0);
    if (nul !== -1) {
      const at = this.#offset + this.#tail.length + nul;
      throw inputError(
        'E_ENCODING',
        `${this.#file} has a NUL byte at byte offset ${at}: save it as UTF-8 text.`,
      );
    }
    const bytes = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk]);
    const tail = cutTail(bytes);
    const whole = bytes.subarray(0, bytes.length - tail);
    if (!isUtf8(whole)) this.#refuse(firstInvalid(whole));
    this.#offset += whole.length;
    this.#tail = bytes.slice(bytes.length - tail);
  }

  end(): void {
    if (this.#tail.length > 0) this.#refuse(0);
  }

  #refuse(at: number): never {
    throw inputError(
      'E_ENCODING',
      `${this.#file} is not valid UTF-8 at byte offset ${this.#offset + at}: save it as UTF-8.`,
    );
  }
}

/** Refuses the byte order marks of UTF-16 and UTF-32; returns the length of a UTF-8 one (0 or 3). */
export function skipByteOrderMark(head: Uint8Array, file: string): number {
  const [a, b, c] = head;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    throw inputError(
      'E_ENCODING',
      `${file} starts with a UTF-16 byte order mark at byte offset 0: save it as UTF-8.`,
    );
  }
  return a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0;
}
