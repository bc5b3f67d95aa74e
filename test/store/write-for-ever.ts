import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDirectory } from '../../src/store/directory.ts';

/** Replaces one directory again and again until it is killed. */
const target = join(process.argv[2]!, 'run');
for (let round = 0; ; round++) {
  const mark = `${process.pid}-${round}`;
  const files = [
    { path: 'run.json', content: `{"mark":"${mark}"}` },
    { path: 'tree.json', content: `tree ${mark}` },
    { path: 'trees/1.json', content: `small ${mark}` },
    { path: 'rows.bin', write: async (absolute: string) => writeFile(absolute, mark) },
  ];
  if (round === 0) process.stdout.write('begun\n');
  await writeDirectory(target, files, { force: true, last: 'run.json' });
}
