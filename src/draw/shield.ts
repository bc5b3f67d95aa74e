import { el, px, type Scene } from './scene.ts';

export const SHIELD = { width: 10, height: 12 } as const;

/** What the shield says, for those who see it. */
export const SHIELD_WORDS = 'asks a protected feature';

/** The mark of a question about a protected feature, with its upper left corner at a place. */
export function shieldShape(x: number, y: number): Scene {
  const [left, top] = [px(x), px(y)];
  const d = `M${left},${top + 1.5} l5,-1.5 l5,1.5 v4.5 c0,3 -2,5 -5,6 c-3,-1 -5,-3 -5,-6 z`;
  return el('path', { class: 'shield', d });
}

/** The same by itself, for a legend that says in words what it is. */
export function shieldScene(): Scene {
  const [width, height] = [SHIELD.width + 2, SHIELD.height + 2];
  const viewBox = `0 0 ${width} ${height}`;
  return el('svg', { viewBox, width, height, 'aria-hidden': 'true' }, shieldShape(1, 1));
}
