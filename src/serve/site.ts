/** Where the site stands, and what of a run a visitor has selected in it. */
export interface Site {
  /** Path prefix without a slash at the end: empty, or `/espalier`. */
  readonly base: string;
  readonly selected?: Selection | null;
}

/** A node of the run's own tree that goes along from page to page. */
export interface Selection {
  /** The run's id. */
  readonly run: string;
  readonly node: number;
  /** Places in the run's list of the paths through the node: of a leaf, its one. */
  readonly places: ReadonlySet<number>;
  /** The address of the page without it. */
  readonly without: string;
}

/** An address inside the site: every segment is encoded. */
export function href(site: Site, ...segments: readonly (string | number)[]): string {
  return `${site.base}/${segments.map((segment) => encodeURIComponent(segment)).join('/')}`;
}

/** The address of a page of a run, with what is selected: `/runs/credit/paths?sort=rows&node=4`. */
export function runHref(
  site: Site,
  run: { readonly id: string },
  page: string,
  query: Query = {},
): string {
  const address = page === '' ? href(site, 'runs', run.id) : href(site, 'runs', run.id, page);
  return withQuery(address, { ...query, node: nodeOf(site, run) });
}

/** The node that is selected in a run; `null` where none is, or one of another run. */
export function nodeOf({ selected }: Site, run: { readonly id: string }): number | null {
  return selected?.run === run.id ? selected.node : null;
}

type QueryValue = string | number | null;

type Query = Readonly<Record<string, QueryValue | readonly QueryValue[]>>;

/** An address with a query; empty values are left out, and a list names its value again and again. */
export function withQuery(address: string, query: Query): string {
  const given = Object.entries(query).flatMap(([name, values]) =>
    [values]
      .flat()
      .flatMap((value): [string, string][] =>
        value === null || value === '' ? [] : [[name, String(value)]],
      ),
  );
  if (given.length === 0) return address;
  return `${address}?${new URLSearchParams(given).toString()}`;
}

/** `/espalier/` and `espalier` as `/espalier`; the root as an empty text. */
export function normaliseBase(basePath: string): string {
  const segments = basePath.split('/').filter((segment) => segment !== '');
  return segments.map((segment) => `/${encodeURIComponent(segment)}`).join('');
}
