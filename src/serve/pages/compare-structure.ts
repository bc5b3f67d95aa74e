import { askedFeatures } from '../../core/asked.ts';
import { leafIds, treeDepth } from '../../core/tree.ts';
import { counted, grouped } from '../../draw/format.ts';
import type { Comparison, StructureChange } from '../contract-compare.ts';
import { html, type Html } from '../html.ts';
import type { Compared } from './compare.ts';
import { figuresOf } from './compare-record.ts';
import type { NamedSide } from './compare-sides.ts';
import { protectedMark } from './parts.ts';
import { stackedTable } from './stacked-table.ts';

/** Changes of structure that are listed. */
const MOST_CHANGES = 40;

const CHANGE_WORDS: Readonly<Record<StructureChange['kind'], string>> = {
  split: 'splits elsewhere',
  question: 'asks something else',
  grown: 'asks further',
  cut: 'ends here',
  decision: 'decides otherwise',
};

/** How the second tree is made otherwise: its size, what it asks, and place by place from the root. */
export function structureSection(compared: Compared): Html {
  return html`<section aria-labelledby="structure">
    <h2 id="structure">How the trees are made</h2>
    ${sizeTable(compared)} ${placesOf(compared)}
  </section>`;
}

function sizeTable({ a, b, comparison }: Compared): Html {
  const figures: [string, number | null, number | null, number][] = [
    ['Depth', treeDepth(a.model.tree), treeDepth(b.model.tree), 0],
    ['Paths', leafIds(a.model.tree).length, leafIds(b.model.tree).length, 0],
    ['Questions on average, test rows', lengthOf(a), lengthOf(b), 2],
  ];
  const rows = figures.map(([term, before, after, digits]) => ({
    head: html`${term}`,
    cells: [sizeText(before, digits), sizeText(after, digits), changeText(before, after, digits)],
  }));
  const asked = {
    head: html`Features asked`,
    cells: [
      grouped(askedFeatures(a.model).length),
      grouped(askedFeatures(b.model).length),
      askedWords(comparison),
    ],
  };
  const columns = [['Measure'], [a.name, 'number'], [b.name, 'number'], ['Change']] as const;
  return stackedTable('Sizes of both trees', columns, [...rows, asked], 'facts-of-two');
}

function lengthOf(side: NamedSide): number | null {
  return figuresOf(side)?.meanPathLength ?? null;
}

function sizeText(value: number | null, digits: number): string {
  if (value === null) return 'not measured';
  return digits === 0 ? grouped(value) : value.toFixed(digits);
}

/** `+32`, `−0.11`, or `none`: the difference of what is shown. */
function changeText(before: number | null, after: number | null, digits: number): string {
  if (before === null || after === null) return 'not measured';
  const shown = (value: number): number => Number(value.toFixed(digits));
  const change = (shown(after) - shown(before)).toFixed(digits);
  if (Number(change) === 0) return 'none';
  return change.startsWith('-') ? change.replace('-', '−') : `+${change}`;
}

/** `+ Marital (protected), − Debt`: asked by the second tree alone, and by the first alone. */
function askedWords({ asked }: Comparison): Html {
  const signed = [
    ...asked.gained.map((feature) => ({ feature, sign: '+' })),
    ...asked.lost.map((feature) => ({ feature, sign: '−' })),
  ];
  if (signed.length === 0) return html`none`;
  return html`${signed.map(
    ({ feature, sign }, i) =>
      html`${i === 0 ? '' : ', '}${sign} ${feature.name}${protectedMark(feature)}`,
  )}`;
}

function placesOf({ a, b, comparison: { structure } }: Compared): Html {
  const [first] = structure;
  if (first === undefined) return html`<p>Both ask the same questions in the same order.</p>`;
  if (structure.length === 1 && first.kind === 'question' && first.where === 'always') {
    return html`<p class="measure">
      They part at the root: ${a.name} ${first.before}, ${b.name} ${first.after}. So no place of the
      one can be laid beside a place of the other.
    </p>`;
  }
  const rows = structure.slice(0, MOST_CHANGES).map(({ kind, where, before, after }) => ({
    head: html`${where}`,
    cells: [html`<span class="tag">${CHANGE_WORDS[kind]}</span>`, before, after],
  }));
  const all = structure.length > MOST_CHANGES ? `The first ${MOST_CHANGES} of ` : '';
  return html`<p class="measure">
      ${all}${counted(structure.length, 'place')} where they part, walked together from the root.
      Below a place where they ask different features nothing more is compared.
    </p>
    ${stackedTable(
      'Changes of structure',
      [['Where', 'sentence'], ['Change'], [a.name, 'sentence'], [b.name, 'sentence']],
      rows,
      'places',
    )}`;
}
