import { el, type Scene } from './scene.ts';

/** How a class is told apart: by colour, by pattern and by letter, so that no one cue must carry it. */
export interface ClassStyle {
  readonly index: number;
  /** Okabe and Ito (2008), in an order that keeps the first few strong on white and on black. */
  readonly colour: string;
  /** Ink that reads on the colour at 4.5:1 or better. */
  readonly ink: string;
  readonly letter: string;
  /** Id of the pattern laid over the colour, from {@link patternDefs}. */
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

/** Colours repeat after eight classes; the letters do not. */
export function classStyles(classes: readonly string[]): ClassStyle[] {
  const letters = classLetters(classes);
  return classes.map((_, index) => {
    const slot = index % OKABE_ITO.length;
    return { index, ...OKABE_ITO[slot]!, letter: letters[index]!, pattern: `pattern-${slot}` };
  });
}

/** First letters of the names where they are all different; A, B, C … (then numbers) otherwise. */
function classLetters(classes: readonly string[]): string[] {
  const initials = classes.map((name) => /[\p{L}\p{N}]/u.exec(name)?.[0].toUpperCase() ?? '');
  const distinct = new Set(initials).size === classes.length && !initials.includes('');
  if (distinct) return initials;
  return classes.map((_, i) => (classes.length <= 26 ? String.fromCharCode(65 + i) : `${i + 1}`));
}

/** One hidden drawing that holds the patterns every other drawing of the page refers to. */
export function patternDefs(): Scene {
  const patterns = [
    ...TILES.map((path, slot) => tilePattern(`pattern-${slot}`, path)),
    tilePattern(DEFER_STYLE.pattern, DEFER_TILE),
  ];
  return el(
    'svg',
    { class: 'pattern-defs', width: 0, height: 0, 'aria-hidden': 'true', focusable: 'false' },
    el('defs', {}, ...patterns),
  );
}

function tilePattern(id: string, path: string): Scene {
  return el(
    'pattern',
    { id, width: 8, height: 8, patternUnits: 'userSpaceOnUse' },
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

/** The shapes of a chip of `size` pixels with its corner at the origin. */
export function chipShapes(style: ClassStyle, size: number): Scene[] {
  return [
    el('rect', {
      class: 'chip-fill',
      x: 0.5,
      y: 0.5,
      width: size - 1,
      height: size - 1,
      rx: 3,
      fill: style.colour,
    }),
    el(
      'text',
      {
        class: 'chip-letter',
        x: size / 2,
        y: size * 0.72,
        'text-anchor': 'middle',
        'font-size': style.letter.length > 1 ? size * 0.45 : size * 0.6,
        fill: style.ink,
      },
      style.letter,
    ),
  ];
}
