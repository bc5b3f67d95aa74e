/**
 * CPU time of compiled trees beside the same trees as nested ifs in C, and beside the teacher:
 *
 *   npx tsx test/bench/compiled.ts
 *
 * Writes compiled.svg beside this file. It needs gcc.
 */
import { mkdtempSync, rmSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRun } from '../../src/commands/find-run.ts';
import { savedForest } from '../../src/commands/saved-forest.ts';
import { forestAnswers } from '../../src/teacher/forest.ts';
import { buildC, forestProgram, gccName, treeProgram } from './compiled-c.ts';
import { compiledPicture } from './compiled-picture.ts';
import { race, type Entry } from './compiled-race.ts';
import { reportText, type Measured } from './compiled-report.ts';
import { tableOf } from './compiled-rows.ts';
import {
  creditRun,
  expectedOf,
  randomSubject,
  ROWS,
  type CreditRun,
  type Shape,
  type Subject,
} from './compiled-trees.ts';
import { writeSection } from './table.ts';

/** Nearly full, and one that is too large to be optimised as branches. */
const SHAPES: readonly Shape[] = [
  ...[4, 6, 8, 10, 12].map((depth) => ({ depth, early: 0.07 })),
  { depth: 12, early: 0 },
];
const TREES = 100;
/** Rows that the teacher answers in a round: the next ones every time. */
const TEACHER_ROWS = 4000;
const ROUNDS = 21;
const PASSES = 2;
const CREDIT = fileURLToPath(new URL('../../data/credit.csv', import.meta.url));

/** The processes of a tree: both forms in C, and three functions of `predict.js`. */
function treeEntries(subject: Subject, folder: string): Entry[] {
  writeFileSync(join(folder, 'predict.js'), subject.javascript);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const { leaves, classes } = expectedOf(subject);
  const all = { rows: ROWS, passes: PASSES };
  const text = treeProgram(subject.model);
  const inC = (['call', 'batch'] as const).map((form): Entry => {
    const program = buildC(text, form, folder, `tree-${form}`);
    return { ...all, name: `gcc ${form}`, command: [program, [], []], answers: leaves };
  });
  const ours = (['predictAt', 'predictBatch', 'predict'] as const).map((name): Entry => {
    const answers = name === 'predictBatch' ? classes : leaves;
    return { ...all, name, command: nodeCommand(name, folder), answers, summed: classes };
  });
  return [inC[0]!, ours[0]!, inC[1]!, ours[1]!, ours[2]!];
}

/** This process's own flags make Node read TypeScript. */
function nodeCommand(form: string, folder: string): Entry['command'] {
  const child = fileURLToPath(new URL('compiled-child.ts', import.meta.url));
  return [process.execPath, [...process.execArgv, child], [form, folder]];
}

/** The processes of the teacher: in C, and as `espalier` asks it, row by row and in batches. */
async function teacherEntries(run: CreditRun, folder: string): Promise<Entry[]> {
  const forest = await savedForest(await openRun(run.folder));
  const table = tableOf(forest.features, run.subject.flat);
  const soft = await forestAnswers(forest, table, {});
  const answers = soft.filter((_, i) => i % 2 === 1);
  const some = { answers, rows: TEACHER_ROWS, passes: 1 };
  const program = buildC(forestProgram(forest), 'call', folder, 'forest');
  return [
    { ...some, name: 'gcc forest', command: [program, [], []] },
    { ...some, name: 'forest', command: nodeCommand('forest', run.folder) },
    { ...some, name: 'forest batch', command: nodeCommand('forest batch', run.folder) },
  ];
}

async function measure(
  subject: Subject,
  work: string,
  others: (folder: string) => Promise<Entry[]> = async () => [],
): Promise<Measured> {
  const folder = join(work, subject.name.replaceAll(/\W+/g, '-'));
  mkdirSync(folder);
  const rowsFile = join(folder, 'rows');
  writeFileSync(rowsFile, subject.flat);
  const entries = [...treeEntries(subject, folder), ...(await others(folder))];
  const times = await race({ entries, rowsFile, nRows: ROWS, rounds: ROUNDS, warmUp: 4 });
  process.stderr.write(`${subject.name}: done\n`);
  return { subject, times };
}

async function run(gcc: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'espalier-compiled-'));
  try {
    const credit = await creditRun(CREDIT, work, TREES);
    const random: Measured[] = [];
    for (const shape of SHAPES) random.push(await measure(randomSubject(shape), work));
    const distilled = await measure(credit.subject, work, (folder) =>
      teacherEntries(credit, folder),
    );
    const picture = fileURLToPath(new URL('compiled.svg', import.meta.url));
    writeFileSync(picture, compiledPicture(random));
    writeSection('compiled', reportText({ random, distilled, credit, gcc, rounds: ROUNDS }));
  } finally {
    rmSync(work, { recursive: true });
  }
}

const gcc = gccName();
if (gcc === null) console.log('gcc is not on this machine: there is nothing to compare with.');
else await run(gcc);
