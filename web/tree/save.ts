import { patternDefs } from '../../src/draw/palette.ts';
import { mount } from '../mount.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** What a file must say itself of how it looks, as it has no style sheet. */
const LOOKS = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-linecap',
  'paint-order',
  'opacity',
  'font-family',
  'font-size',
  'font-style',
  'font-weight',
  'text-anchor',
] as const;

/** Attributes that only mean something on the page. */
const OF_THE_PAGE = /^(aria-|data-|role$|tabindex$|class$)/;

/** The drawing as the text of an SVG file that looks as it does on the screen. */
export function svgText(svg: SVGSVGElement, title: string): string {
  const copy = withLooks(svg);
  const { x, y, width, height } = svg.viewBox.baseVal;
  copy.setAttribute('xmlns', SVG);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const ground = document.createElementNS(SVG, 'rect');
  for (const [side, value] of Object.entries({ x, y, width, height })) {
    ground.setAttribute(side, String(value));
  }
  ground.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  const name = document.createElementNS(SVG, 'title');
  name.textContent = title;
  copy.prepend(name, patterns(), ground);
  return new XMLSerializer().serializeToString(copy);
}

/** A copy that carries its computed looks as attributes; what is not displayed is left out. */
function withLooks<E extends Element>(element: E): E {
  const copy = element.cloneNode(false) as E;
  for (const { name } of Array.from(copy.attributes)) {
    if (OF_THE_PAGE.test(name)) copy.removeAttribute(name);
  }
  const css = getComputedStyle(element);
  for (const look of LOOKS) copy.setAttribute(look, css.getPropertyValue(look));
  // A reference keeps the form the file understands: the style knows it by the page's address.
  const fill = element.getAttribute('fill');
  if (fill?.startsWith('url(') === true) copy.setAttribute('fill', fill);
  for (const child of element.childNodes) {
    if (!(child instanceof Element)) copy.append(child.cloneNode());
    else if (getComputedStyle(child).display !== 'none') copy.append(withLooks(child));
  }
  return copy;
}

/** The patterns, with the looks they have on the page. */
function patterns(): Element {
  const own = document.querySelector('.pattern-defs defs');
  if (own === null) return mount(patternDefs());
  return withLooks(own);
}

/** The file as a picture, twice as fine as the screen, within what a canvas can hold. */
export async function pngOf(text: string, width: number, height: number): Promise<Blob> {
  const scale = Math.min(2, 16_000 / Math.max(width, height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)));
  });
}

/** Hands a file to the person. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
