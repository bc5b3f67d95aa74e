import { PATH_FLAGS, type PathRecord } from '../../core/run.ts';
import { distributionBar } from '../../draw/bars.ts';
import { counted, grouped, percent } from '../../draw/format.ts';
import { decisionOf, meanWords } from '../../draw/labels.ts';
import { classStyles } from '../../draw/palette.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { heldOutRows } from '../contract.ts';
import { drawing, html, type Html } from '../html.ts';
import { href, withQuery, type Site } from '../site.ts';
import { flagLabel, flagMeaning } from './flag-words.ts';
import { clauseOf, decisionMark, fact, figureCell, roleWords, toleranceWords } from './parts.ts';
import { pager } from './pager.ts';
import { heldOutWords } from './row-words.ts';
import { shell } from './shell.ts';
import { placeOf } from '../page-place.ts';

/** Paths on one page: more would be a document that no browser lays out at once. */
const PER_PART = 500;

/**
 * `/runs/:run/print`: every path in full, one a block, to be read on paper. A block says by itself
 * which run it is of and how many there are, as sheets get parted.
 */
export function printPage(site: Site, run: LoadedRun, origin: string, asked: number | null): Html {
  const place = placeOf(run.paths.length, PER_PART, asked);
  const { page: part, pages: parts, from: first } = place;
  const shown = run.paths.slice(first, place.to);
  const address = withQuery(href(site, 'runs', run.id, 'print'), { page: part > 1 ? part : null });
  const body = html`<p class="eyebrow not-printed">
      <a href="${href(site, 'runs', run.id, 'paths')}">Paths</a> · to print
    </p>
    <h1>Every path of ${run.manifest.name}</h1>
    <p class="lead">
      ${counted(run.paths.length, 'path')}, ${partWords(shown.length, first, run.paths.length)}
    </p>
    <p class="quiet measure">${heldOutWords(run)}</p>
    ${headSection(run, origin + address)} ${flagSection(shown)}
    <div class="sheets">${shown.map((path, i) => block(run, path, first + i + 1))}</div>
    ${partPager(site, run, part, parts)}`;
  return shell(site, { title: `Every path of ${run.id}`, run, tab: 'paths', body });
}

function partWords(shown: number, first: number, all: number): string {
  if (shown === all) return 'all of them here, in the order of the tree.';
  return `in the order of the tree; these are ${grouped(first + 1)} to ${grouped(first + shown)}.`;
}

/** What the sheets are of, in full. */
function headSection(run: LoadedRun, address: string): Html {
  const { manifest } = run;
  const role = roleWords(manifest.role);
  const hash = (text: string | null): Html | string =>
    text === null ? 'none' : html`<code>${text}</code>`;
  return html`<section aria-labelledby="record">
    <h2 id="record">The run</h2>
    <p class="measure"><strong>${role.title}.</strong> ${role.text}</p>
    <dl class="facts hashes">
      ${fact('Decides', manifest.target)}
      ${fact('Fidelity, test rows', figureCell(manifest.fidelity, manifest.fidelityKind))}
      ${fact('Address', html`<code>${address}</code>`)} ${fact('Run, SHA-256', hash(manifest.seal))}
      ${fact('Tree, SHA-256', hash(manifest.modelHash))}
      ${fact('Data, SHA-256', hash(manifest.data.sha256))}
      ${fact('Teacher, SHA-256', hash(manifest.teacher.sha256))}
      ${fact('Made with', `Espalier ${manifest.version}, seed ${manifest.seed}`)}
    </dl>
  </section>`;
}

/** What the flags in the blocks mean, once. */
function flagSection(paths: readonly PathRecord[]): Html | null {
  const used = PATH_FLAGS.filter((flag) => paths.some((path) => path.flags.includes(flag)));
  if (used.length === 0) return null;
  const items = used.map(
    (flag) => html`<li><strong>${flagLabel(flag)}.</strong> ${flagMeaning(flag)}</li>`,
  );
  return html`<section class="warnings" aria-labelledby="flags">
    <h2 id="flags">What the flags mean</h2>
    <ul>
      ${items}
    </ul>
  </section>`;
}

function block(run: LoadedRun, path: PathRecord, number: number): Html {
  const { manifest } = run;
  const mean = meanWords(decisionOf(run.model, path.leaf));
  return html`<article class="sheet" aria-labelledby="p${number}">
    <header>
      <h2 id="p${number}">Path ${number} of ${run.paths.length}</h2>
      <p>
        ${decisionMark(manifest, path)}
        ${mean === '' ? null : html`<span class="quiet">${mean}</span>`}
      </p>
    </header>
    ${rule(run, path)}
    ${
      manifest.task === 'regression'
        ? null
        : html`<p class="value-bar">
            ${drawing(distributionBar(path.value, classStyles(manifest.classes), 640, 12))}
          </p>`
    }
    ${evidence(run, path)}
    ${
      path.flags.length === 0
        ? null
        : html`<p class="tags">
            ${path.flags.map((flag) => html`<span class="tag">${flagLabel(flag)}</span> `)}
          </p>`
    }
    <p class="imprint">
      <span>path <code>${path.id}</code></span> <span>run ${run.id}</span>
      <span>tree <code>${manifest.modelHash.slice(0, 12)}</code></span>
      <span>SHA-256 of the run <code>${manifest.seal.slice(0, 12)}</code></span>
    </p>
  </article>`;
}

function rule(run: LoadedRun, path: PathRecord): Html {
  if (path.conditions.length === 0) return html`<p>Every case comes here.</p>`;
  return html`<ul class="rule-list">
    ${path.conditions.map((condition) => html`<li>${clauseOf(run, condition)}</li>`)}
  </ul>`;
}

function evidence({ manifest }: LoadedRun, path: PathRecord): Html {
  const measured = manifest.task === 'regression' ? toleranceWords(manifest) : 'Fidelity';
  const truth =
    manifest.task === 'regression' ? 'As near to the truth' : 'Agreement with the truth';
  return html`<dl class="facts wide">
    ${fact(
      'Held-out rows',
      html`${grouped(heldOutRows(path))}
        <span class="quiet">${percent(path.coverage.value)} of all</span>`,
    )}
    ${fact(measured, figureCell(path.fidelity, 'agreement', 'no held-out row'))}
    ${fact('The same on fresh queries', figureCell(path.freshFidelity, 'agreement', 'not asked'))}
    ${fact(truth, figureCell(path.accuracy, 'agreement', 'no held-out row'))}
    ${fact('Training rows', grouped(path.realRows.train))}
  </dl>`;
}

function partPager(site: Site, run: LoadedRun, part: number, parts: number): Html | null {
  const at = (page: number): string => withQuery(href(site, 'runs', run.id, 'print'), { page });
  return pager({ page: part, pages: parts }, at, { label: 'Parts', unit: 'part' });
}
