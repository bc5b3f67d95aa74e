import { visible } from '../core/text.ts';
import { escapeText, sceneText, type Scene } from '../draw/scene.ts';

/** Text that is already HTML. Only this module makes it. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

type Part = Html | string | number | null | undefined | false | readonly Part[];

/**
 * A template whose values are inert: text is escaped, hidden characters are written out, `null` and
 * `false` are nothing. Values stand in elements or in quoted attributes, nowhere else.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const text = strings.reduce((before, after, i) => before + partText(parts[i - 1]) + after);
  return new Html(text);
}

function partText(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Html) return part.toString();
  if (typeof part === 'object') return part.map(partText).join('');
  return escapeText(visible(String(part)));
}

/** A drawing as part of a page. */
export function drawing(scene: Scene | null): Html {
  return new Html(scene === null ? '' : sceneText(scene));
}

/** Source code line by line: line breaks and tabs stay, everything else is inert. */
export function codeText(source: string): Html {
  const inert = (text: string): string => escapeText(visible(text));
  const lines = source.split('\n').map((line) => line.split('\t').map(inert).join('\t'));
  return new Html(lines.join('\n'));
}
