import { asksProtected } from '../core/asked.ts';
import { shorten, visible } from '../core/text.ts';
import type { Model } from '../core/tree.ts';
import { counted } from './format.ts';
import { classStyles } from './palette.ts';
import { el, type Scene } from './scene.ts';
import { SHIELD, SHIELD_WORDS, shieldShape } from './shield.ts';

const LEFT = 16;
const LINE = 20;
const SWATCH = { width: 28, height: 9 } as const;
/** Pixels that a letter of the caption takes at most. */
const LETTER = 8;
const MOST_CLASSES = 8;

/** A caption above a drawing that is to be read away from its page. */
export interface Caption {
  readonly scene: Scene;
  readonly width: number;
  readonly height: number;
}

/** The title, lines of what the drawing is, and which colour stands for which class. */
export function captionOf(model: Model, title: string, lines: readonly string[]): Caption {
  const texts = [title, ...lines].map((line) => shorten(line, 160));
  const legend = legendShapes(model, 10 + texts.length * LINE);
  const rows = texts.length + (legend.shapes.length > 0 ? 1 : 0);
  return {
    scene: el(
      'g',
      { class: 'caption' },
      ...texts.map((line, i) =>
        el('text', { class: i === 0 ? 'caption-title' : '', x: LEFT, y: 24 + i * LINE }, line),
      ),
      ...legend.shapes,
    ),
    width: Math.max(legend.width, ...texts.map((line) => LEFT + line.length * LETTER)),
    height: 24 + rows * LINE,
  };
}

interface Legend {
  readonly shapes: readonly Scene[];
  readonly width: number;
}

/** Classes by colour, and the shield where the tree holds one. */
function legendShapes(model: Model, y: number): Legend {
  const classes = classShapes(model, y);
  if (!model.tree.feature.some((_, node) => asksProtected(model, node))) return classes;
  const x = classes.width + SHIELD.width + 6;
  return {
    shapes: [
      ...classes.shapes,
      shieldShape(classes.width, y + 3),
      el('text', { x, y: y + 14 }, SHIELD_WORDS),
    ],
    width: x + 22 + SHIELD_WORDS.length * LETTER,
  };
}

function classShapes({ classNames }: Model, y: number): Legend {
  const styles = classStyles(classNames);
  let x = LEFT;
  const shapes = classNames.slice(0, MOST_CLASSES).flatMap((name, k) => {
    const words = shorten(visible(name), 40);
    const at = x;
    x += SWATCH.width + 22 + words.length * LETTER;
    return [
      el('rect', { x: at, y: y + 5, ...SWATCH, fill: `url(#${styles[k]!.pattern})` }),
      el('text', { x: at + SWATCH.width + 6, y: y + 14 }, words),
    ];
  });
  const others = classNames.length - MOST_CLASSES;
  if (others <= 0) return { shapes, width: x };
  const words = `and ${counted(others, 'other class', 'other classes')}`;
  return {
    shapes: [...shapes, el('text', { x, y: y + 14 }, words)],
    width: x + 22 + words.length * LETTER,
  };
}
