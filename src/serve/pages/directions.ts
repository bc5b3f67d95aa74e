import type { Direction, Rise } from '../../core/direction.ts';
import { visible } from '../../core/text.ts';
import { numberWords } from '../../core/words.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { favouredClass, type FeatureDirection } from '../direction.ts';
import type { AskQuery } from '../contract-ask.ts';
import { html, type Html } from '../html.ts';
import { href, runHref, type Site } from '../site.ts';
import { className, decisionMark, protectedMark } from './parts.ts';
import { stackedTable, type StackedRow } from './stacked-table.ts';

/** What a number of the tree does to the answer when it rises and all else stays. */
export function directionSection(
  site: Site,
  run: LoadedRun,
  query: AskQuery,
  directions: readonly FeatureDirection[],
): Html {
  const { manifest } = run;
  const numbers = manifest.task === 'regression';
  const shown = favouredClass(run, query.of);
  const rows = directions.map((one) => directionRow(site, run, one, shown));
  const question = numbers
    ? 'When one number rises and nothing else changes, can the answer rise, or fall?'
    : html`When one number rises and nothing else changes, can a case come to be decided
      ${className(manifest, manifest.classes[shown]!, null)}, or cease to be?`;
  const asks = run.paths.some(({ deferredFrom }) => deferredFrom !== null);
  const basis = `Answers hold for every pair of cases${asks ? '; paths that ask the teacher are left out' : ''}. A feature that only ever held whole numbers rises by whole numbers.`;
  return html`<section aria-labelledby="directions">
    <h2 id="directions">Which way each number pushes</h2>
    <p class="measure">${question} ${basis}</p>
    ${numbers ? null : classLinks(site, run, query, shown)}
    ${
      rows.length === 0
        ? html`<p>The tree asks about no number.</p>`
        : stackedTable(
            'Directions',
            [['Feature'], ['When it rises a case', 'sentence'], ['For example', 'sentence']],
            rows,
            'asked',
          )
    }
  </section>`;
}

function classLinks(site: Site, run: LoadedRun, query: AskQuery, shown: number): Html | null {
  const { classes } = run.manifest;
  if (classes.length < 2) return null;
  const links = classes.map((name, k) => {
    const address = `${runHref(site, run, 'ask', { ...query, of: k })}#directions`;
    return k === shown
      ? html`<li><a href="${address}" aria-current="true">${name}</a></li>`
      : html`<li><a href="${address}">${name}</a></li>`;
  });
  return html`<ul class="class-links" aria-label="Decision">
    ${links}
  </ul>`;
}

function directionRow(
  site: Site,
  run: LoadedRun,
  { feature, direction }: FeatureDirection,
  of: number,
): StackedRow {
  const examples = [direction.raises, direction.lowers].filter((rise) => rise !== null);
  const { name } = run.model.features[feature]!;
  const shown =
    examples.length === 0
      ? html`<span class="quiet">none</span>`
      : html`<ul class="examples">
          ${examples.map((rise) => html`<li>${exampleOf(site, run, feature, rise)}</li>`)}
        </ul>`;
  return {
    head: html`${name}${protectedMark(run.model.features[feature])}`,
    cells: [verdictOf(run, direction, of), shown],
  };
}

function verdictOf(
  { manifest }: LoadedRun,
  { raises, lowers, settled }: Direction,
  of: number,
): Html {
  if (!settled)
    return html`<span class="quiet">The tree is too large to compare every pair.</span>`;
  const numbers = manifest.task === 'regression';
  const name = manifest.classes[of] ?? '';
  if (raises === null && lowers === null) {
    return html`changes nothing${numbers ? '' : ` about ${visible(name)}`}`;
  }
  if (raises !== null && lowers !== null) return html`<span class="tag">can do both</span>`;
  if (numbers) return html`the answer never ${raises === null ? 'rises' : 'falls'}`;
  return raises === null ? html`can only lose “${name}”` : html`can only gain “${name}”`;
}

/** `80 to 81: good Path 3 becomes bad Path 4`. */
function exampleOf(site: Site, run: LoadedRun, f: number, { from, to, leaves }: Rise): Html {
  const feature = run.model.features[f]!;
  const [before, after] = leaves.map((leaf) => {
    const place = run.paths.findIndex((one) => one.leaf === leaf);
    const path = run.paths[place]!;
    const address = href(site, 'runs', run.id, 'paths', path.id);
    return html`${decisionMark(run.manifest, path)} <a href="${address}">Path ${place + 1}</a>`;
  });
  return html`${numberWords(feature, from)} to ${numberWords(feature, to)}: ${before} becomes
  ${after}`;
}
