import { select } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent } from 'd3-zoom';

const LEAST = 0.3;
const MOST = 2.5;
const READABLE = 0.85;

/** Scales the drawing inside a box that scrolls: scroll bars, touch and keys do the panning. */
export interface Zoom {
  /** Multiplies the scale, keeping the middle of the box in place. */
  by(factor: number): void;
  /** The whole width of the drawing, as small as that may be. */
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
    const size = svg?.viewBox.baseVal;
    if (svg === null || size === undefined) return;
    svg.setAttribute('width', String(size.width * scale));
    svg.setAttribute('height', String(size.height * scale));
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
  const fitTo = (least: number): void => {
    const width = box.querySelector('svg')?.viewBox.baseVal.width ?? 1;
    const wanted = Math.min(1, Math.max(least, (box.clientWidth - 4) / width));
    gesture.transform(target, zoomIdentity.scale(wanted));
  };
  return {
    by: (factor) => gesture.scaleBy(target, factor),
    fit: () => fitTo(smallest),
    start: () => {
      const width = box.querySelector('svg')?.viewBox.baseVal.width ?? 1;
      if (box.clientWidth - 4 >= READABLE * width) fitTo(READABLE);
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
