/**
 * Writes the tables of `../quality.ts` into the README of the benchmarks, and all figures into
 * `results.csv`:
 *
 *   npx tsx test/bench/quality/table.ts <work folder>
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { machine, markdownTable, writeSection } from '../table.ts';
import { ARMS, type ArmName } from './arms.ts';
import type { Cell } from './cells.ts';
import { balanceTable, duelsOf, lossTable } from './duels.ts';
import {
  difference,
  heldToTrain,
  meanOf,
  meanOfSeries,
  seriesOf,
  shownDifference,
  shownSeries,
  type FigureName,
  type Series,
} from './figures.ts';
import { optionsOf } from './options.ts';
import { resultsCsv } from './results-csv.ts';
import { BASELINES, readResults } from './results.ts';
import { ML_ROWS, TEACHERS, type TeacherName } from './teachers.ts';
import type { Size } from './trees.ts';

const [work] = optionsOf('table.ts <work folder>', 1).folders as [string];
const results = readResults(work);
const { cells: all, sets, teachers, sizes, of: cellsOf } = results;
const classSets = sets.filter(
  (name) => all.find(({ set }) => set === name)!.task === 'classification',
);

/** The mean over the classification sets of one figure. */
function overSets(teacher: TeacherName, arm: ArmName, size: Size, figure: FigureName): Series {
  return meanOfSeries(classSets.map((set) => seriesOf(cellsOf(set, teacher), arm, size, figure)));
}

function summaryTable(): string {
  const head = [
    'teacher, size',
    'fidelity',
    ...BASELINES.map((arm) => `against ${ARMS[arm]}`),
    'headroom closed',
    'balanced fidelity',
    'accuracy retained',
    'leaves',
    'leaves, greedy',
  ];
  const rows = teachers.flatMap((teacher) => {
    const ratio = heldToTrain(classSets.flatMap((set) => cellsOf(set, teacher)));
    return sizes.map((size) => {
      const of = (figure: FigureName, arm: ArmName = 'student'): Series =>
        overSets(teacher, arm, size, figure);
      const own = of('fidelity');
      return [
        `${TEACHERS[teacher]}, ${size}`,
        shownSeries(own),
        ...BASELINES.map((arm) => shownDifference(difference(own, of('fidelity', arm), ratio))),
        shownSeries(of('headroom')),
        shownSeries(of('balanced')),
        shownSeries(of('retained')),
        meanOf(of('leaves')).toFixed(0),
        meanOf(of('leaves', 'greedy')).toFixed(0),
      ];
    });
  });
  return markdownTable(head, rows);
}

function sizeTable(size: Size): string {
  const head = ['set', ...teachers.flatMap((name) => [TEACHERS[name], 'against greedy'])];
  const rows = sets.map((set) => [
    set,
    ...teachers.flatMap((teacher) => {
      const cells = cellsOf(set, teacher);
      const ours = seriesOf(cells, 'student', size, 'fidelity');
      const greedy = seriesOf(cells, 'greedy', size, 'fidelity');
      const compared = cells.length === 0 ? null : difference(ours, greedy, heldToTrain(cells));
      return [shownSeries(ours), shownDifference(compared)];
    }),
  ]);
  return `#### ${size[0]!.toUpperCase()}${size.slice(1)}\n\n${markdownTable(head, rows)}`;
}

/** What is distilled: how good each teacher is, and how far its most frequent answer goes. */
function teacherTable(): string {
  const head = ['set', 'training rows', ...teachers.map((name) => TEACHERS[name])];
  const rows = sets.map((set) => {
    const share = (cells: readonly Cell[], name: 'teacherAccuracy' | 'majority'): string =>
      (cells.reduce((sum, cell) => sum + cell[name]!, 0) / cells.length).toFixed(3);
    return [
      set,
      String(all.find((cell) => cell.set === set)!.trainRows),
      ...teachers.map((teacher) => {
        const cells = cellsOf(set, teacher);
        if (cells.length === 0) return '–';
        return `${share(cells, 'teacherAccuracy')} / ${share(cells, 'majority')}`;
      }),
    ];
  });
  return markdownTable(head, rows);
}

const found = duelsOf(results);
const splits = new Set(all.map(({ split }) => split)).size;
/** How much wider than the plain error the corrected one is. */
const wider = Math.sqrt(1 + splits * heldToTrain(all));
const cpu = all.reduce(
  (sum, { seconds }) => sum + Object.values(seconds).reduce((a, b) => a + b),
  0,
);
const mlWords = teachers.includes('ml') ? `ml-random-forest was trained on ${ML_ROWS} rows. ` : '';
const note = `Mean ± SE over ${splits} splits, on all rows that nobody was fitted on (40 %). Differences in points (hundredths), paired by split; † p < 0.05, ‡ p < 0.01 by the corrected resampled t-test (Nadeau and Bengio 2003), whose error is ${wider.toFixed(1)} times the SE that is shown: splits of one data set share rows. ${mlWords}${(cpu / 60).toFixed(0)} minutes of CPU. ${machine()}.`;
writeSection(
  'quality',
  [
    '### Mean over the classification sets',
    summaryTable(),
    '### Wins and losses, set by set',
    balanceTable(found),
    '### Every loss with significance, or to greedy growth by over half a point',
    lossTable(found),
    '### Set by set',
    'Accuracy of the teacher / agreement of its most frequent answer with it:',
    teacherTable(),
    ...sizes.map(sizeTable),
    note,
  ].join('\n\n'),
);
writeFileSync(fileURLToPath(new URL('results.csv', import.meta.url)), resultsCsv(results));
