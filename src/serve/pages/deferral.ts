import type { RunDocument } from '../../core/run.ts';
import { grouped } from '../../draw/format.ts';
import { agreeWords, deferralSentence, floorWords } from '../../report/deferral-words.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { html, type Html } from '../html.ts';
import { runHref, type Site } from '../site.ts';
import { figureCell, scrollTable } from './parts.ts';

/** What the tree leaves to its teacher, and what other floors would give. */
export function deferralSection(site: Site, run: LoadedRun): Html {
  const { manifest } = run;
  const { floor, floors } = manifest.deferral;
  const rows = floors.map(
    (one) =>
      html`<tr class="${one.floor === floor ? 'picked' : ''}">
        <th scope="row">
          ${floorWords(one.floor)}${
            one.floor === floor ? html` <span class="tag">this run</span>` : null
          }
        </th>
        <td class="number">${grouped(one.leaves)}</td>
        <td>${figureCell(one.answered, 'agreement')}</td>
        <td>${figureCell(one.fidelity, 'agreement', 'nothing answered')}</td>
      </tr>`,
  );
  return html`<section aria-labelledby="deferral">
    <h2 id="deferral">Where to ask the teacher</h2>
    ${ownDeferral(site, run)}
    <details class="more">
      <summary>What other floors would give</summary>
      <p class="measure">
        A path asks the teacher where too few of its select rows agree with it: their share, as if 5
        more rows had come that agree as often as all do, is below the floor. The figures are on
        test rows.
      </p>
      ${scrollTable(
        'Floors',
        [['Floor'], ['Paths that ask', 'number'], ['Test rows answered'], [agreement(manifest)]],
        rows,
      )}
    </details>
  </section>`;
}

function agreement(manifest: RunDocument): string {
  return `Of these, the tree ${agreeWords(manifest)}`;
}

function ownDeferral(site: Site, run: LoadedRun): Html {
  const sentence = deferralSentence(run.manifest);
  if (sentence === null) return html`<p class="measure">Every path of this tree answers.</p>`;
  const { classes, deferral } = run.manifest;
  const address = runHref(site, run, 'paths', { decision: classes.length });
  return html`<p class="measure">${sentence}</p>
    ${deferral.leaves === 0 ? null : html`<p><a href="${address}">The paths that ask</a></p>`}`;
}
