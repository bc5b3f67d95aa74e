import { entersWhole } from '../../core/entry.ts';
import type { CategoricalFeature, Feature, NumericFeature } from '../../core/table.ts';
import { listWords } from '../../core/text.ts';
import { valueWords } from '../../core/words.ts';
import { slackScene, type Part } from '../../draw/slack.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { rounded } from '../../draw/format.ts';
import { toleranceOf } from '../case-flips.ts';
import type { CaseAnswer, CaseSlack } from '../contract-case.ts';
import { drawing, html, type Html } from '../html.ts';
import { partWords } from '../value-words.ts';
import { scrollTable } from './parts.ts';

/** How far each value may move alone before the decision changes. */
export function slackSection(run: LoadedRun, { slack }: CaseAnswer): Html | null {
  if (slack.length === 0) return null;
  const byName = new Map(run.model.features.map((feature) => [feature.name, feature]));
  const all = slack.map((one) => ({ one, feature: byName.get(one.feature)! }));
  const bound = all.filter(({ one, feature }) => !isFree(one, feature));
  const free = all.filter(({ one, feature }) => isFree(one, feature));
  const rows = bound.map(
    ({ one, feature }) =>
      html`<tr>
        <th scope="row">${one.feature}</th>
        <td>${one.now}</td>
        <td class="optional">${slackBar(one, feature)}</td>
        <td>${slackWords(one, feature)}</td>
      </tr>`,
  );
  const stays =
    run.manifest.task === 'regression'
      ? `answer stays within ${rounded(toleranceOf(run))}`
      : 'decision stays';
  return html`<h3>How far each value can move alone</h3>
    ${
      rows.length === 0
        ? null
        : scrollTable(
            `Where the ${stays}`,
            [['Feature'], ['Now'], ['Within what was seen', 'optional'], [`The ${stays} with`]],
            rows,
          )
    }
    ${free.length === 0 ? null : html`<p class="quiet">${freeWords(free, stays)}</p>`}`;
}

function freeWords(free: readonly { one: CaseSlack }[], stays: string): string {
  const names = listWords(
    free.map(({ one }) => one.feature),
    'or',
  );
  return `With any other value of ${names} alone, a missing one too, the ${stays}.`;
}

/** Whether neither a value, nor one not seen in training, nor a missing one changes anything. */
function isFree({ intervals, categories, missing }: CaseSlack, feature: Feature): boolean {
  if (!missing) return false;
  if (feature.kind === 'categorical') return categories?.length === feature.categories.length;
  return intervals?.length === 1 && isEverywhere(intervals[0]!);
}

function isEverywhere({ over, upTo }: Part): boolean {
  return over === null && upTo === null;
}

function slackBar({ intervals, value }: CaseSlack, feature: Feature): Html | null {
  if (intervals === null || feature.kind !== 'numeric') return null;
  return drawing(slackScene(feature, intervals, value));
}

function slackWords(slack: CaseSlack, feature: Feature): string {
  if (feature.kind === 'categorical') return categoryWords(slack, feature);
  const { intervals, value } = slack;
  const parts = (intervals ?? []).filter((part) => !entersWhole(feature) || holdsWhole(part));
  if (value === null) {
    return parts.length === 0 ? 'only while it is missing' : partList(parts, feature);
  }
  const own = parts.find((part) => holds(part, value));
  if (own !== undefined && isEverywhere(own)) return 'any number; not while it is missing';
  const others = parts.filter((part) => part !== own);
  const also = others.length === 0 ? '' : `; also ${partList(others, feature)}`;
  return `${own === undefined ? '' : partWords(own, feature)}${also}`;
}

function holds({ over, upTo }: Part, value: number): boolean {
  return (over === null || over < value) && (upTo === null || value <= upTo);
}

function holdsWhole({ over, upTo }: Part): boolean {
  return over === null || upTo === null || Math.floor(over) < Math.floor(upTo);
}

function partList(parts: readonly Part[], feature: NumericFeature): string {
  return listWords(
    parts.map((part) => partWords(part, feature)),
    'or',
  );
}

/** The shorter way round. */
function categoryWords({ categories, missing }: CaseSlack, feature: CategoricalFeature): string {
  const keeps = new Set(categories ?? []);
  const all = [...feature.categories.keys()];
  const changes = all.filter((code) => !keeps.has(code));
  const names = (codes: readonly number[], withMissing: boolean): string =>
    listWords(
      [
        ...codes.map((code) => valueWords(feature, code)),
        ...(withMissing ? unknownWords(feature) : []),
      ],
      'or',
    );
  if (keeps.size === 0) return 'with no other value';
  if (keeps.size === 1 && !missing) return `only ${names([...keeps], false)}`;
  if (changes.length >= keeps.size) return names([...keeps], missing);
  return `anything but ${names(changes, !missing)}`;
}

/** What follows the rule for missing values: an unseen value is one where no rest stands for it. */
function unknownWords({ rest }: CategoricalFeature): string[] {
  return rest === null ? ['a missing value', 'one not seen in training'] : ['a missing value'];
}
