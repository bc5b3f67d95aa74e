import { sizeWords } from '../../draw/spoken.ts';
import { figureText } from '../../draw/format.ts';
import type { RunSummary } from '../contract.ts';
import { html, type Html } from '../html.ts';
import { href, type Site } from '../site.ts';
import { shell } from './shell.ts';

/** `/`: every run of the folder, also those that do not verify. */
export function runsPage(site: Site, runs: readonly RunSummary[]): Html {
  const body = html`<h1>Runs</h1>
    <p class="lead">
      Each run turned one teacher model into one small decision tree, and measured how faithful the
      tree is on rows that neither had seen.
    </p>
    ${
      runs.length === 0
        ? noRuns()
        : html`<ul class="runs">
            ${runs.map((run) => runItem(site, run))}
          </ul>`
    }
    ${compareForm(site, runs)}`;
  return shell(site, { title: 'Runs', body });
}

/** Two runs to lay side by side; a form, as any pair will do. */
function compareForm(site: Site, runs: readonly RunSummary[]): Html | null {
  const names = runs.flatMap((run) => (run.verifies ? [run.name] : []));
  if (names.length < 2) return null;
  const choice = (field: string, label: string, chosen: number): Html =>
    html`<div>
      <label for="compare-${field}">${label}</label>
      <select id="compare-${field}" name="${field}">
        ${names.map((name, i) =>
          i === chosen
            ? html`<option value="${name}" selected>${name}</option>`
            : html`<option value="${name}">${name}</option>`,
        )}
      </select>
    </div>`;
  return html`<section aria-labelledby="compare">
    <h2 id="compare">Compare two runs</h2>
    <form class="compare" method="get" action="${href(site, 'compare')}">
      ${choice('a', 'First', 0)} ${choice('b', 'Second', 1)}
      <button type="submit">Compare</button>
    </form>
  </section>`;
}

function noRuns(): Html {
  return html`<div class="empty">
    <p>There is no run in this folder yet.</p>
    <p><code>npx espalier distill my.csv --target y</code></p>
  </div>`;
}

function runItem(site: Site, run: RunSummary): Html {
  if (!run.verifies) {
    return html`<li class="run broken">
      <h2>${run.name}</h2>
      <p><strong>Refused:</strong> ${run.reason} Nothing of it is shown.</p>
    </li>`;
  }
  const fidelity = figureText(run.fidelity, run.fidelityKind);
  const measureName = run.fidelityKind === 'agreement' ? 'Fidelity' : 'Fidelity (R²)';
  return html`<li class="run">
    <h2><a href="${href(site, 'runs', run.name)}">${run.name}</a></h2>
    <p>
      Target ${run.target}; ${sizeWords(run.ownDepth, run.leaves, run.depth)}; the
      ${run.role === 'decides' ? 'student decides' : 'teacher decides'}.
    </p>
    <p>
      ${measureName} <strong>${fidelity}</strong>${
        run.warnings === 0
          ? null
          : html` <span class="tag"
              >${run.warnings} ${run.warnings === 1 ? 'warning' : 'warnings'}</span
            >`
      }
    </p>
  </li>`;
}
