import type { Figure } from '../../core/interval.ts';
import type { FeatureGroups, RunDocument } from '../../core/run.ts';
import { counted, grouped } from '../../draw/format.ts';
import { agreeWords } from '../../report/deferral-words.ts';
import { groupReason, groupSentence } from '../../report/group-words.ts';
import { html, type Html } from '../html.ts';
import { figureCell, numberCell, scrollTable, type Column } from './parts.ts';

/** Fidelity and outcomes by group, for each protected and each withheld feature. */
export function groupSection(manifest: RunDocument): Html | null {
  if (manifest.groups.length === 0) return null;
  return html`<section aria-labelledby="groups">
    <h2 id="groups">Groups</h2>
    <p class="quiet">
      The ${counted(manifest.metrics.n, 'test row')} by feature, with intervals of 95%. Groups of
      fewer than 10 rows are joined; the tree’s own decisions count, also where it asks the teacher.
    </p>
    ${manifest.groups.map((one) => featureGroups(manifest, one))}
  </section>`;
}

function featureGroups(manifest: RunDocument, one: FeatureGroups): Html {
  const outcomes = one.groups[0]?.outcomes ?? [];
  const given = outcomes.flatMap(({ answer }) =>
    ['Teacher', 'Tree'].map((who): Column => [
      answer === null ? `${who} on average` : `${who} gives ${answer}`,
    ]),
  );
  const rows = one.groups.map(
    ({ name, n, fidelity, outcomes: found }) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td class="number">${grouped(n)}</td>
        <td>${figureCell(fidelity, 'agreement')}</td>
        ${found.flatMap(({ answer, teacher, student }) => [
          outcomeCell(teacher, answer),
          outcomeCell(student, answer),
        ])}
      </tr>`,
  );
  return html`<h3>${one.feature} <span class="tag">${groupReason(one)}</span></h3>
    <p class="measure">${groupSentence(manifest, one)}.</p>
    ${scrollTable(
      `Groups of ${one.feature}`,
      [['Group'], ['Rows', 'number'], [`Tree ${agreeWords(manifest)}`], ...given],
      rows,
    )}`;
}

/** A share, or for numbers a mean, with its interval. */
function outcomeCell(figure: Figure, answer: string | null): Html {
  if (answer !== null) return html`<td>${figureCell(figure, 'agreement')}</td>`;
  return html`<td>${numberCell(figure)}</td>`;
}
