import { askedIndices } from '../../core/asked.ts';
import { boxOf, isEmptyBound } from '../../core/box.ts';
import { fixedFeatures } from '../../core/flips.ts';
import type { PathRecord } from '../../core/run.ts';
import type { RegionChange } from '../../core/region-flips.ts';
import { listWords, visible } from '../../core/text.ts';
import { valueWords } from '../../core/words.ts';
import { counted, grouped } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { html, type Html } from '../html.ts';
import type { PathFlip, PathFlips } from '../path-flips.ts';
import { href, withQuery, type Site } from '../site.ts';
import { allowedWords } from '../value-words.ts';
import { decisionMark } from './parts.ts';
import { pathWithRows } from './path-evidence.ts';

/** What would have to be otherwise for another decision, tried on the rows that came here. */
export function flipsSection(
  site: Site,
  run: LoadedRun,
  path: PathRecord,
  found: PathFlips,
  keep: ReadonlySet<number>,
): Html | null {
  if (run.paths.length === 1) return null;
  return html`<section aria-labelledby="flips">
    <h2 id="flips">What would flip it</h2>
    <p class="measure">
      ${leadWords(run, path, found)}
      ${found.hasTeacher || found.flips.length === 0 ? null : 'The teacher is not kept with this run, so nothing was put to it.'}
    </p>
    ${found.flips.length === 0 ? null : flipList(site, run, found)}
    ${keepForm(site, run, path, keep)}
  </section>`;
}

function leadWords(run: LoadedRun, path: PathRecord, found: PathFlips): string {
  const { flips, rows, tried } = found;
  const other = run.model.task === 'regression' ? 'another answer' : 'another decision';
  const [first] = flips;
  if (first === undefined) {
    return boxOf(run.model, path.leaf).some(isEmptyBound)
      ? 'No case can take this path.'
      : `Where all values are known, no change of what may change leads to ${other}.`;
  }
  const on =
    rows === 'held-out'
      ? `tried on ${counted(tried, 'held-out row')} of this path, ${tried === 1 ? '' : 'each '}moved no further than it must be.`
      : 'tried on one row made up for this path, from the middle of what training saw within its bounds: no whole held-out row of it is known.';
  return [`${wayWords(found, first)} to ${other}, ${on}`, ...leftOutWords(found)].join(' ');
}

/** `The single changes that lead`, or how else they are to be called. */
function wayWords({ ways }: PathFlips, { changes }: PathFlip): string {
  const lead = ways === 1 ? 'that leads' : 'that lead';
  if (changes.length === 1) return `The single ${ways === 1 ? 'change' : 'changes'} ${lead}`;
  return `No single change of what may change is enough where all values are known. The smallest ${ways === 1 ? 'set' : 'sets'} of changes ${lead}`;
}

/** What was found and is not shown, and what was not looked at. */
function leftOutWords({ flips, ways, rows, neighbours }: PathFlips): string[] {
  const one = flips.length === 1;
  const most = one ? 'the one that moves most of these rows' : 'those that move most of these rows';
  const moving = rows === 'held-out' ? most : `the nearest that ${one ? 'moves' : 'move'} it`;
  const those = flips.some(({ moved }) => moved > 0) ? moving : 'the nearest';
  const shown = `Shown ${one ? 'is' : 'are'} ${flips.length} of ${grouped(ways)}, ${those}.`;
  const cut = flips.length < ways ? [shown] : [];
  if (neighbours.looked === neighbours.all) return cut;
  const some = `Looked at were the ${neighbours.looked} nearest of ${grouped(neighbours.all)} paths that so many changes lead to.`;
  return [...cut, some];
}

function flipList(site: Site, run: LoadedRun, { flips, tried }: PathFlips): Html {
  const items = flips.map(
    (flip) =>
      html`<li>
        <ul class="changes">
          ${flip.changes.map((change) => changeWords(run, change))}
        </ul>
        <p>
          ${grouped(flip.moved)} of ${counted(tried, 'row')} ${flip.moved === 1 ? 'goes' : 'go'}
          over to ${decisionMark(run.manifest, flip.to[0]!.path)}, by ${pathLinks(site, run, flip)}.
          ${exampleWords(site, run, flip)} ${teacherWords(flip)}
        </p>
      </li>`,
  );
  return html`<ol class="flips">
    ${items}
  </ol>`;
}

/** More paths than these are counted. */
const NAMED_PATHS = 3;

function pathLinks(site: Site, run: LoadedRun, { to }: PathFlip): Html {
  const reached = to.filter(({ rows }, i) => rows > 0 || i === 0);
  const links = reached
    .slice(0, NAMED_PATHS)
    .map(({ path }, i) => html`${i === 0 ? null : ', '}${pathWithRows(site, run, path)}`);
  const more = reached.length - links.length;
  return html`${links}${more > 0 ? ` and ${more} more` : null}`;
}

function changeWords({ model }: LoadedRun, { feature, from, to }: RegionChange): Html {
  const one = model.features[feature]!;
  return html`<li>
    <b>${one.name}</b> <strong>${allowedWords(one, to)}</strong>
    <span class="quiet">(here ${allowedWords(one, from)})</span>
  </li>`;
}

/** One of the rows moved, with its own values: `The middle one by distance, row 12: Income 60 to 81.` */
function exampleWords(
  site: Site,
  run: LoadedRun,
  { example, changes, moved }: PathFlip,
): Html | null {
  if (example === null) return null;
  const { source, before, after } = example;
  const steps = changes
    .filter(({ feature }) => !Object.is(before[feature], after[feature]))
    .map(({ feature }) => {
      const one = run.model.features[feature]!;
      return `${visible(one.name)} ${valueWords(one, before[feature]!)} to ${valueWords(one, after[feature]!)}`;
    });
  if (steps.length === 0) return null;
  const address = withQuery(href(site, 'runs', run.id, 'case'), { row: source });
  const moves = changes.some(({ feature }) => run.model.features[feature]!.kind === 'numeric');
  const which = moves ? 'The middle one by distance, row' : 'For example row';
  const row =
    source === null
      ? html`The made-up row`
      : html`${moved === 1 ? 'Row' : which} <a href="${address}">${source}</a>`;
  return html`${row}: ${listWords(steps, 'and')}.`;
}

/** What the teacher makes of the moved rows; nothing where it was not asked about any. */
function teacherWords({ teacher, to }: PathFlip): Html | string | null {
  if (teacher === null) return to[0]!.path.deferredFrom === null ? null : 'It is asked there.';
  const { agrees, asked } = teacher;
  if (agrees === asked) return `The teacher agrees on ${agrees} of ${grouped(asked)}.`;
  return html`<strong
    >The teacher differs on ${grouped(asked - agrees)} of ${grouped(asked)}.</strong
  >`;
}

/** Which features the changes must leave alone. */
function keepForm(
  site: Site,
  run: LoadedRun,
  path: PathRecord,
  keep: ReadonlySet<number>,
): Html | null {
  const { features } = run.model;
  const fixed = fixedFeatures(features);
  const asked = [...askedIndices(run.model)];
  const never = asked.filter((f) => fixed.has(f)).map((f) => features[f]!.name);
  const boxes = asked
    .filter((f) => !fixed.has(f))
    .map(
      (f) =>
        html`<label class="check"
          ><input type="checkbox" name="lock" value="${f}" ${keep.has(f) ? html`checked` : null} />
          ${features[f]!.name}</label
        >`,
    );
  return html`<form method="get" action="${href(site, 'runs', run.id, 'paths', path.id)}#flips">
    <fieldset class="keep">
      <legend>Leave as it is</legend>
      <div class="checks">${boxes} <button type="submit">Look again</button></div>
      ${never.length === 0 ? null : html`<p class="quiet">Never changed: ${never.join(', ')}</p>`}
    </fieldset>
  </form>`;
}
