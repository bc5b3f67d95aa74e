import { boxOf, conditionsOf } from '../core/box.ts';
import { isLeaf, leafIds, nodeDepths, parentsOf, type Model } from '../core/tree.ts';
import { pathWords } from '../core/words.ts';
import { visible } from '../core/text.ts';
import { fidelityAt, type Evidence } from './evidence.ts';
import { grouped, percent } from './format.ts';
import { ASK_TEACHER, askedWords, decisionOf } from './labels.ts';
import { PAGE_ROWS, type GridKind } from './grid-pages.ts';
import { leafCounts, type NodeShare } from './layout.ts';
import { classChip, classStyles, DEFER_STYLE, type ClassStyle } from './palette.ts';
import { el, type Scene } from './scene.ts';
import { reachedWords } from './spoken.ts';

/** Where the links of a grid lead that has no script. */
export interface GridLinks {
  readonly choose: (node: number) => string;
  /** The page with a node folded or unfolded. */
  readonly fold: (node: number) => string;
}

/** A tree as rows: of the nodes that no fold hides, or of all paths. */
export interface GridView {
  readonly kind: GridKind;
  readonly model: Model;
  readonly shares: readonly NodeShare[];
  readonly evidence: Evidence | null;
  /** All rows of all pages, as nodes. */
  readonly rows: readonly number[];
  /** From 1. */
  readonly page: number;
  readonly folded: ReadonlySet<number>;
  readonly selected: number | null;
  /** The row that takes the keyboard focus (one tab stop). */
  readonly focus: number;
  /** Without a script the rows are links; with one, keys and clicks do the same. */
  readonly links: GridLinks | null;
}

const HEADINGS: Readonly<Record<GridKind, readonly string[]>> = {
  outline: ['Rule', 'Decision', 'Rows', 'Fidelity at least'],
  table: ['Path', 'Rule', 'Decision', 'Rows', 'Fidelity at least'],
};

/** One page of the rows as a table with one tab stop. */
export function gridScene(view: GridView): Scene {
  const { kind, model, rows, page } = view;
  const size = PAGE_ROWS[kind];
  const first = (page - 1) * size;
  const known = knownOf(view);
  const name = `Decision tree for ${visible(model.target)}`;
  return el(
    'table',
    {
      class: `grid ${kind}`,
      role: kind === 'outline' ? 'treegrid' : 'grid',
      'aria-label': kind === 'outline' ? name : `${name}: its paths`,
      'aria-rowcount': rows.length + 1,
      'aria-colcount': HEADINGS[kind].length,
    },
    el(
      'thead',
      {},
      el(
        'tr',
        { 'aria-rowindex': 1 },
        ...HEADINGS[kind].map((heading) =>
          el('th', { scope: 'col', class: lookOf(heading) }, heading),
        ),
      ),
    ),
    el(
      'tbody',
      {},
      ...rows
        .slice(first, first + size)
        .map((node, i) => rowScene(view, known, node, first + i + 2)),
    ),
  );
}

/** What every row of one grid is written with. */
interface Known {
  readonly styles: readonly ClassStyle[];
  readonly depths: ArrayLike<number>;
  readonly least: number;
  readonly numbers: ReadonlyMap<number, number>;
  readonly below: readonly number[];
}

function knownOf({ model, rows }: GridView): Known {
  const depths = nodeDepths(model.tree);
  return {
    styles: classStyles(model.classNames),
    depths,
    least: depths[rows[0] ?? 0]!,
    numbers: new Map(leafIds(model.tree).map((leaf, i) => [leaf, i + 1])),
    below: leafCounts(model.tree),
  };
}

function rowScene(view: GridView, known: Known, node: number, index: number): Scene {
  const { shares, selected, focus, kind } = view;
  const { share, rows } = shares[node]!;
  return el(
    'tr',
    {
      'data-node': node,
      'aria-rowindex': index,
      'aria-selected': String(selected === node),
      tabindex: focus === node ? 0 : -1,
      ...(kind === 'outline' ? placeOf(view, known, node) : {}),
    },
    ...(kind === 'outline'
      ? [branchCell(view, known, node)]
      : [
          el('td', { class: 'number' }, grouped(known.numbers.get(node)!)),
          el('td', { class: 'rule' }, chosen(view, node, wholeRule(view.model, node))),
        ]),
    decisionCell(view.model, known, node),
    el(
      'td',
      { class: 'number' },
      rows === null ? percent(share) : `${grouped(rows)} (${percent(share)})`,
    ),
    el('td', { class: 'number' }, boundWords(view, node)),
  );
}

function placeOf({ model, folded }: GridView, { depths }: Known, node: number) {
  const { tree } = model;
  const parent = parentsOf(tree)[node]!;
  return {
    'aria-level': depths[node]! + 1,
    'aria-posinset': parent !== -1 && tree.right[parent] === node ? 2 : 1,
    'aria-setsize': parent === -1 ? 1 : 2,
    'aria-expanded': isLeaf(tree, node) ? null : String(!folded.has(node)),
  };
}

const DEEPEST_INDENT = 16;

function branchCell(view: GridView, { depths, least, below }: Known, node: number): Scene {
  const indent = Math.min(DEEPEST_INDENT, depths[node]! - least);
  const isFolded = view.folded.has(node);
  const hidden = isFolded ? ` (${grouped(below[node]!)} paths folded)` : '';
  return el(
    'td',
    { class: `rule indent-${indent}` },
    isLeaf(view.model.tree, node) ? null : twig(view, node, isFolded),
    chosen(view, node, reachedWords(view.model, node)),
    hidden,
  );
}

/** What opens and closes a row: a link without a script, a mark for the pointer with one. */
function twig({ links }: GridView, node: number, isFolded: boolean): Scene {
  const sign = isFolded ? '+' : '−';
  const mark = { class: 'twig', 'data-toggle': node };
  return links === null
    ? el('span', { ...mark, 'aria-hidden': 'true' }, sign)
    : el(
        'a',
        { ...mark, href: links.fold(node), 'aria-label': isFolded ? 'Unfold' : 'Fold' },
        sign,
      );
}

/** Letters beyond which a rule is shown by its beginning; the whole is on the path's page. */
const LONG = 300;

function chosen({ links }: GridView, node: number, words: string): Scene | string {
  const look = words.length > LONG ? 'long' : null;
  if (links !== null) return el('a', { href: links.choose(node), class: look }, words);
  return look === null ? words : el('span', { class: look }, words);
}

function wholeRule(model: Model, leaf: number): string {
  return pathWords(conditionsOf(model.features, boxOf(model, leaf)), model.features);
}

function decisionCell(model: Model, { styles }: Known, node: number): Scene {
  if (!isLeaf(model.tree, node)) {
    return el('td', { class: 'asks' }, `asks ${askedWords(model, node)}`);
  }
  const { deferred, index, text } = decisionOf(model, node);
  const style = deferred ? DEFER_STYLE : styles[index];
  const words = deferred ? ASK_TEACHER : visible(text);
  return el('td', { class: 'decides' }, style === undefined ? null : classChip(style), ` ${words}`);
}

function boundWords({ evidence }: GridView, node: number): string {
  const { low } = fidelityAt(evidence, node);
  return low === null ? 'not measured' : percent(low);
}

function lookOf(heading: string): string {
  return ['Path', 'Rows', 'Fidelity at least'].includes(heading) ? 'number' : '';
}
