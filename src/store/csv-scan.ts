import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { inputError, type StageOptions } from '../core/errors.ts';
import {
  detectDelimiter,
  firstRecord,
  RecordWalker,
  splitRecord,
  type Delimiter,
} from './csv-records.ts';
import { skipByteOrderMark, Utf8Check } from './utf8.ts';

/** Longer than the longest record, so that a sound header lies inside the first chunk. */
const CHUNK_BYTES = 4 << 20;

/** What one pass over a CSV file found: enough to tell DuckDB exactly how to read it. */
export interface CsvShape {
  readonly delimiter: Delimiter;
  /** Header fields as written: not trimmed, not checked. */
  readonly header: readonly string[];
  /** Records after the header. */
  readonly rows: number;
  readonly blankLines: number;
  /** Every line ends in CRLF. */
  readonly crlf: boolean;
  readonly quotedLines: boolean;
  readonly sha256: string;
}

/** Fills `buffer` from the file; fewer bytes only at its end. */
async function fill(handle: FileHandle, buffer: Uint8Array): Promise<Uint8Array> {
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

/**
 * Checks a CSV file from end to end with constant memory: encoding, quotes, widths, record sizes.
 * @param file Name shown in refusals.
 * @throws EspalierError `E_EMPTY`, `E_ENCODING`, `E_CSV_*` or `E_RECORD_TOO_LARGE`, with the place.
 */
export async function scanCsv(
  path: string,
  file: string,
  options: StageOptions,
): Promise<CsvShape> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const buffer = new Uint8Array(CHUNK_BYTES);
    const hash = createHash('sha256');
    const encoding = new Utf8Check(file);
    let chunk = await fill(handle, buffer);
    const mark = skipByteOrderMark(chunk, file);
    encoding.push(chunk);
    const header = new TextDecoder().decode(firstRecord(chunk.subarray(mark)));
    if (header.trim() === '') {
      throw inputError('E_EMPTY', `${file} is empty: give a file with a header and rows.`);
    }
    const delimiter = detectDelimiter(header);
    const walker = new RecordWalker(file, delimiter);
    walker.push(chunk.subarray(mark));
    let done = 0;
    while (chunk.length > 0) {
      hash.update(chunk);
      done += chunk.length;
      options.signal?.throwIfAborted();
      options.onProgress?.({ stage: 'read', done, total: Math.max(size, done) });
      chunk = await fill(handle, buffer);
      encoding.push(chunk);
      walker.push(chunk);
    }
    encoding.end();
    walker.end();
    return {
      delimiter,
      header: splitRecord(header, delimiter),
      rows: walker.records - 1,
      blankLines: walker.blankLines,
      crlf: walker.crlfLines > 0 && walker.lfLines === 0,
      quotedLines: walker.quotedLines,
      sha256: hash.digest('hex'),
    };
  } finally {
    await handle.close();
  }
}
