import type { PathRecord } from '../../core/run.ts';
import { wilson } from '../../core/interval.ts';
import { DEFER } from '../../core/tree.ts';
import { counted, grouped } from '../../draw/format.ts';
import { html, type Html } from '../html.ts';
import { heldOutRows } from '../contract.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { href, runHref, type Site } from '../site.ts';
import { className, deferMark, figureCell } from './parts.ts';
import { namesOf } from './path-filter.ts';
import { ruleText } from './rule-text.ts';

/** Paths named for each decision. */
const NAMED = 3;

/** For each class, the paths that hold most of its held-out rows; nothing for numbers. */
export function leadingSection(site: Site, run: LoadedRun): Html | null {
  if (run.manifest.task === 'regression') return null;
  const { decisions } = namesOf(run);
  const heading =
    run.manifest.role === 'decides' ? 'What decides most' : 'What explains most of the teacher';
  const parts = decisions.map((name, k) => leadersOf(site, run, name, k));
  return html`<section aria-labelledby="leading">
    <h2 id="leading">${heading}</h2>
    ${parts}
  </section>`;
}

function leadersOf(site: Site, run: LoadedRun, name: string, index: number): Html | null {
  const own = run.paths.filter((path) => path.decision === name);
  const total = own.reduce((sum, path) => sum + heldOutRows(path), 0);
  if (own.length === 0) return null;
  const first = own.toSorted((a, b) => heldOutRows(b) - heldOutRows(a)).slice(0, NAMED);
  const address = runHref(site, run, 'paths', {
    decision: index,
    sort: '-rows',
  });
  const isClass = run.manifest.classes.includes(name);
  return html`<h3>
      ${name === DEFER && !isClass ? deferMark() : className(run.manifest, name, null)}
      <span class="quiet">${counted(total, 'held-out row')} on ${counted(own.length, 'path')}</span>
    </h3>
    ${
      total === 0
        ? null
        : html`<ol class="leading">
            ${first.map((path) => leader(site, run, path, total))}
          </ol>`
    }
    <p>
      <a href="${address}">${own.length === 1 ? 'The path' : `All ${grouped(own.length)} paths`}</a>
    </p>`;
}

function leader(site: Site, run: LoadedRun, path: PathRecord, total: number): Html | null {
  const rows = heldOutRows(path);
  if (rows === 0) return null;
  return html`<li>
    ${figureCell(wilson(rows, total), 'agreement')}
    <span
      ><a href="${href(site, 'runs', run.id, 'paths', path.id)}"
        >Path ${run.paths.indexOf(path) + 1}</a
      >, ${path.conditions.length === 0 ? 'every case' : ruleText(run, path)}</span
    >
  </li>`;
}
