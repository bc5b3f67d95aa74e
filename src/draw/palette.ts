import { el, px, type Scene } from './scene.ts';

/** How a class is told apart: by colour, by pattern and by letter, so that no one cue must carry it. */
export interface ClassStyle {
  readonly index: number;
  /** Okabe and Ito (2008), in an order that keeps the first few strong on white and on black. */
  readonly colour: string;
  /** Ink that reads on the colour at 4.5:1 or better. */
  readonly ink: string;
  readonly letter: string;
  /** Id of the colour with its pattern as one fill, from {@link patternDefs}. */
  readonly pattern: string;
}

const OKABE_ITO = [
  { colour: '#0072b2', ink: '#ffffff' },
  { colour: '#e69f00', ink: '#000000' },
  { colour: '#009e73', ink: '#000000' },
  { colour: '#cc79a7', ink: '#000000' },
  { colour: '#56b4e9', ink: '#000000' },
  { colour: '#d55e00', ink: '#000000' },
  { colour: '#f0e442', ink: '#000000' },
  { colour: '#999999', ink: '#000000' },
] as const;

/** Strokes over an 8 x 8 tile; the first class is plain. */
const TILES: readonly string[] = [
  '',
  'M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6',
  'M2,2 h1.6 M6,6 h1.6',
  'M-2,6 L2,10 M0,0 L8,8 M6,-2 L10,2',
  'M0,4 h8',
  'M4,0 v8',
  'M0,4 h8 M4,0 v8',
  'M0,2 h2 M4,2 h2 M2,6 h2 M6,6 h2',
];

/** The look of a leaf that decides nothing: no class's colour, pattern or letter. */
export const DEFER_STYLE: ClassStyle = {
  index: -1,
  colour: '#5f6560',
  ink: '#ffffff',
  letter: '?',
  pattern: 'pattern-defer',
};

const DEFER_TILE = 'M0,2 h8 M0,6 h8';
const OTHER_TILE = 'M2,0 v8 M6,0 v8';

/** Classes beyond the eighth, and the small parts of a bar taken together. */
export const OTHER_LOOK = { colour: '#d3d5cd', ink: '#000000', pattern: 'pattern-other' } as const;

/** Eight classes have a colour of their own; further ones share a grey and differ by their letters. */
export function classStyles(classes: readonly string[]): ClassStyle[] {
  const letters = classLetters(classes);
  return classes.map((_, index) => {
    const own = OKABE_ITO[index];
    const look = own === undefined ? OTHER_LOOK : { ...own, pattern: `pattern-${index}` };
    return { index, letter: letters[index]!, ...look };
  });
}

/** First letters of the names where they are all different; A, B, C … (then numbers) otherwise. */
function classLetters(classes: readonly string[]): string[] {
  const initials = classes.map((name) => /[\p{L}\p{N}]/u.exec(name)?.[0].toUpperCase() ?? '');
  const distinct = new Set(initials).size === classes.length && !initials.includes('');
  if (distinct) return initials;
  return classes.map((_, i) => (classes.length <= 26 ? String.fromCharCode(65 + i) : `${i + 1}`));
}

/**
 * One hidden drawing that holds the patterns every other drawing of the page refers to: of so many
 * classes, or of as many as have one.
 */
export function patternDefs(classes: number = TILES.length): Scene {
  const patterns = [
    ...TILES.slice(0, classes).map((path, slot) =>
      tilePattern(`pattern-${slot}`, path, OKABE_ITO[slot]!.colour),
    ),
    tilePattern(OTHER_LOOK.pattern, OTHER_TILE, OTHER_LOOK.colour),
    tilePattern(DEFER_STYLE.pattern, DEFER_TILE),
  ];
  return el(
    'svg',
    { class: 'pattern-defs', width: 0, height: 0, 'aria-hidden': 'true', focusable: 'false' },
    el('defs', {}, ...patterns),
  );
}

function tilePattern(id: string, path: string, colour?: string): Scene {
  return el(
    'pattern',
    { id, width: 8, height: 8, patternUnits: 'userSpaceOnUse' },
    colour === undefined ? null : el('rect', { width: 8, height: 8, fill: colour }),
    path === '' ? null : el('path', { d: path, class: 'pattern-line' }),
  );
}

/** A class as a small square: its colour and its letter. */
export function classChip(style: ClassStyle): Scene {
  return el(
    'svg',
    { class: 'chip', viewBox: '0 0 20 20', width: 20, height: 20, 'aria-hidden': 'true' },
    ...chipShapes(style, 20),
  );
}

/** The shapes of a chip of `size` pixels with its corner at (x, y). */
export function chipShapes(style: ClassStyle, size: number, x = 0, y = 0): Scene[] {
  return [
    el('rect', {
      class: 'chip-fill',
      x: px(x + 0.5),
      y: px(y + 0.5),
      width: size - 1,
      height: size - 1,
      rx: 3,
      fill: style.colour,
    }),
    el(
      'text',
      {
        class: 'chip-letter',
        x: px(x + size / 2),
        y: px(y + size * 0.72),
        'text-anchor': 'middle',
        'font-size': style.letter.length > 1 ? size * 0.45 : size * 0.6,
        fill: style.ink,
      },
      style.letter,
    ),
  ];
}
