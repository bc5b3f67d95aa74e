/** Writes the committed example run: `npx tsx scripts/example.ts [folder]` (default: reports). */
import { fileURLToPath } from 'node:url';
import { distill } from '../src/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

await distill({
  data: `${root}data/credit.csv`,
  target: 'Status',
  name: 'example',
  out: process.argv[2] ?? `${root}reports`,
  depth: 3,
  trees: 50,
  role: 'explains',
  protected: ['Age', 'Marital'],
  immutable: ['Age'],
  keepTeacher: false,
  force: true,
});
