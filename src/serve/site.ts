/** Where the site stands and how its addresses are written. */
export interface Site {
  /** Path prefix without a slash at the end: empty, or `/espalier`. */
  readonly base: string;
}

/** An address inside the site: every segment is encoded. */
export function href(site: Site, ...segments: readonly (string | number)[]): string {
  return `${site.base}/${segments.map((segment) => encodeURIComponent(segment)).join('/')}`;
}

type QueryValue = string | number | null;

/** An address with a query; empty values are left out, and a list names its value again and again. */
export function withQuery(
  address: string,
  query: Readonly<Record<string, QueryValue | readonly QueryValue[]>>,
): string {
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
