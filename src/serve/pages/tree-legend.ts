import { distributionBar } from '../../draw/bars.ts';
import { counted } from '../../draw/format.ts';
import { classStyles } from '../../draw/palette.ts';
import { SHIELD_WORDS, shieldScene } from '../../draw/shield.ts';
import { drawing, html, type Html } from '../html.ts';
import { deferMark } from './parts.ts';
import type { TreePageState } from './tree.ts';

/** What the parts of a bar mean, and the marks of a drawing. */
export function treeLegend({ run, model, view }: TreePageState): Html | null {
  const { classes, deferral } = run.manifest;
  const asks = deferral.leaves > 0;
  const shields = view === 'diagram' && model.features.some((one) => one.protected === true);
  if (classes.length === 0 && !asks && !shields) return null;
  const styles = classStyles(classes);
  const own = classes.slice(0, 8);
  const only = (k: number): number[] => classes.map((_, other) => (other === k ? 1 : 0));
  const others = classes.length - own.length;
  return html`<ul class="legend" aria-label="Legend">
    ${own.map((name, k) => html`<li>${drawing(distributionBar(only(k), styles, 28, 9))} ${name}</li>`)}
    ${
      others > 0
        ? html`<li>
            ${drawing(distributionBar(only(own.length), styles, 28, 9))}
            ${counted(others, 'other class', 'other classes')}, told apart by letter and name
          </li>`
        : null
    }
    ${asks ? html`<li>${deferMark()}: the tree does not answer there</li>` : null}
    ${shields ? html`<li>${drawing(shieldScene())} ${SHIELD_WORDS}</li>` : null}
  </ul>`;
}
