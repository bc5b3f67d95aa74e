/**
 * One contestant of `compiled.ts` in a process of its own, where nothing else has told V8 what its
 * functions are given:
 *
 *   compiled-child.ts <file of rows> <number of rows> <file for answers> <form> <folder>
 *
 * It writes its answers, says `ready`, and then answers every line `<from> <to> <passes>` by the
 * nanoseconds of CPU time a row and the sum of its answers.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { CONTESTANTS } from './compiled-contestants.ts';

const [rowsFile, count, answersFile, form, folder] = process.argv.slice(2);
const flat = new Float64Array(new Uint8Array(readFileSync(rowsFile!)).buffer);
const make = CONTESTANTS[form as keyof typeof CONTESTANTS];
const { take, work, sum, answers } = await make(folder!, flat, Number(count));
writeFileSync(answersFile!, await answers());
process.stdout.write('ready\n');
for await (const line of createInterface(process.stdin)) {
  const [from, to, passes] = line.split(' ').map(Number) as [number, number, number];
  take?.(from, to);
  const before = process.cpuUsage();
  for (let pass = 0; pass < passes; pass++) await work(from, to);
  const { user, system } = process.cpuUsage(before);
  const nanoseconds = ((user + system) * 1e3) / passes / (to - from);
  process.stdout.write(`${nanoseconds} ${sum(from, to)}\n`);
}
