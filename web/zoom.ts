import { select } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent } from 'd3-zoom';

const LEAST = 0.12;
const MOST = 2.5;
const READABLE = 0.85;
/** Below this no word can be read: shapes and colours alone are shown. */
const WORDLESS = 0.4;

/** Scales the drawing inside a box that scrolls: scroll bars, touch and keys do the panning. */
export interface Zoom {
  /** Multiplies the scale, keeping the middle of the box in place. */
  by(factor: number): void;
  /** The whole drawing, as small as that may be. */
  fit(): void;
  /** The first view: the width if it can still be read so, or else the size it was sent in. */
  start(): void;
  /** Gives a fresh drawing the current scale. */
  apply(): void;
  /** The smallest scale from now on, where that is not the smallest of all. */
  atLeast(scale: number): void;
}

/** Wheel with Ctrl or Cmd zooms at the pointer; without, the page scrolls as ever. */
export function makeZoom(box: HTMLElement, onChange: () => void): Zoom {
  let scale = 1;
  let smallest = LEAST;
  const apply = (): void => {
    const svg = box.querySelector('svg');
    if (svg === null) return;
    const size = svg.viewBox.baseVal;
    svg.setAttribute('width', String(size.width * scale));
    svg.setAttribute('height', String(size.height * scale));
    svg.classList.toggle('wordless', scale < WORDLESS);
  };
  const scaleTo = (next: number, x: number, y: number): void => {
    const ratio = next / scale;
    const left = (box.scrollLeft + x) * ratio - x;
    const top = (box.scrollTop + y) * ratio - y;
    scale = next;
    apply();
    box.scrollTo({ left, top });
    onChange();
  };
  const gesture = zoom<HTMLElement, unknown>()
    .scaleExtent([LEAST, MOST])
    .filter((event: Event) => event instanceof WheelEvent && (event.ctrlKey || event.metaKey))
    .on('zoom', (event: D3ZoomEvent<HTMLElement, unknown>) => {
      const source: unknown = event.sourceEvent;
      const corner = box.getBoundingClientRect();
      const [x, y] =
        source instanceof WheelEvent
          ? [source.clientX - corner.left, source.clientY - corner.top]
          : [box.clientWidth / 2, box.clientHeight / 2];
      scaleTo(event.transform.k, x, y);
    });
  const target = select(box).call(gesture).on('dblclick.zoom', null);
  const scaleWithin = (scale: number, least: number): void =>
    gesture.transform(target, zoomIdentity.scale(Math.min(1, Math.max(least, scale))));
  const drawing = (): DOMRect | undefined => box.querySelector('svg')?.viewBox.baseVal;
  const across = (): number => (box.clientWidth - 4) / (drawing()?.width ?? 1);
  // The box is as high as its drawing, up to a limit.
  const down = (): number =>
    (parseFloat(getComputedStyle(box).maxHeight) - 4) / (drawing()?.height ?? 1);
  return {
    by: (factor) => gesture.scaleBy(target, factor),
    fit: () => scaleWithin(Math.min(across(), down()), smallest),
    start: () => {
      if (across() >= READABLE) scaleWithin(across(), READABLE);
      else if (scale !== 1) gesture.transform(target, zoomIdentity);
    },
    apply,
    atLeast: (wanted) => {
      smallest = Math.max(LEAST, wanted);
      gesture.scaleExtent([smallest, MOST]);
      if (scale < smallest) gesture.transform(target, zoomIdentity.scale(smallest));
    },
  };
}
