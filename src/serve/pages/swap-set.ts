import type { SwapCell, SwapCounts } from '../../core/swap-set.ts';
import { figureText, grouped, percent } from '../../draw/format.ts';
import { html, type Html } from '../html.ts';
import type { SwapQuery } from '../contract-rows.ts';
import type { HeldOut } from '../held-out-rows.ts';
import { HttpProblem } from '../problem.ts';
import type { AskedSwap } from '../swap-rows.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { runHref, type Site } from '../site.ts';
import { className, figureCell } from './parts.ts';
import { countedRows, redactedNote, setWords } from './row-words.ts';
import { setChoice } from './set-choice.ts';
import { stackedTable, type StackedRow } from './stacked-table.ts';
import { shell } from './shell.ts';
import { changedRows } from './swap-changes.ts';
import { cutoffWords, swapForm } from './swap-form.ts';
import { cutoffTable, moneySection } from './swap-money.ts';
import { cellWords, voiceOf } from './swap-words.ts';

/** `/runs/:run/swap-set`: who gains and who loses a class when the tree replaces its teacher. */
export function swapPage(
  site: Site,
  run: LoadedRun,
  heldOut: HeldOut,
  asked: AskedSwap | HttpProblem,
  query: SwapQuery,
): Html {
  const body = html`<p class="eyebrow">
      <a href="${runHref(site, run, 'disagreements')}">Disagreements</a> · Swap set
    </p>
    <h1>Who gains and who loses</h1>
    <p class="lead">${voiceOf(run.manifest.role).lead}</p>
    ${setChoice(site, run, 'swap-set', heldOut, query)} ${swapForm(site, run, asked, query)}
    ${asked instanceof HttpProblem ? null : answerSections(site, run, asked, query)}`;
  const title = `Swap set of ${run.id}`;
  return shell(site, { title, run, tab: 'disagreements', body });
}

function answerSections(site: Site, run: LoadedRun, asked: AskedSwap, query: SwapQuery): Html {
  return html`${countsSection(run, asked, query)} ${groupsSection(run, asked, query)}
  ${moneySection(run, asked, query)} ${cutoffTable(site, run, asked, query)}
  ${changedRows(site, run, asked, query)}`;
}

function countsSection(run: LoadedRun, asked: AskedSwap, query: SwapQuery): Html {
  const { set, favour } = asked;
  const { manifest } = run;
  const voice = voiceOf(manifest.role);
  const name = manifest.classes[favour]!;
  const mark = className(manifest, name, null);
  const row = (label: string, { n, truly }: SwapCell): StackedRow => ({
    head: html`${label}`,
    cells: [
      grouped(n),
      percent(set.n === 0 ? null : n / set.n),
      figureCell(truly, 'agreement', 'no rows'),
    ],
  });
  const asks = run.paths.some(({ deferredFrom }) => deferredFrom !== null);
  return html`<section aria-labelledby="swap">
    <h2 id="swap">Who is given ${mark}</h2>
    <p class="measure">
      ${cutoffWords(run, asked)} Of ${countedRows(set.n, query.set)}, ${grouped(set.gained.n)}
      ${voice.isGained} and ${grouped(set.lost.n)} ${voice.isLost}. The teacher gives it to
      ${figureText(set.teacher, 'agreement')}, the tree
      ${manifest.role === 'decides' ? 'gives' : 'would give'} it to
      ${figureText(set.student, 'agreement')}.
    </p>
    ${stackedTable(
      `Rows by who gives ${name}`,
      [
        ['Change'],
        ['Rows', 'number'],
        [`Of ${setWords(query.set)}`, 'number'],
        [`Truly ${name}, 95% interval`],
      ],
      [
        row(voice.gained, set.gained),
        row(voice.lost, set.lost),
        row('Given it by both', set.both),
        row('Given it by neither', set.neither),
      ],
      'swap-groups',
    )}
    ${
      asks
        ? html`<p class="quiet measure">
            On paths that ask the teacher its decision stands: no row there gains or loses.
          </p>`
        : null
    }
  </section>`;
}

function groupsSection(run: LoadedRun, { set, favour, hidden }: AskedSwap, query: SwapQuery): Html {
  const name = run.manifest.classes[favour]!;
  const voice = voiceOf(run.manifest.role);
  const line = (group: SwapCounts & { readonly name: string }): StackedRow => ({
    head: html`${group.name}`,
    cells: [
      grouped(group.n),
      figureCell(group.teacher, 'agreement'),
      figureCell(group.student, 'agreement'),
      cellWords(group.gained, name),
      cellWords(group.lost, name),
    ],
  });
  const columns = [
    ['Group'],
    ['Rows', 'number'],
    ['Teacher gives it'],
    [voice.gives],
    [voice.gained],
    [voice.lost],
  ] as const;
  return html`<section aria-labelledby="swap-groups">
    <h2 id="swap-groups">By group</h2>
    ${
      set.groups.length === 0
        ? html`<p class="measure">
            No feature whose values the run keeps is marked as protected (<code
              >distill --protected &lt;column&gt;</code
            >
            marks one).
          </p>`
        : html`<p class="quiet measure">
            The ${countedRows(set.n, query.set)} by protected feature; numbers below and above their
            median, groups of fewer than 10 rows joined. Intervals of 95%, each for itself.
          </p>`
    }
    ${set.groups.map(
      ({ feature, groups }) =>
        html`<h3>${feature}</h3>
          ${stackedTable(`Groups of ${feature}`, columns, groups.map(line), 'swap-groups')}`,
    )}
    ${redactedNote(hidden)}
  </section>`;
}
