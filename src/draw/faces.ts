import { shorten, visible } from '../core/text.ts';
import { isLeaf, leafIds, type Model } from '../core/tree.ts';
import { distributionShapes, positionShapes, type Place } from './bars.ts';
import { percent } from './format.ts';
import { askedFeature, decisionOf, valueOf } from './labels.ts';
import { NODE_HEIGHT, NODE_WIDTH, type PlacedNode } from './layout.ts';
import { chipShapes, classStyles, DEFER_STYLE, type ClassStyle } from './palette.ts';
import { el, px, type Scene } from './scene.ts';

const BAR: Place = { x: 9, y: 29, width: 92, height: 7 };

/** Letters of a name that fit a node, in the widest of the fonts that may be at hand. */
const NAME_LENGTH = { inner: 15, leaf: 10, number: 15 } as const;

/** What every node of one drawing is drawn with. */
export interface Looks {
  readonly styles: readonly ClassStyle[];
  /** The lowest and the highest answer of all leaves; of a number only. */
  readonly range: readonly [low: number, high: number];
}

export function looksOf(model: Model): Looks {
  const ends = model.task === 'regression' ? leafIds(model.tree) : [];
  const answers = ends.map((leaf) => model.tree.value[leaf]!);
  return {
    styles: classStyles(model.classNames),
    range: [
      answers.reduce((least, answer) => Math.min(least, answer), Infinity),
      answers.reduce((most, answer) => Math.max(most, answer), -Infinity),
    ],
  };
}

/** The whole name as a tip under the pointer, where the box shows only its beginning. */
export function cutName(model: Model, id: number): Scene | null {
  const leaf = isLeaf(model.tree, id);
  if (model.tree.deferred[id] === 1) return null;
  const name = leaf ? decisionOf(model, id).text : askedFeature(model, id);
  const shown = shorten(name, leaf ? leafRoom(model) : NAME_LENGTH.inner);
  return shown === visible(name) ? null : el('title', {}, visible(name));
}

function leafRoom(model: Model): number {
  return model.task === 'regression' ? NAME_LENGTH.number : NAME_LENGTH.leaf;
}

/** What is written and drawn on a node's box. */
export function nodeFace(model: Model, node: PlacedNode, share: number, looks: Looks): Scene {
  const leaf = isLeaf(model.tree, node.id);
  return el(
    'g',
    { transform: `translate(${px(node.x)},${px(node.y)})` },
    ...(leaf ? leafShapes(model, node.id, looks) : innerShapes(model, node.id, looks)),
    el(
      'text',
      { class: 'node-share', x: NODE_WIDTH - 9, y: 37, 'text-anchor': 'end' },
      percent(share, 0),
    ),
    leaf ? null : toggleShape(node),
  );
}

function innerShapes(model: Model, id: number, looks: Looks): Scene[] {
  return [
    el(
      'text',
      { class: 'node-name', x: 9, y: 19 },
      shorten(askedFeature(model, id), NAME_LENGTH.inner),
    ),
    ...valueShapes(model, id, looks),
  ];
}

function leafShapes(model: Model, id: number, looks: Looks): Scene[] {
  const decision = decisionOf(model, id);
  if (decision.deferred) return deferredShapes(model, id, looks);
  const style = looks.styles[decision.index];
  return [
    el('g', { transform: 'translate(9,6)' }, ...(style === undefined ? [] : chipShapes(style, 17))),
    el(
      'text',
      { class: 'node-name', x: style === undefined ? 9 : 31, y: 19 },
      shorten(decision.text, leafRoom(model)),
    ),
    el(
      'text',
      { class: 'node-strength', x: NODE_WIDTH - 9, y: 19, 'text-anchor': 'end' },
      decision.strength,
    ),
    ...valueShapes(model, id, looks),
  ];
}

/** A leaf that asks its teacher: no class of its own, and what the teacher says here all the same. */
function deferredShapes(model: Model, id: number, looks: Looks): Scene[] {
  const ground = { x: 2, y: 2, width: NODE_WIDTH - 4, height: 23, rx: 7 };
  return [
    el('rect', { class: 'deferred-ground', ...ground }),
    el('rect', { class: 'deferred-pattern', ...ground, fill: `url(#${DEFER_STYLE.pattern})` }),
    el('g', { transform: 'translate(9,6)' }, ...chipShapes(DEFER_STYLE, 17)),
    el('text', { class: 'node-name deferred-name', x: 31, y: 19 }, 'teacher'),
    ...valueShapes(model, id, looks),
  ];
}

function valueShapes(model: Model, id: number, { styles, range }: Looks): Scene[] {
  return model.task === 'classification'
    ? distributionShapes(valueOf(model, id), styles, BAR)
    : positionShapes(model.tree.value[id]!, ...range, BAR);
}

/** The fold button at a node's right edge: pointer only, as arrow keys do the same. */
function toggleShape(node: PlacedNode): Scene {
  const y = NODE_HEIGHT / 2;
  const r = node.folded > 0 ? 13 : 7;
  const x = node.folded > 0 ? NODE_WIDTH + r : NODE_WIDTH;
  return el(
    'g',
    { class: node.folded > 0 ? 'toggle folded' : 'toggle', 'data-toggle': node.id },
    el('rect', { class: 'toggle-area', x: NODE_WIDTH - 4, y: y - 14, width: 30, height: 28 }),
    el('circle', { class: 'toggle-disc', cx: x, cy: y, r }),
    el(
      'text',
      { class: 'toggle-sign', x, y: y + 4, 'text-anchor': 'middle' },
      node.folded > 0 ? `+${node.folded}` : '−',
    ),
  );
}
