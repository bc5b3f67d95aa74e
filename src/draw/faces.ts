import { asksProtected } from '../core/asked.ts';
import { shorten, visible } from '../core/text.ts';
import { isLeaf, leafIds, type Model } from '../core/tree.ts';
import { distributionShapes, positionShapes, type Place } from './bars.ts';
import { percent } from './format.ts';
import { askedFeature, decisionOf, valueOf } from './labels.ts';
import { NODE_HEIGHT, NODE_WIDTH, type PlacedNode } from './layout.ts';
import { chipShapes, classStyles, DEFER_STYLE, type ClassStyle } from './palette.ts';
import { el, px, type Scene } from './scene.ts';
import { SHIELD, shieldShape } from './shield.ts';

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

/** What is written and drawn on a node's box: no element more than it takes, as there are many nodes. */
export function nodeFace(model: Model, node: PlacedNode, share: number, looks: Looks): Scene[] {
  const leaf = isLeaf(model.tree, node.id);
  const at = { x: px(node.x + NODE_WIDTH - 9), y: px(node.y + 37) };
  return [
    ...(leaf ? leafShapes(model, node, looks) : innerShapes(model, node, looks)),
    el('text', { class: 'node-share', ...at }, percent(share, 0)),
    ...(leaf ? [] : toggleShapes(node)),
  ];
}

function innerShapes(model: Model, node: PlacedNode, looks: Looks): Scene[] {
  const name = shorten(askedFeature(model, node.id), NAME_LENGTH.inner);
  return [
    nameText(node, 9, name),
    ...(asksProtected(model, node.id)
      ? [shieldShape(node.x + NODE_WIDTH - 9 - SHIELD.width, node.y + 8)]
      : []),
    ...valueShapes(model, node, looks),
  ];
}

function leafShapes(model: Model, node: PlacedNode, looks: Looks): Scene[] {
  const decision = decisionOf(model, node.id);
  if (decision.deferred) return deferredShapes(model, node, looks);
  const style = looks.styles[decision.index];
  const name = shorten(decision.text, leafRoom(model));
  const at = { x: px(node.x + NODE_WIDTH - 9), y: px(node.y + 19) };
  return [
    ...(style === undefined ? [] : chipShapes(style, 17, node.x + 9, node.y + 6)),
    nameText(node, style === undefined ? 9 : 31, name),
    ...(decision.strength === ''
      ? []
      : [el('text', { class: 'node-strength', ...at }, decision.strength)]),
    ...valueShapes(model, node, looks),
  ];
}

function nameText(node: PlacedNode, indent: number, name: string, look = 'node-name'): Scene {
  return el('text', { class: look, x: px(node.x + indent), y: px(node.y + 19) }, name);
}

/** A leaf that asks its teacher: no class of its own, and what the teacher says here all the same. */
function deferredShapes(model: Model, node: PlacedNode, looks: Looks): Scene[] {
  const place = { x: px(node.x + 2), y: px(node.y + 2) };
  const ground = { ...place, width: NODE_WIDTH - 4, height: 23, rx: 7 };
  return [
    el('rect', { class: 'deferred-ground', ...ground }),
    el('rect', { class: 'deferred-pattern', ...ground, fill: `url(#${DEFER_STYLE.pattern})` }),
    ...chipShapes(DEFER_STYLE, 17, node.x + 9, node.y + 6),
    nameText(node, 31, 'teacher', 'node-name deferred-name'),
    ...valueShapes(model, node, looks),
  ];
}

function valueShapes(model: Model, node: PlacedNode, { styles, range }: Looks): Scene[] {
  const place = { ...BAR, x: node.x + BAR.x, y: node.y + BAR.y };
  return model.task === 'classification'
    ? distributionShapes(valueOf(model, node.id), styles, place)
    : positionShapes(model.tree.value[node.id]!, ...range, place);
}

/** The fold button at a node's right edge: pointer only, as arrow keys do the same. */
function toggleShapes(node: PlacedNode): Scene[] {
  const isFolded = node.folded > 0;
  const r = isFolded ? 13 : 7;
  const cx = px(node.x + NODE_WIDTH + (isFolded ? r : 0));
  const cy = px(node.y + NODE_HEIGHT / 2);
  const area = el('circle', { class: 'toggle-area', cx, cy, r: 14.5, 'data-toggle': node.id });
  const edge = { class: isFolded ? 'toggle folded' : 'toggle' };
  if (!isFolded) {
    const disc = `M${cx - r},${cy} a${r},${r} 0 1 1 ${2 * r},0 a${r},${r} 0 1 1 ${-2 * r},0`;
    return [area, el('path', { ...edge, d: `${disc} M${cx - 3},${cy} h6` })];
  }
  return [
    area,
    el('circle', { ...edge, cx, cy, r }),
    el('text', { class: 'toggle-sign', x: cx, y: px(cy + 4) }, foldedWords(node.folded)),
  ];
}

/** `+12`, or `+1k` where the number would not fit the disc. */
function foldedWords(paths: number): string {
  return paths < 1000 ? `+${paths}` : `+${Math.floor(paths / 1000)}k`;
}
