import type { RunDocument } from '../../core/run.ts';
import { counted, figureText, grouped, percent, rounded } from '../../draw/format.ts';
import { DEFER } from '../../core/tree.ts';
import type { Side } from '../compare.ts';
import type { ComparedRegion, Comparison, PathFlow } from '../contract-compare.ts';
import { html, type Html } from '../html.ts';
import { href, withQuery, type Site } from '../site.ts';
import { recordSection, structureSection } from './compare-record.ts';
import { className, deferMark, scrollTable } from './parts.ts';
import { pager } from './pager.ts';
import { shell } from './shell.ts';

/** What the page is of. */
export interface Compared {
  readonly a: Side;
  readonly b: Side;
  readonly comparison: Comparison;
  /** Page of the regions, from 1. */
  readonly page: number;
}

const PER_PAGE = 50;
/** Paths of a tree, at most, for the matrix to be read. */
const WIDEST = 16;

/** `/compare/:a/:b`: two trees side by side, and every case they decide differently. */
export function comparePage(site: Site, compared: Compared): Html {
  const { a, b, comparison } = compared;
  const body = html`<p class="eyebrow">Compare</p>
    <h1>${sideName(a)} and ${sideName(b)}</h1>
    <p class="lead">${headline(compared)}</p>
    <p class="measure quiet">${footing(compared)}</p>
    ${decisionSection(compared)} ${regionSection(site, compared)} ${matrixSection(site, compared)}
    ${structureSection(comparison)} ${recordSection(site, a, b)}`;
  const own = a.run === b.run ? { run: a.run, tab: 'frontier' as const } : {};
  return shell(site, { title: `${sideName(a)} and ${sideName(b)}`, ...own, body });
}

/** `credit`, or `credit at depth 4`. */
function sideName({ run, depth }: Side): string {
  return depth === null ? run.id : `${run.id} at depth ${depth}`;
}

function headline({ comparison }: Compared): Html {
  const { changed, asks, untold } = comparison;
  if (changed.value === null) return html`${everywhere(comparison)} ${comparison.uncounted}`;
  const rows = grouped(Math.round(changed.value * changed.n));
  const share = `${rows} of ${counted(changed.n, 'held-out row')}: ${figureText(changed, 'agreement')}`;
  const asking =
    asks.rows === null || asks.rows === 0
      ? ''
      : ` For ${grouped(asks.rows)} more just one of them asks its teacher, which may decide alike.`;
  const left =
    untold === 0
      ? ''
      : ` ${counted(untold, 'row')} were left out: they hold a category that only the second run may know.`;
  return html`The decision changes for ${share}.${asking}${left} ${everywhere(comparison)}`;
}

/** What holds for every possible case. */
function everywhere({ regions, regionsInAll, asks, bothAsk }: Comparison): string {
  if (regions === null || regionsInAll === null) {
    return 'The trees are too large to compare over all possible cases.';
  }
  const both = bothAsk ? ' Where both ask their teachers, these may still differ.' : '';
  if (regions.length === 0) return `They decide alike, for every possible case.${both}`;
  const asking = asks.regions ?? 0;
  const more = asking === 0 ? '' : `; in ${grouped(asking)} more just one of them asks its teacher`;
  return `They decide differently in ${grouped(regions.length - asking)} of the ${counted(regionsInAll, 'region')} that they divide all cases into${more}.${both}`;
}

/** What the rows are, and what they can show. */
function footing({ a, b, comparison }: Compared): string {
  const tolerance =
    comparison.tolerance === null
      ? ''
      : ` Numbers count as alike within ${rounded(comparison.tolerance)}, what counts as agreement in ${a.run.id}.`;
  const alike = a.run.manifest.data.sha256 === b.run.manifest.data.sha256;
  const roles = [...new Set([a, b].map(({ run }) => run))]
    .filter(({ manifest }) => manifest.role === 'explains')
    .map(({ id }) => ` In ${id} the teacher decides, and the tree describes it.`)
    .join('');
  const whole = ' What held whole numbers alone is compared over whole numbers.';
  const notes = `${tolerance}${roles}${whole}`;
  if (a.run.id === b.run.id) return `Rows are the held-out rows of ${a.run.id}.${notes}`;
  const trained = alike
    ? sameSplit(a.run.manifest, b.run.manifest)
      ? ', which both runs held out'
      : `; ${b.run.id} may have been trained on some of them`
    : `; ${b.run.id} was made from another file`;
  return `Rows are the held-out rows of ${a.run.id}${trained}.${notes}`;
}

function sameSplit(a: RunDocument, b: RunDocument): boolean {
  return a.seed === b.seed && JSON.stringify(a.data.split) === JSON.stringify(b.data.split);
}

/** A decision of one of the trees with its mark. */
function mark({ run }: Side, decision: string): Html {
  return decision === DEFER ? deferMark() : className(run.manifest, decision, Number(decision));
}

function decisionSection({ a, b, comparison }: Compared): Html | null {
  if (comparison.tolerance !== null || comparison.decisions.length === 0) return null;
  const rows = comparison.decisions.map(
    ({ decisionA, decisionB, rows: n }) =>
      html`<tr>
        <td>${mark(a, decisionA)}</td>
        <td>
          ${mark(b, decisionB)}${decisionA === decisionB ? null : html` <span class="tag">changes</span>`}
        </td>
        <td class="number">${grouped(n)}</td>
        <td class="number">
          ${percent(comparison.changed.n === 0 ? null : n / comparison.changed.n)}
        </td>
      </tr>`,
  );
  return html`<section aria-labelledby="decisions">
    <h2 id="decisions">Who is decided otherwise</h2>
    ${scrollTable(
      'Decisions of both trees',
      [[sideName(a)], [sideName(b)], ['Rows', 'number'], ['Share', 'number']],
      rows,
    )}
  </section>`;
}

function regionSection(site: Site, compared: Compared): Html | null {
  const { a, b, comparison } = compared;
  const { regions } = comparison;
  if (regions === null || regions.length === 0) return null;
  const pages = Math.ceil(regions.length / PER_PAGE);
  const page = Math.min(Math.max(1, compared.page), pages);
  const shown = regions.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  const address = href(site, 'compare', a.run.id, b.run.id);
  const at = (to: number): string =>
    `${withQuery(address, { da: a.depth, db: b.depth, page: to })}#regions`;
  const unseen = regions.filter(({ rows }) => rows === 0).length;
  return html`<section aria-labelledby="regions">
    <h2 id="regions">Where they differ</h2>
    <p class="measure">
      Every region of cases that is answered differently, whether or not a row was ever seen in it:
      ${grouped(shown.length)} of ${grouped(regions.length)}
      shown${unseen === 0 ? '' : `; ${grouped(unseen)} hold no held-out row`}.
    </p>
    ${scrollTable(
      'Regions',
      [['Cases', 'sentence'], [sideName(a)], [sideName(b)], ['Rows', 'number']],
      shown.map((region) => regionRow(site, a, b, region)),
      'asked',
    )}
    ${pager({ page, pages }, at, { label: 'Pages of regions' })}
  </section>`;
}

function regionRow(site: Site, a: Side, b: Side, region: ComparedRegion): Html {
  return html`<tr>
    <td>${region.words}</td>
    <td>
      ${mark(a, region.decisionA)} <span class="quiet">${pathLink(site, a, region.pathA)}</span>
    </td>
    <td>
      ${mark(b, region.decisionB)} <span class="quiet">${pathLink(site, b, region.pathB)}</span>
    </td>
    <td class="number">${region.rows === null ? 'not counted' : grouped(region.rows)}</td>
  </tr>`;
}

/** Only the paths of a run's own tree have pages. */
function pathLink(site: Site, { run, depth }: Side, id: string): Html {
  if (depth !== null) return html`<code>${id}</code>`;
  return html`<a href="${href(site, 'runs', run.id, 'paths', id)}"><code>${id}</code></a>`;
}

function matrixSection(site: Site, { a, b, comparison }: Compared): Html | null {
  const { flows } = comparison;
  if (flows.length === 0) return null;
  const small = comparison.a.leaves <= WIDEST && comparison.b.leaves <= WIDEST;
  return html`<section aria-labelledby="matrix">
    <h2 id="matrix">Path by path</h2>
    ${small ? matrix(site, a, b, flows) : flowTable(site, a, b, flows)}
  </section>`;
}

function matrix(site: Site, a: Side, b: Side, flows: readonly PathFlow[]): Html {
  const across = [...new Set(flows.map(({ pathB }) => pathB))];
  const down = [...new Set(flows.map(({ pathA }) => pathA))];
  const cell = (pathA: string, pathB: string): Html => {
    const flow = flows.find((one) => one.pathA === pathA && one.pathB === pathB);
    if (flow === undefined) return html`<td class="number quiet">0</td>`;
    const look = flow.decisionA === flow.decisionB ? 'number' : 'number differs';
    return html`<td class="${look}">${grouped(flow.rows)}</td>`;
  };
  const rows = down.map(
    (pathA) =>
      html`<tr>
        <th scope="row">${pathLink(site, a, pathA)}</th>
        ${across.map((pathB) => cell(pathA, pathB))}
      </tr>`,
  );
  return html`<p class="measure">
      Held-out rows by the path they take: down in ${sideName(a)}, across in ${sideName(b)}. Where
      the decision changes the number is set off.
    </p>
    ${scrollTable(
      'Paths of both trees',
      [[''], ...across.map((pathB) => [pathLink(site, b, pathB), 'number'] as const)],
      rows,
      'asked',
    )}`;
}

function flowTable(site: Site, a: Side, b: Side, flows: readonly PathFlow[]): Html {
  const shown = flows.slice(0, PER_PAGE);
  const left = flows.slice(PER_PAGE).reduce((sum, flow) => sum + flow.rows, 0);
  const rows = shown.map(
    (flow) =>
      html`<tr>
        <td>
          ${mark(a, flow.decisionA)} <span class="quiet">${pathLink(site, a, flow.pathA)}</span>
        </td>
        <td>
          ${mark(b, flow.decisionB)} <span class="quiet">${pathLink(site, b, flow.pathB)}</span>
        </td>
        <td class="number">${grouped(flow.rows)}</td>
      </tr>`,
  );
  return html`<p class="measure">
      The paths that most held-out rows take: ${grouped(shown.length)} of
      ${counted(flows.length, 'pair')}${left === 0 ? '' : `, ${counted(left, 'row')} on the rest`}.
      All of them are in the JSON answer.
    </p>
    ${scrollTable('Pairs of paths', [[sideName(a)], [sideName(b)], ['Rows', 'number']], rows, 'asked')}`;
}
