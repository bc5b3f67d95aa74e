import { boxOf, conditionsOf } from '../core/box.ts';
import type { PathRecord } from '../core/run.ts';
import { shorten, visible } from '../core/text.ts';
import { isLeaf, type Model } from '../core/tree.ts';
import { conditionWords } from '../core/words.ts';
import { agreedRows, counted, measure, intervalText, percent, rounded } from './format.ts';
import { ASK_TEACHER, askedWords, branchWords, decisionOf, meanWords, valueOf } from './labels.ts';
import { leafCounts, type NodeShare } from './layout.ts';
import { classChip, classStyles, DEFER_STYLE } from './palette.ts';
import { el, type Scene } from './scene.ts';

/** What the panel beside the tree needs to speak of one node. */
export interface DetailsInput {
  readonly model: Model;
  readonly shares: readonly NodeShare[];
  /** The evidence of a leaf; `null` for inner nodes and for trees without recorded paths. */
  readonly path: Pick<PathRecord, 'fidelity'> | null;
  /** How much a row’s own label counts beside the teacher’s answer in what a leaf holds; 0 to 1. */
  readonly truthWeight: number;
  /** Where the path has its page; `null` if it has none. */
  readonly href: string | null;
  readonly node: number;
}

/** One node in words: how a row gets here, what happens here, and on how much evidence. */
export function detailsScene(input: DetailsInput): Scene {
  const { model, node } = input;
  return el(
    'div',
    { class: 'details' },
    isLeaf(model.tree, node) ? leafHeading(model, node) : innerHeading(model, node),
    el('h3', {}, 'How a row gets here'),
    conditionList(model, node),
    el('h3', {}, 'What is here'),
    factList([
      ...deferralFacts(model, node),
      ...rowFacts(input),
      ...evidenceFacts(input),
      ...branchFacts(input),
    ]),
    el('h3', {}, valueHeading(input)),
    factList([...valueFacts(model, node), ...decidedFacts(input)]),
    input.href === null
      ? null
      : el('p', {}, el('a', { class: 'button', href: input.href }, 'Open this path')),
  );
}

function leafHeading(model: Model, node: number): Scene {
  const decision = decisionOf(model, node);
  if (decision.deferred) return deferredHeading(model);
  const style = classStyles(model.classNames)[decision.index];
  return el(
    'h2',
    { class: 'details-title' },
    `${visible(model.target)} is `,
    style === undefined ? null : classChip(style),
    style === undefined ? decision.text : ` ${visible(decision.text)}`,
  );
}

function deferredHeading(model: Model): Scene {
  return el(
    'h2',
    { class: 'details-title' },
    `${visible(model.target)}: `,
    classChip(DEFER_STYLE),
    ` ${ASK_TEACHER}`,
  );
}

function innerHeading(model: Model, node: number): Scene {
  return el('h2', { class: 'details-title' }, `Asks ${askedWords(model, node)}`);
}

function conditionList(model: Model, node: number): Scene {
  const byName = new Map(model.features.map((feature) => [feature.name, feature]));
  const conditions = conditionsOf(model.features, boxOf(model, node));
  if (conditions.length === 0) return el('p', {}, 'Every row comes through here.');
  return el(
    'ul',
    { class: 'conditions' },
    ...conditions.map((condition) =>
      el('li', {}, ...wordsOf(conditionWords(condition, byName.get(condition.feature)))),
    ),
  );
}

const LONG = 240;

/** A condition on very many categories opens at a click. */
function wordsOf(words: string): (Scene | string)[] {
  if (words.length <= LONG) return [words];
  return [el('details', {}, el('summary', {}, shorten(words, LONG / 2)), words)];
}

type Fact = readonly [term: string, text: string];

function factList(facts: readonly Fact[]): Scene {
  return el(
    'dl',
    { class: 'facts' },
    ...facts.map(([term, text]) =>
      el('div', {}, el('dt', {}, term), el('dd', {}, ...wordsOf(text))),
    ),
  );
}

function deferralFacts(model: Model, node: number): Fact[] {
  const decision = decisionOf(model, node);
  if (!decision.deferred) return [];
  const mean = decision.strength === '' ? '' : `, ${meanWords(decision)}`;
  return [['The tree would say', `${visible(decision.text)}${mean}`]];
}

function rowFacts({ shares, node }: DetailsInput): Fact[] {
  const { share, rows } = shares[node]!;
  return rows === null
    ? [['Share of the fitting weight', percent(share)]]
    : [['Held-out rows', `${counted(rows, 'row')}, ${percent(share)}`]];
}

function branchFacts({ model, node }: DetailsInput): Fact[] {
  if (isLeaf(model.tree, node)) return [];
  return [
    ['Upper branch', branchWords(model, node, true)],
    ['Lower branch', branchWords(model, node, false)],
    ['Paths below', counted(leafCounts(model.tree)[node]!, 'path')],
  ];
}

/** Of more classes than this, the largest and the rest together. */
const MOST_CLASSES = 8;

function valueHeading({ model, truthWeight }: DetailsInput): string {
  const numbers = model.task === 'regression';
  const what = numbers ? 'What the teacher answers here' : 'Teacher’s mean probability';
  return truthWeight > 0 ? `${what}, labels mixed in` : what;
}

/** How often the teacher decides as the leaf does: another thing than how probable it finds it. */
function decidedFacts({ model, path, node }: DetailsInput): Fact[] {
  if (path === null || model.task === 'regression' || path.fidelity.n === 0) return [];
  const term = `Teacher decides ${visible(decisionOf(model, node).text)}`;
  return [[term, agreedRows(path.fidelity)]];
}

function valueFacts(model: Model, node: number): Fact[] {
  const value = valueOf(model, node);
  if (model.task === 'regression') return [['On average', rounded(value[0]!, 5)]];
  const facts = value.map((share, k) => ({ name: visible(model.classNames[k]!), share }));
  const isMany = facts.length > MOST_CLASSES;
  const told = isMany
    ? facts.toSorted((a, b) => b.share - a.share).slice(0, MOST_CLASSES - 1)
    : facts;
  const rest = 1 - told.reduce((sum, { share }) => sum + share, 0);
  return [
    ...told.map(({ name, share }): Fact => [name, percent(share)]),
    ...(isMany
      ? [
          [
            `${facts.length - told.length} other classes together`,
            percent(Math.max(0, rest)),
          ] as Fact,
        ]
      : []),
  ];
}

function evidenceFacts({ model, path }: DetailsInput): Fact[] {
  if (path === null) return [];
  const { fidelity } = path;
  const interval = intervalText(fidelity, 'agreement');
  const what = model.task === 'regression' ? 'Within tolerance of teacher' : 'Fidelity here';
  const text =
    fidelity.value === null
      ? 'not measured: no held-out row came here'
      : `${measure(fidelity.value, 'agreement')} (${interval}, ${counted(fidelity.n, 'row')})`;
  return [[what, text]];
}
