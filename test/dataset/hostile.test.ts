import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { visible } from '../../src/core/text.ts';
import { readDataset } from '../../src/dataset/read.ts';
import { refusal, temporaryFolder } from '../store/temporary-folder.ts';
import { column, csvOf, noise } from './data.ts';

const folder = temporaryFolder();
const N = 40;
const Y = column(N, (row) => 'ab'[row % 2]!);
const X = noise(N, 'x').map(String);
const GOOD = csvOf({ x: X, y: Y });

function latin1(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

function utf16(text: string): Uint8Array {
  return Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, 'utf16le')]);
}

/** Lines of a sound file with one line replaced; the header is line 1. */
function withLine(line: number, content: string): string {
  return GOOD.split('\n')
    .map((text, at) => (at === line - 1 ? content : text))
    .join('\n');
}

/** Names that attack code, terminals, HTML, SQL and objects; every one is an ordinary column. */
const NAMES: readonly string[] = [
  'a "quoted" name',
  "it's",
  'two\nlines',
  'carriage\rreturn',
  'U+2028 \u2028 globalThis.pwned = 1',
  'U+2029 \u2029',
  '*/ globalThis.pwned = 1 /*',
  '</script><script>globalThis.pwned = 1</script>',
  '<img src=x onerror=alert(1)>',
  '\u202egnihton\u202c',
  '\u001b[31mred\u001b[0m',
  '`${process.exit(1)}`',
  "'; DROP TABLE t; --",
  '"); DROP TABLE t; --',
  '=cmd|calc',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  'rowid',
  'c0',
  'v',
  'x; x',
  'a b',
  'a_b',
  'X',
  'NA',
  '😀',
  '\ud83d\ude00'.repeat(20),
  '\\',
  '%s%n',
];

const READ = [
  ['a byte order mark', `\ufeff${GOOD}`],
  ['CRLF line ends', GOOD.replaceAll('\n', '\r\n')],
  ['CRLF and LF line ends', GOOD.replace('\n', '\r\n')],
  ['no last line end', GOOD.trimEnd()],
  ['blank lines', GOOD.replaceAll('\n', '\n\n')],
  ['blank lines before the header', `\n\r\n${GOOD}`],
  ['semicolons', GOOD.replaceAll(',', ';')],
  ['tabs', GOOD.replaceAll(',', '\t')],
  ['a space after each comma', GOOD.replaceAll(',', ', ')],
  [
    'spaces after quotes',
    GOOD.replaceAll('"', '" ')
      .replaceAll('" x', '"x')
      .replaceAll(/" ([\w.]+)" /g, '"$1" '),
  ],
  ['no quotes', GOOD.replaceAll('"', '')],
  ['padded names', GOOD.replace('"x","y"', '" x "," y "')],
  ['the target named in another normal form', GOOD.replace('"y"', '"y\u0308"')],
] as const;

type Refused = [title: string, content: string | Uint8Array, code: string, place: string];

const REFUSED: readonly Refused[] = [
  ['nothing', '', 'E_EMPTY', 'hostile.csv is empty'],
  ['only blank lines', '\n\n\n', 'E_EMPTY', 'hostile.csv is empty'],
  ['only a byte order mark', '\ufeff', 'E_EMPTY', 'hostile.csv is empty'],
  ['only a header', 'x,y\n', 'E_EMPTY', 'no rows'],
  ['UTF-16', utf16(GOOD), 'E_ENCODING', 'byte offset 0'],
  ['UTF-16 without a mark', utf16(GOOD).subarray(2), 'E_ENCODING', 'byte offset 1'],
  ['Latin-1', latin1(withLine(2, '"0.5","\u00e9"')), 'E_ENCODING', 'byte offset 15'],
  [
    'a cut character at the end',
    Buffer.concat([Buffer.from(GOOD), Buffer.of(0xf0, 0x9f)]),
    'E_ENCODING',
    `byte offset ${GOOD.length}`,
  ],
  [
    'a lone surrogate',
    Buffer.concat([Buffer.from('x,y\n'), Buffer.of(0xed, 0xa0, 0x80)]),
    'E_ENCODING',
    'byte offset 4',
  ],
  [
    'an overlong slash',
    Buffer.concat([Buffer.from('x,y\n'), Buffer.of(0xc0, 0xaf)]),
    'E_ENCODING',
    'byte offset 4',
  ],
  [
    'a NUL byte',
    withLine(3, '"0\u00005","a"'),
    'E_ENCODING',
    `NUL byte at byte offset ${GOOD.split('\n').slice(0, 2).join('\n').length + 3}`,
  ],
  ['a quote that never closes', withLine(5, '"0.5,"a"'), 'E_CSV_QUOTE', 'line 5'],
  ['text after a quote', withLine(5, '"0.5"x,"a"'), 'E_CSV_QUOTE', 'line 5'],
  ['a missing field', withLine(7, '0.5'), 'E_CSV_WIDTH', 'line 7'],
  ['a field too many', withLine(9, '0.5,a,b'), 'E_CSV_WIDTH', 'line 9'],
  ['lone carriage returns', GOOD.replaceAll('\n', '\r'), 'E_CSV_NEWLINE', 'line 1'],
  ['an empty name', GOOD.replace('"x"', '" "'), 'E_EMPTY_HEADER', 'column 1'],
  ['the same name twice', GOOD.replace('"x"', '"y"'), 'E_DUP_COLUMN', 'columns 1 and 2'],
  ['the same name after trimming', GOOD.replace('"x"', '"y "'), 'E_DUP_COLUMN', 'columns 1 and 2'],
  ['the same name after NFC', 'caf\u00e9,cafe\u0301,y\n1,2,a\n', 'E_DUP_COLUMN', 'columns 1 and 2'],
  ['4,097 columns', `${column(4097, (at) => `c${at}`).join(',')}\n`, 'E_TOO_MANY_COLUMNS', '4097'],
  [
    'a record of two megabytes',
    withLine(4, `"${'x'.repeat(2 << 20)}",a`),
    'E_RECORD_TOO_LARGE',
    'line 4',
  ],
  [
    'random bytes',
    Uint8Array.from(noise(5000, 'bytes'), (value) => Math.floor(value * 256)),
    'E_ENCODING',
    'byte offset',
  ],
  [
    'a Parquet file by another name',
    Buffer.from('PAR1\u0015\u0000\u0015\u0002'),
    'E_ENCODING',
    'byte offset 5',
  ],
  ['HTML', '<!doctype html>\n<html>\n<p>Not found, sorry</p>\n', 'E_CSV_WIDTH', 'line 3'],
];

describe('hostile names', () => {
  test('there are enough of them', () => {
    expect(NAMES.length).toBeGreaterThanOrEqual(30);
  });

  test.each(NAMES.map((name) => [JSON.stringify(name), name]))(
    '%s is an ordinary column',
    async (_, name) => {
      const rows = [name, 'x', 'y'].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
      const body = column(N, (row) => `${X[row]},${row},${Y[row]}\n`).join('');
      const dataset = await readDataset(folder.write('named.csv', `${rows}\n${body}`), {
        target: 'y',
      });
      expect(dataset.table.features.map((feature) => feature.name)).toEqual([
        name.normalize('NFC').trim(),
        'x',
      ]);
      expect(dataset.table.columns[0]).toEqual(Float64Array.from(X, Number));
      expect('pwned' in globalThis).toBe(false);
    },
  );

  test.each(NAMES.filter((name) => name !== 'NA').map((name) => [JSON.stringify(name), name]))(
    '%s is an ordinary category and class',
    async (_, name) => {
      const file = csvOf({
        x: X,
        town: column(N, (row) => (row % 3 === 0 ? name : 'plain')),
        y: column(N, (row) => (row % 2 === 0 ? name : 'plain')),
      });
      const dataset = await readDataset(folder.write('valued.csv', file), {
        target: 'y',
        positive: name,
      });
      expect(dataset.truth.classNames.toSorted()).toEqual([name, 'plain'].toSorted());
      const town = dataset.table.features[1]!;
      if (town.kind !== 'categorical') throw new Error('expected categories');
      expect(town.categories[dataset.table.columns[1]![0]!]).toBe(name);
    },
  );

  test.each(NAMES.map((name) => [JSON.stringify(name), name]))(
    '%s shows no hidden character in a refusal',
    async (_, name) => {
      const path = folder.write('hostile.csv', GOOD);
      const found = await refusal(readDataset(path, { target: `${name}!` }));
      expect(found.message).toBe(visible(found.message));
    },
  );

  test('all stand side by side in CSV and JSON alike', async () => {
    const names = [...NAMES, 'y'];
    const header = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(',');
    const cells = column(N, (row) => [
      ...NAMES.map((_, at) => `${(row * 7 + at * 3) % 11}`),
      Y[row]!,
    ]);
    const csv = folder.write(
      'all.csv',
      `${header}\n${cells.map((row) => row.join(',')).join('\n')}\n`,
    );
    const objects = cells.map(
      (row) =>
        `{${names.map((name, at) => `${JSON.stringify(name)}:${at < NAMES.length ? row[at] : JSON.stringify(row[at])}`).join(',')}}`,
    );
    const json = folder.write('all.json', `[${objects.join(',\n')}]`);
    const lines = folder.write('all.ndjson', `${objects.join('\n')}\n`);
    const [a, b, c] = [
      await readDataset(csv, { target: 'y' }),
      await readDataset(json, { target: 'y' }),
      await readDataset(lines, { target: 'y' }),
    ];
    expect(a.table.features.map(({ name }) => name)).toEqual(NAMES.map((name) => name.trim()));
    expect(b.table).toEqual(a.table);
    expect(c.table).toEqual(a.table);
    expect(Object.prototype).not.toHaveProperty('pwned');
  });
});

describe('hostile files', () => {
  test.each(READ)('with %s are read right', async (_, content) => {
    const path = folder.write('odd.csv', content);
    const target = content.includes('\u0308') ? '\u00ff' : 'y';
    const dataset = await readDataset(path, { target });
    expect(dataset.table.columns).toEqual([Float64Array.from(X, Number)]);
    expect(dataset.truth.classNames).toEqual(['a', 'b']);
    const expected = /blank/.test(_)
      ? ['W_BLANK_LINES']
      : /semicolons|tabs/.test(_)
        ? ['W_DELIMITER']
        : [];
    expect(dataset.warnings.map(({ code }) => code)).toEqual(expected);
  });

  test.each(REFUSED)('with %s are refused: what and where', async (_, content, code, place) => {
    const path = folder.write('hostile.csv', content);
    const found = await refusal(readDataset(path, { target: 'y' }));
    expect(found).toMatchObject({ code, exitCode: 3 });
    expect(found.message).toContain(place);
    expect(found.message).not.toContain('\n');
  });

  test.each([
    ['z', '"x" and "y"'],
    ['\u202e\u001b[31m', String.raw`"\u202e\u001b[31m"`],
  ])('without the target %j are refused', async (target, place) => {
    const found = await refusal(readDataset(folder.write('hostile.csv', GOOD), { target }));
    expect(found).toMatchObject({ code: 'E_NO_TARGET', exitCode: 3 });
    expect(found.message).toContain(place);
  });

  test('that are folders, or are not there, are refused', async () => {
    expect(await refusal(readDataset(folder.path, { target: 'y' }))).toMatchObject({
      code: 'E_NO_FILE',
      exitCode: 3,
    });
    expect(
      await refusal(readDataset(join(folder.path, 'none.csv'), { target: 'y' })),
    ).toMatchObject({ code: 'E_NO_FILE', exitCode: 3 });
  });

  test('that hold one line of 200 MB are refused at once, in little memory', () => {
    const path = join(folder.path, 'line.csv');
    const handle = openSync(path, 'w');
    const part = Buffer.alloc(1 << 20, 'x');
    for (let i = 0; i < 200; i++) writeSync(handle, part);
    closeSync(handle);
    const script = `
      import { readDataset } from ${JSON.stringify(join(import.meta.dirname, '../../src/dataset/read.ts'))};
      const before = performance.now();
      const error = await readDataset(${JSON.stringify(path)}, { target: 'y' }).catch((error) => error);
      console.log(JSON.stringify({ code: error.code, message: error.message, ms: performance.now() - before, peak: process.resourceUsage().maxRSS }));`;
    const child = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script],
      { encoding: 'utf8' },
    );
    rmSync(path);
    const found = JSON.parse(child.stdout) as {
      code: string;
      message: string;
      ms: number;
      peak: number;
    };
    expect(found).toMatchObject({ code: 'E_RECORD_TOO_LARGE' });
    expect(found.message).toContain('line 1');
    expect(found.ms).toBeLessThan(2000);
    expect(found.peak).toBeLessThan(300_000);
  });

  test.each([
    ['damaged.parquet', Buffer.from('PAR1 nothing PAR1'), 'E_PARQUET', 'damaged.parquet'],
    ['damaged.json', Buffer.from('[{"x":1},{"x":'), 'E_JSON', 'line 1, column 15'],
    ['scalar.json', Buffer.from('42'), 'E_JSON', 'line 1, column 1'],
    ['empty.json', Buffer.from('[]'), 'E_EMPTY', 'no records'],
    ['latin.json', latin1('[{"x":"\u00e9"}]'), 'E_ENCODING', 'byte offset 7'],
    ['deep.json', Buffer.from(`[{"x":${'['.repeat(200_000)}`), 'E_JSON', 'does not end'],
    ['twice.json', Buffer.from('[{"x":1,"x":2}]'), 'E_JSON', 'stands twice'],
  ])('%s is refused', async (name, content, code, place) => {
    const found = await refusal(readDataset(folder.write(name, content), { target: 'y' }));
    expect(found).toMatchObject({ code, exitCode: 3 });
    expect(found.message).toContain(place);
  });
});
