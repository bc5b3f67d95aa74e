import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTextFile } from '../../src/store/text-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

test('a text file is read as it is', async () => {
  const path = folder.write('a.txt', 'one\r\ntwo €\n');
  expect(await readTextFile(path)).toBe('one\r\ntwo €\n');
});

test('what is no text file is refused in one line', async () => {
  const path = folder.write('a.bin', Uint8Array.of(0x61, 0xff, 0xfe));
  const refused = (code: string, exitCode: number): unknown =>
    expect.objectContaining({ code, exitCode });
  await expect(readTextFile(path)).rejects.toEqual(refused('E_ENCODING', 3));
  await expect(readTextFile(path, 2)).rejects.toEqual(refused('E_TOO_LARGE', 3));
  await expect(readTextFile(join(folder.path, 'b.txt'))).rejects.toEqual(refused('E_NO_FILE', 3));
  await expect(readTextFile(folder.path)).rejects.toEqual(refused('E_DISK', 4));
});
