import type { PathRecord } from '../../core/run.ts';
import { distributionBar } from '../../draw/bars.ts';
import { agreedRows, percent, rounded } from '../../draw/format.ts';
import { classStyles } from '../../draw/palette.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { drawing, html, type Html } from '../html.ts';
import { className } from './parts.ts';
import { truthWords } from './row-words.ts';

/** What the leaf holds: the mean of the teacher's answers to the rows it was fitted on. */
export function valueSection({ manifest }: LoadedRun, path: PathRecord): Html {
  if (manifest.task === 'regression') {
    return html`<section aria-labelledby="value">
      <h2 id="value">Answer</h2>
      <p class="measure">
        The mean of the teacher’s answers here, ${rounded(path.value[0]!, 6)}, is given to every
        case on this path. ${truthWords(manifest)}
      </p>
    </section>`;
  }
  const styles = classStyles(manifest.classes);
  return html`<section aria-labelledby="value">
    <h2 id="value">Teacher’s mean probability</h2>
    <p class="value-bar">${drawing(distributionBar(path.value, styles, 640, 16))}</p>
    <dl class="facts wide">
      ${manifest.classes.map(
        (name, k) =>
          html`<div>
            <dt>${className(manifest, name, null)}</dt>
            <dd>${percent(path.value[k]!)}</dd>
          </div>`,
      )}
    </dl>
    <p class="quiet measure">
      How probable the teacher finds each class on the rows the tree was fitted on, on average; not
      how often it decides so. ${truthWords(manifest)} ${decidedWords(path)}
    </p>
  </section>`;
}

function decidedWords({ decision, deferredFrom, fidelity }: PathRecord): string {
  if (fidelity.n === 0) return 'How often it does is not measured: no held-out row came here.';
  return `It decides ${deferredFrom ?? decision} ${agreedRows(fidelity)}.`;
}
