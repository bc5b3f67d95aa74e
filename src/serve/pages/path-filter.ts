import { PATH_FLAGS } from '../../core/run.ts';
import { grouped } from '../../draw/format.ts';
import { ASK_TEACHER } from '../../draw/labels.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { queryNames, type PathOrder, type PathQuery, type QueryNames } from '../contract.ts';
import { html, type Html } from '../html.ts';
import { href, runHref, type Site } from '../site.ts';
import { flagLabel } from './flag-words.ts';

const ORDER_WORDS: Readonly<Record<PathOrder, string>> = {
  tree: 'Order in the tree',
  '-rows': 'Most rows first',
  rows: 'Fewest rows first',
  fidelity: 'Least certain fidelity first',
  '-fidelity': 'Most certain fidelity first',
  fresh: 'Fresh, least certain first',
  '-fresh': 'Fresh, most certain first',
  decision: 'Decision',
  length: 'Shortest rule first',
};

/** Names that a query refers to by index. */
export function namesOf({ manifest, model }: LoadedRun): QueryNames {
  const features = model.features.map((feature) => feature.name);
  return queryNames(manifest.task, manifest.classes, features);
}

/** What of the list is on its page. */
interface ListState {
  /** All of it: the browser filters it in place. */
  readonly isWhole: boolean;
  /** The path that is selected. */
  readonly isListed: boolean;
}

/** Filter and order of the path list, as a form that also works without a script. */
export function filterForm(
  site: Site,
  run: LoadedRun,
  query: PathQuery,
  { isWhole, isListed }: ListState,
): Html {
  const { selected = null } = site;
  const address = href(site, 'runs', run.id, 'paths');
  const { decisions, features } = namesOf(run);
  const taken = new Set(run.paths.map((path) => path.decision));
  const offered = decisions.flatMap((name, k) => {
    if (k < run.manifest.classes.length) return [[k, name] as const];
    return taken.has(name) ? [[k, ASK_TEACHER] as const] : [];
  });
  const uses = usesOf(run);
  const featureOptions = features.map(
    (name, f) => [f, `${name} (${grouped(uses.get(name) ?? 0)})`] as const,
  );
  const flags = [
    ['any', 'any flag'] as const,
    ...PATH_FLAGS.map((f) => [f, flagLabel(f)] as const),
  ];
  return html`<form
    class="${isWhole ? 'filter' : 'filter plain'}"
    id="filter"
    method="get"
    action="${address}"
    role="search"
    aria-label="Paths"
  >
    ${
      // Of the group of buttons in the list: one of those takes its place.
      selected === null || isListed
        ? null
        : html`<input type="radio" name="node" value="${selected.node}" checked hidden />`
    }
    <div class="grow">
      <label for="filter-q">Text</label>
      <input
        id="filter-q"
        name="q"
        type="search"
        maxlength="200"
        value="${query.q}"
        placeholder='words in any order, or "a phrase"'
        autocomplete="off"
      />
    </div>
    ${offered.length === 0 ? null : select('decision', 'Decision', offered, query.decision)}
    ${select('feature', 'Asks about', featureOptions, query.feature)}
    <div>
      <label for="filter-min">Rows at least</label>
      <input
        id="filter-min"
        name="min"
        inputmode="numeric"
        pattern="[0-9]*"
        size="5"
        value="${query.min}"
      />
    </div>
    <div>
      <label for="filter-low">Fidelity at least, %</label>
      <input
        id="filter-low"
        name="low"
        inputmode="numeric"
        pattern="[0-9]*"
        size="5"
        value="${query.low}"
        aria-describedby="filter-low-note"
      />
      <span id="filter-low-note" class="visually-hidden">By the lower end of its interval</span>
    </div>
    ${select('flag', 'Flag', flags, query.flag)}
    ${select('sort', 'Order', Object.entries(ORDER_WORDS), query.sort === '' ? 'tree' : query.sort, false)}
    <p class="filter-actions">
      <button type="submit">Apply</button>
      <a data-carries href="${runHref(site, run, 'paths')}">Reset</a>
    </p>
  </form>`;
}

/** How many paths ask about each feature; one that none asks about is left out. */
function usesOf({ paths }: LoadedRun): Map<string, number> {
  const uses = new Map<string, number>();
  for (const { feature } of paths.flatMap(({ conditions }) => conditions)) {
    uses.set(feature, (uses.get(feature) ?? 0) + 1);
  }
  return uses;
}

/** A labelled choice of a filter; `all` offers "any". */
export function select(
  name: string,
  label: string,
  options: readonly (readonly [value: string | number, text: string])[],
  chosen: string | number | null,
  all = true,
): Html {
  return html`<div>
    <label for="filter-${name}">${label}</label>
    <select id="filter-${name}" name="${name}">
      ${all ? html`<option value="">any</option>` : null}
      ${options.map(([value, text]) =>
        String(value) === String(chosen)
          ? html`<option value="${value}" selected>${text}</option>`
          : html`<option value="${value}">${text}</option>`,
      )}
    </select>
  </div>`;
}
