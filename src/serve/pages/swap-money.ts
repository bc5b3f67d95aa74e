import type { SwapCutoff, SwapQuestion } from '../../core/swap-set.ts';
import { counted, grouped, percent, rounded } from '../../draw/format.ts';
import { html, type Html } from '../html.ts';
import type { SwapQuery } from '../contract-rows.ts';
import type { AskedSwap } from '../swap-rows.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { runHref, type Site } from '../site.ts';
import { fact, scrollTable, type Column } from './parts.ts';
import { countedRows } from './row-words.ts';
import { amountText, voiceOf } from './swap-words.ts';

/** What the decisions on the rows come to, where amounts are given. */
export function moneySection(
  run: LoadedRun,
  { set, question, favour }: AskedSwap,
  query: SwapQuery,
): Html {
  const name = run.manifest.classes[favour]!;
  if (set.money === null || question.amounts === null) {
    return html`<section aria-labelledby="money">
      <h2 id="money">In money</h2>
      <p class="measure">
        Say above what a row that is given ${name} brings where that is true, and what it costs
        where it is not: the totals of teacher and tree stand here then.
      </p>
    </section>`;
  }
  const { teacher, student, difference } = set.money;
  const { gain, loss } = question.amounts;
  const interval =
    difference.low === null
      ? null
      : html`<span class="interval"
          >${amountText(difference.low)} to ${amountText(difference.high)}</span
        >`;
  const decides = run.manifest.role === 'decides';
  return html`<section aria-labelledby="money">
    <h2 id="money">In money</h2>
    <p class="measure">
      A row that is given ${name} brings ${amountText(gain)} where that is true and costs
      ${amountText(loss)} where it is not; other rows come to nothing. Totals over
      ${countedRows(set.n, query.set)}.
    </p>
    <dl class="figures">
      ${fact('Teacher', html`<span class="figure">${amountText(teacher)}</span>`)}
      ${fact(decides ? 'Tree' : 'Tree, if it decided', html`<span class="figure">${amountText(student)}</span>`)}
      ${fact('Tree less teacher, 95% bootstrap interval', html`<span class="figure">${amountText(difference.value)} ${interval}</span>`)}
    </dl>
  </section>`;
}

/** Every cut-off that changes anything, each a link. */
export function cutoffTable(
  site: Site,
  run: LoadedRun,
  { set, question }: AskedSwap,
  query: SwapQuery,
): Html | null {
  if (set.cutoffs.length === 0) return null;
  const { amounts } = question;
  const voice = voiceOf(run.manifest.role);
  const rows = set.cutoffs.map((one, i) => {
    const to = runHref(site, run, 'swap-set', {
      ...query,
      by: 'cutoff',
      cutoff: one.cutoff,
      page: null,
    });
    return html`<tr class="${one.cutoff === set.cutoff ? 'picked' : ''}">
      <th scope="row"><a href="${to}">${fromWords(set.cutoffs, i)}</a></th>
      <td class="number">
        ${grouped(one.student)} <span class="quiet">${percent(one.student / set.n)}</span>
      </td>
      <td class="number">${changed(one.gained, one.gainedTruly)}</td>
      <td class="number">${changed(one.lost, one.lostTruly)}</td>
      ${amounts === null ? null : html`<td class="number">${amountText(worthOf(one, amounts))}</td>`}
    </tr>`;
  });
  const money: Column[] = amounts === null ? [] : [['Tree less teacher', 'number']];
  return html`<section aria-labelledby="cutoffs">
    <h2 id="cutoffs">Other cut-offs</h2>
    <details class="more">
      <summary>
        ${counted(set.cutoffs.length, 'cut-off')}: the tree has no other that changes anything
      </summary>
      ${scrollTable(
        'Cut-offs',
        [
          ['From'],
          [voice.gives, 'number'],
          [`${voice.gained}, of these true`, 'number'],
          [`${voice.lost}, of these true`, 'number'],
          ...money,
        ],
        rows,
      )}
    </details>
  </section>`;
}

/** The first cut-off lies above all soft values. */
function fromWords(cutoffs: readonly SwapCutoff[], i: number): string {
  return i === 0 ? `over ${rounded(cutoffs[1]!.cutoff, 4)}` : rounded(cutoffs[i]!.cutoff, 4);
}

function changed(n: number, truly: number): Html {
  return html`${grouped(n)} <span class="quiet">${grouped(truly)}</span>`;
}

function worthOf(
  { gained, lost, gainedTruly, lostTruly }: SwapCutoff,
  { gain, loss }: NonNullable<SwapQuestion['amounts']>,
): number {
  const truly = gainedTruly - lostTruly;
  return truly * gain - (gained - lost - truly) * loss;
}
