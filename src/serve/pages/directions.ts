import type { Direction, Rise } from '../../core/direction.ts';
import { visible } from '../../core/text.ts';
import { numberWords } from '../../core/words.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { favouredClass, type FeatureDirection } from '../direction.ts';
import type { AskQuery } from '../contract-ask.ts';
import { html, type Html } from '../html.ts';
import { href, withQuery, type Site } from '../site.ts';
import { className, decisionMark, protectedMark, scrollTable } from './parts.ts';

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
  const basis = `Answers hold for every pair of cases${asks ? '; paths that ask the teacher are left out' : ''}. What held whole numbers rises by whole numbers.`;
  return html`<section aria-labelledby="directions">
    <h2 id="directions">Which way each number pushes</h2>
    <p class="measure">${question} ${basis}</p>
    ${numbers ? null : classLinks(site, run, query, shown)}
    ${
      rows.length === 0
        ? html`<p>The tree asks about no number.</p>`
        : scrollTable(
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
    const address = `${withQuery(href(site, 'runs', run.id, 'ask'), { ...query, of: k })}#directions`;
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
): Html {
  const examples = [direction.raises, direction.lowers].filter((rise) => rise !== null);
  return html`<tr>
    <th scope="row">
      ${run.model.features[feature]!.name}${protectedMark(run.model.features[feature])}
    </th>
    <td>${verdictOf(run, direction, of)}</td>
    <td>
      ${
        examples.length === 0
          ? html`<span class="quiet">none</span>`
          : html`<ul class="examples">
              ${examples.map((rise) => html`<li>${exampleOf(site, run, feature, rise)}</li>`)}
            </ul>`
      }
    </td>
  </tr>`;
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

/** `Income from 80 to 81: path a, good, becomes path b, bad`. */
function exampleOf(site: Site, run: LoadedRun, f: number, { from, to, leaves }: Rise): Html {
  const feature = run.model.features[f]!;
  const [before, after] = leaves.map((leaf) => {
    const path = run.paths.find((one) => one.leaf === leaf)!;
    const address = href(site, 'runs', run.id, 'paths', path.id);
    return html`${decisionMark(run.manifest, path)} <a href="${address}">${path.id}</a>`;
  });
  return html`${numberWords(feature, from)} to ${numberWords(feature, to)}: ${before} becomes
  ${after}`;
}
