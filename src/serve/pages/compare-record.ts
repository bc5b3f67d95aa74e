import type { FrontierFigures } from '../../core/run.ts';
import { counted, figureText } from '../../draw/format.ts';
import type { Side } from '../compare.ts';
import { html, type Html } from '../html.ts';
import { isOwn, type NamedSide } from './compare-sides.ts';
import { roleWords } from './parts.ts';
import { stackedTable } from './stacked-table.ts';

type SideFigures = Pick<FrontierFigures, 'fidelity' | 'accuracy' | 'meanPathLength'>;

/** What the runs are: the same facts of both, those that differ set off. */
export function recordSection(a: NamedSide, b: NamedSide): Html {
  const [factsA, factsB] = [factsOf(a), factsOf(b)];
  const rows = factsA.map(([term, value], i) => {
    const other = factsB[i]![1];
    const differs = value === other ? null : html` <span class="tag">differs</span>`;
    return { head: html`${term}`, cells: [value, html`${other}${differs}`] };
  });
  return html`<section aria-labelledby="record">
    <h2 id="record">What they are</h2>
    ${stackedTable('The runs', [['Fact'], [a.name], [b.name]], rows, 'facts-of-two')}
  </section>`;
}

function factsOf(side: Side): [string, string][] {
  const { run } = side;
  const { manifest } = run;
  const figures = figuresOf(side);
  const kind = manifest.fidelityKind;
  return [
    [
      'Fidelity, test rows',
      figures === undefined ? 'not measured' : figureText(figures.fidelity, kind),
    ],
    [
      kind === 'r2' ? 'R² to the truth' : 'Accuracy',
      figures === undefined ? 'not measured' : figureText(figures.accuracy, kind),
    ],
    ['Role', roleWords(manifest.role).title],
    ['Teacher', manifest.teacher.description],
    ['Teacher’s hash', shortHash(manifest.teacher.sha256)],
    ['Data', `${manifest.data.file}, ${counted(manifest.data.rows, 'row')}`],
    ['Data’s hash', shortHash(manifest.data.sha256)],
    ['Search', manifest.student.search],
    ['Seed', String(manifest.seed)],
    ['Tree’s hash', isOwn(side) ? shortHash(manifest.modelHash) : 'of the frontier'],
    ['Espalier', manifest.version],
  ];
}

/** Of the run's own tree, or of the frontier's of a depth or a number of leaves. */
export function figuresOf({
  run: { manifest, frontier },
  depth,
  limit,
}: Side): SideFigures | undefined {
  if (limit !== null) return frontier.leaves.find((entry) => entry.limit === limit);
  if (depth !== null) return frontier.depths.find((entry) => entry.depth === depth);
  const { meanPathLength } = manifest.student;
  return { fidelity: manifest.fidelity, accuracy: manifest.accuracy.student, meanPathLength };
}

function shortHash(hash: string | null): string {
  return hash === null ? 'none' : hash.slice(0, 12);
}
