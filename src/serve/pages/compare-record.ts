import type { FrontierFigures } from '../../core/run.ts';
import { treeDepth } from '../../core/tree.ts';
import { counted, figureText, grouped } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import type { Side } from '../compare.ts';
import type { Comparison, StructureChange } from '../contract-compare.ts';
import { html, type Html } from '../html.ts';
import { href, type Site } from '../site.ts';
import { roleWords, scrollTable } from './parts.ts';

/** Changes of structure that are listed. */
const MOST_CHANGES = 40;

const CHANGE_WORDS: Readonly<Record<StructureChange['kind'], string>> = {
  split: 'splits elsewhere',
  question: 'asks something else',
  grown: 'asks further',
  cut: 'ends here',
  decision: 'decides otherwise',
};

/** How the second tree is made otherwise, from the root down. */
export function structureSection({ structure }: Comparison): Html {
  if (structure.length === 0) {
    return html`<section aria-labelledby="structure">
      <h2 id="structure">How the trees are made</h2>
      <p>Both ask the same questions in the same order.</p>
    </section>`;
  }
  const rows = structure.slice(0, MOST_CHANGES).map(
    ({ kind, where, before, after }) =>
      html`<tr>
        <td>${where}</td>
        <td><span class="tag">${CHANGE_WORDS[kind]}</span></td>
        <td>${before}</td>
        <td>${after}</td>
      </tr>`,
  );
  const all = structure.length > MOST_CHANGES ? `The first ${MOST_CHANGES} of ` : '';
  return html`<section aria-labelledby="structure">
    <h2 id="structure">How the trees are made</h2>
    <p class="measure">
      ${all}${counted(structure.length, 'place')} where they part, walked together from the root.
      Below a place where they ask different features nothing more is compared.
    </p>
    ${scrollTable(
      'Changes of structure',
      [['Where', 'sentence'], ['Change'], ['First tree', 'sentence'], ['Second tree', 'sentence']],
      rows,
    )}
  </section>`;
}

/** What the runs are: the same facts of both, those that differ set off. */
export function recordSection(site: Site, a: Side, b: Side): Html {
  const [factsA, factsB] = [factsOf(a), factsOf(b)];
  const rows = factsA.map(([term, value], i) => {
    const other = factsB[i]![1];
    return html`<tr>
      <th scope="row">${term}</th>
      <td>${value}</td>
      <td>${other}${value === other ? null : html` <span class="tag">differs</span>`}</td>
    </tr>`;
  });
  const heading = ({ run }: Side): Html =>
    html`<a href="${href(site, 'runs', run.id)}">${run.id}</a>`;
  return html`<section aria-labelledby="record">
    <h2 id="record">What they are</h2>
    ${scrollTable('The runs', [[''], [heading(a), 'sentence'], [heading(b), 'sentence']], rows)}
  </section>`;
}

function factsOf({ run, model, depth }: Side): [string, string][] {
  const { manifest } = run;
  const figures = figuresOf(run, depth);
  const kind = manifest.fidelityKind;
  const leaves = model.tree.feature.filter((feature) => feature === -1).length;
  return [
    ['Depth', String(treeDepth(model.tree))],
    ['Paths', grouped(leaves)],
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
    ['Tree’s hash', model === run.model ? shortHash(manifest.modelHash) : 'of the frontier'],
    ['Espalier', manifest.version],
  ];
}

/** Of the run's own tree, or of the frontier's of a depth. */
function figuresOf(
  { manifest, frontier }: LoadedRun,
  depth: number | null,
): Pick<FrontierFigures, 'fidelity' | 'accuracy'> | undefined {
  if (depth !== null) return frontier.depths.find((entry) => entry.depth === depth);
  return { fidelity: manifest.fidelity, accuracy: manifest.accuracy.student };
}

function shortHash(hash: string | null): string {
  return hash === null ? 'none' : hash.slice(0, 12);
}
