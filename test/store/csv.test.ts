import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../src/core/hash.ts';
import { detectDelimiter, RecordWalker, splitRecord } from '../../src/store/csv-records.ts';
import { scanCsv } from '../../src/store/csv-scan.ts';
import { openSource } from '../../src/store/open-source.ts';
import { refusal, temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

/** A second reader, written the slow and obvious way: one character at a time. */
function obviousParse(text: string): string[][] {
  const records: string[][] = [[]];
  let field = '';
  let quoted = false;
  let fresh = true;
  const closeField = (): void => {
    records.at(-1)!.push(field);
    field = '';
    fresh = true;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[i + 1] === '"') {
        field += '"';
        i++;
      } else {
        quoted = false;
        while (text[i + 1] === ' ') i++;
      }
    } else if (char === '"' && fresh && field.trim() === '') {
      quoted = true;
      fresh = false;
      field = '';
    } else if (char === ',') closeField();
    else if (char === '\n') {
      closeField();
      records.push([]);
    } else if (char !== '\r') {
      field += char;
      if (char !== ' ') fresh = false;
    }
  }
  closeField();
  if (text.endsWith('\n')) records.pop();
  const width = records.find((record) => record.length > 1 || record[0] !== '')?.length ?? 1;
  return width === 1 ? records : records.filter((record) => record.length > 1 || record[0] !== '');
}

async function cells(path: string): Promise<(string | null)[][]> {
  const source = await openSource(path, {});
  try {
    const columns = await Promise.all(source.columns.map((_, at) => source.rows.texts(at)));
    return Array.from({ length: source.nRows }, (_, row) => columns.map((column) => column[row]!));
  } finally {
    await source.close();
  }
}

describe('a CSV file', () => {
  test('is read as an obvious parser reads it, or refused with a line', async () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      ',',
      ',',
      '"',
      '""',
      '"x"',
      '\n',
      '\n',
      '\r\n',
      ' ',
      ',"p\nq",',
      '"r,s"',
    );
    const text = fc
      .array(piece, { minLength: 1, maxLength: 12 })
      .map((parts) => `h,k\n${parts.join('')}`);
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(text, async (content) => {
        const path = folder.write('fuzz.csv', content);
        const found = await cells(path).catch((error: unknown) => error);
        if (found instanceof Error) {
          expect(found).toMatchObject({ exitCode: 3 });
          expect(found.message).toMatch(/line \d+|two ways/);
          return;
        }
        accepted++;
        const expected = obviousParse(content)
          .slice(1)
          .map((record) => record.map((field) => field.replace(/^[ \t]+|[ \t]+$/g, '') || null));
        expect(found).toEqual(expected);
      }),
      { numRuns: 200, seed: 7 },
    );
    expect(accepted).toBeGreaterThan(20);
  });

  test('gives the same records whatever the size of the chunks', () => {
    const bytes = Buffer.from('a,b\r\n"1,\n2","x""y" \r\n 3,4"5\n\n6,é\n');
    const whole = new RecordWalker('t.csv', ',');
    whole.push(bytes);
    whole.end();
    expect([whole.records, whole.blankLines, whole.quotedLines]).toEqual([4, 1, true]);
    const single = new RecordWalker('t.csv', ',');
    for (const byte of bytes) single.push(Uint8Array.of(byte));
    single.end();
    expect([single.records, single.blankLines, single.crlfLines, single.lfLines]).toEqual([
      whole.records,
      whole.blankLines,
      whole.crlfLines,
      whole.lfLines,
    ]);
  });

  test.each([
    ['a;b;c', ';'],
    ['a\tb', '\t'],
    ['a,b;c,d', ','],
    ['"a;b;c",d', ','],
    ['a', ','],
  ])('with the header %j is separated by %j', (header, delimiter) => {
    expect(detectDelimiter(header)).toBe(delimiter);
  });

  test('splits a record at delimiters outside quotes', () => {
    expect(splitRecord('a,"b,""c""", "d" ,e"f,', ',')).toEqual(['a', 'b,"c"', 'd', 'e"f', '']);
  });

  test('is hashed as it lies on the disk', async () => {
    const path = folder.write('hash.csv', 'a,b\n1,2\n');
    const shape = await scanCsv(path, 'hash.csv', {});
    expect(shape.sha256).toBe(sha256Hex('a,b\n1,2\n'));
  });

  test('whose name looks like a pattern is read by that very name', async () => {
    folder.write('a1.csv', 'x,y\nwrong,file\n');
    const path = folder.write('a[1].csv', 'x,y\nright,file\n');
    expect(await cells(path)).toEqual([['right', 'file']]);
  });

  test('stops being read when the work is cancelled', async () => {
    const path = folder.write('cancel.csv', `a,b\n${'1,2\n'.repeat(2_000_000)}`);
    const controller = new AbortController();
    const work = openSource(path, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('stops being loaded when the work is cancelled, with the reason given', async () => {
    const path = folder.write('cancel.csv', `a,b\n${'1,2\n'.repeat(2_000_000)}`);
    const controller = new AbortController();
    const stop = (): void => controller.abort(new Error('enough'));
    const work = openSource(path, {
      signal: controller.signal,
      onProgress: ({ done, total }) => {
        if (done === total) setTimeout(stop, 30);
      },
    });
    await expect(work).rejects.toThrow('enough');
  });

  test.each([
    ['a,b\n1,2\n"3,4\n5,6\n', 'E_CSV_QUOTE', 'line 3'],
    ['a,b\n1,2\n"3"x,4\n', 'E_CSV_QUOTE', 'line 3'],
    ['a,b\n1,2\n"3" "4",5\n', 'E_CSV_QUOTE', 'line 3'],
    ['a,b\n1,"2\n3"\n4\n', 'E_CSV_WIDTH', 'line 4'],
    ['a,b\n1,2,3\n', 'E_CSV_WIDTH', 'line 2'],
    ['a,b\n1,2\n \n', 'E_CSV_WIDTH', 'line 3'],
    ['a,b\r1,2\r', 'E_CSV_NEWLINE', 'line 1'],
    ['a,b\n1,2\r', 'E_CSV_NEWLINE', 'line 2'],
  ])('%j is refused with %s at %s', async (content, code, place) => {
    const found = await refusal(openSource(folder.write('bad.csv', content), {}));
    expect(found).toMatchObject({ code, exitCode: 3 });
    expect(found.message).toContain(`bad.csv ${place} `);
  });
});
