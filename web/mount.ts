import type { Scene } from '../src/draw/scene.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** The scene as elements. Text stays text: nothing is ever parsed. */
export function mount(scene: Scene, inSvg = false): Element {
  const svg = inSvg || scene.tag === 'svg';
  const element = svg
    ? document.createElementNS(SVG, scene.tag)
    : document.createElement(scene.tag);
  for (const [name, value] of Object.entries(scene.attributes)) {
    element.setAttribute(name, String(value));
  }
  for (const child of scene.children) {
    element.append(typeof child === 'string' ? child : mount(child, svg));
  }
  return element;
}

/** An element the server promised to send. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}
