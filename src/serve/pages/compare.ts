import type { RunDocument } from '../../core/run.ts';
import { counted, figureText, grouped, percent, rounded } from '../../draw/format.ts';
import { listWords, visible } from '../../core/text.ts';
import type { Side } from '../compare.ts';
import type { CompareQuery, Comparison } from '../contract-compare.ts';
import { html, type Html } from '../html.ts';
import type { Site } from '../site.ts';
import { changedSection } from './compare-changed.ts';
import { pathSection } from './compare-paths.ts';
import { recordSection } from './compare-record.ts';
import { regionSection } from './compare-regions.ts';
import { isOwn, namedSide, sideLinks, sideMark, type NamedSide } from './compare-sides.ts';
import { structureSection } from './compare-structure.ts';
import { scrollTable } from './parts.ts';
import { shell } from './shell.ts';

/** What the page is of. */
export interface Compared {
  readonly a: NamedSide;
  readonly b: NamedSide;
  readonly comparison: Comparison;
  readonly query: CompareQuery;
}

/** `/compare/:a/:b`: two trees side by side, and every case they decide differently. */
export function comparePage(
  site: Site,
  sides: { readonly a: Side; readonly b: Side },
  comparison: Comparison,
  query: CompareQuery,
): Html {
  const [a, b] = [namedSide(sides.a), namedSide(sides.b)];
  const compared = { a, b, comparison, query };
  const title = `${a.name} and ${b.name}`;
  const body = html`<p class="eyebrow">Compare</p>
    <h1>${title}</h1>
    <p class="lead">${headline(compared)}</p>
    <p class="measure quiet">${footing(compared)}</p>
    ${sideLinks(site, a, b)} ${protectedNote(compared)} ${decisionSection(compared)}
    ${changedSection(site, compared)} ${regionSection(site, compared)}
    ${pathSection(site, compared)} ${structureSection(compared)} ${recordSection(a, b)}`;
  const own = a.run === b.run ? { run: a.run, tab: 'frontier' as const } : {};
  return shell(site, { title, ...own, body });
}

/** `credit at depth 8 asks Marital, a protected feature, and credit does not.` */
function protectedNote({ a, b, comparison: { asked } }: Compared): Html | null {
  const sentence = (one: NamedSide, other: NamedSide, features: typeof asked.gained): Html[] => {
    const names = features.filter((each) => each.protected).map(({ name }) => visible(name));
    if (names.length === 0) return [];
    const what = names.length === 1 ? 'a protected feature' : 'protected features';
    return [
      html`${one.name} asks ${listWords(names, 'and')}, ${what}, and ${other.name} does not. `,
    ];
  };
  const sentences = [...sentence(b, a, asked.gained), ...sentence(a, b, asked.lost)];
  return sentences.length === 0 ? null : html`<p class="alert">${sentences}</p>`;
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
  const whole =
    ' A feature that only ever held whole numbers is compared at whole numbers: no case is taken to lie between two of them.';
  const notes = `${tolerance}${roles}${whole}${numberWords(a, b)}`;
  if (a.run.id === b.run.id) return `Rows are the held-out rows of ${a.run.id}.${notes}`;
  const trained = alike
    ? sameSplit(a.run.manifest, b.run.manifest)
      ? ', which both runs held out'
      : `; ${b.run.id} may have been trained on some of them`
    : `; ${b.run.id} was made from another file`;
  return `Rows are the held-out rows of ${a.run.id}${trained}.${notes}`;
}

/** How the paths of a tree without pages of its own are named. */
function numberWords(...sides: readonly NamedSide[]): string {
  const names = new Set(sides.filter((side) => !isOwn(side)).map(({ name }) => name));
  if (names.size === 0) return '';
  return ` Paths of ${[...names].join(' and of ')} are numbered from left to right in that tree; each leads to its place there.`;
}

function sameSplit(a: RunDocument, b: RunDocument): boolean {
  return a.seed === b.seed && JSON.stringify(a.data.split) === JSON.stringify(b.data.split);
}

function decisionSection({ a, b, comparison }: Compared): Html | null {
  if (comparison.tolerance !== null || comparison.decisions.length === 0) return null;
  const rows = comparison.decisions.map(
    ({ decisionA, decisionB, rows: n }) =>
      html`<tr>
        <td>${sideMark(a, decisionA)}</td>
        <td>
          ${sideMark(b, decisionB)}${decisionA === decisionB ? null : html` <span class="tag">changes</span>`}
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
      [[a.name], [b.name], ['Rows', 'number'], ['Share', 'number']],
      rows,
    )}
  </section>`;
}
