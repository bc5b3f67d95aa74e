import { PATH_FLAGS } from '../../src/core/run.ts';
import type { Task } from '../../src/core/table.ts';
import { grouped, percent } from '../../src/draw/format.ts';
import { amongWords } from '../../src/draw/spoken.ts';
import {
  PATH_ORDERS,
  SELECTED_ROW,
  queryNames,
  selectPaths,
  type PathList,
  type PathQuery,
} from '../../src/serve/contract.ts';
import { getJson } from '../api.ts';
import { makeList } from '../list.ts';
import { byId } from '../mount.ts';
import { selectedRows, startSelecting } from '../select-path.ts';
import { readState, writeState } from '../state.ts';

interface RunNames {
  readonly task: Task;
  readonly classes: readonly string[];
  readonly features: readonly { readonly name: string }[];
}

/** Paths are selected in the list, and a list that was sent whole is filtered and ordered in place. */
export async function startPaths(): Promise<void> {
  const form = document.querySelector<HTMLFormElement>('form.filter');
  const body = byId('paths');
  startSelecting(body, () => saySelected(body));
  keepAddress(form, body);
  if (form !== null && body.dataset['whole'] !== undefined) await startFilter(form, body);
}

/**
 * The address says what the page shows: going to the selected row makes no step of its own, and a step
 * back within the page (after a link to a place in it) leaves the page as it is.
 */
function keepAddress(form: HTMLFormElement | null, body: HTMLElement): void {
  byId('to-selected').addEventListener('click', (event) => {
    const row = document.getElementById(SELECTED_ROW);
    if (row === null) return;
    event.preventDefault();
    row.scrollIntoView();
    row.querySelector('input')?.focus({ preventScroll: true });
  });
  let { search } = location;
  const note = (): void => {
    search = location.search;
  };
  body.addEventListener('change', note);
  form?.addEventListener('input', note);
  addEventListener('popstate', () => {
    if (location.search !== search) history.replaceState(null, '', `${location.pathname}${search}`);
  });
}

/** Filters and orders the list while the person types. */
async function startFilter(form: HTMLFormElement, body: HTMLElement): Promise<void> {
  const [list, run] = await Promise.all([getJson<PathList>('paths'), getJson<RunNames>('')]);
  const features = run.features.map((feature) => feature.name);
  const names = queryNames(run.task, run.classes, features);
  const rows = new Map(
    Array.from(body.querySelectorAll<HTMLElement>('tr[data-leaf]'), (row) => [
      Number(row.dataset['leaf']),
      row,
    ]),
  );
  const show = makeList(body, [...rows.values()]);
  const update = (): void => {
    writeState(stateOf(form));
    const chosen = selectPaths(list.paths, queryOf(), names);
    show(chosen.paths.flatMap(({ leaf }) => rows.get(leaf) ?? []));
    say(chosen);
    saySelected(body, new Set(chosen.paths.map(({ leaf }) => leaf)));
  };
  form.addEventListener('input', update);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    update();
  });
}

function stateOf(form: HTMLFormElement): Parameters<typeof writeState>[0] {
  const data = new FormData(form);
  const text = (name: string): string | null => {
    const value = data.get(name);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const whole = (name: string): number | null => {
    const value = text(name);
    return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : null;
  };
  return {
    q: text('q'),
    decision: whole('decision'),
    feature: whole('feature'),
    min: whole('min'),
    low: whole('low'),
    flag: text('flag'),
    sort: text('sort') === 'tree' ? null : text('sort'),
  };
}

function queryOf(): PathQuery {
  const { q, decision, feature, min, low, flag, sort } = readState();
  return {
    q: q ?? '',
    decision,
    feature,
    min,
    low,
    flag: (['any', ...PATH_FLAGS] as const).find((known) => known === flag) ?? '',
    sort: PATH_ORDERS.find((known) => known === sort) ?? '',
    page: null,
  };
}

function say(list: PathList): void {
  byId('count').textContent =
    `${grouped(list.matched)} of ${grouped(list.total)} paths, ${percent(list.share)} of held-out rows.`;
  byId('found').hidden = list.matched === 0;
  byId('none').hidden = list.matched > 0;
}

/** Whether what is selected is in sight, and where; all of it where no filter says which rows are. */
function saySelected(body: HTMLElement, shown: ReadonlySet<number> | null = null): void {
  const rows = selectedRows(body);
  const [first, ...more] = rows.filter((row) => shown?.has(Number(row.dataset['leaf'])) ?? true);
  const seen = first === undefined ? 0 : more.length + 1;
  byId('among').textContent = amongWords(seen, rows.length);
  const link = byId('to-selected') as HTMLAnchorElement;
  link.hidden = first === undefined;
  if (first === undefined) return;
  document.getElementById(SELECTED_ROW)?.removeAttribute('id');
  first.id = SELECTED_ROW;
  link.href = `#${SELECTED_ROW}`;
}
