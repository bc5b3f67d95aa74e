/** Where the site stands and how its addresses are written. */
export interface Site {
  /** Path prefix without a slash at the end: empty, or `/espalier`. */
  readonly base: string;
}

/** An address inside the site: every segment is encoded. */
export function href(site: Site, ...segments: readonly (string | number)[]): string {
  return `${site.base}/${segments.map((segment) => encodeURIComponent(segment)).join('/')}`;
}

/** An address with a query; empty values are left out. */
export function withQuery(
  address: string,
  query: Readonly<Record<string, string | number | null>>,
): string {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== '');
  if (given.length === 0) return address;
  const pairs = given.map(([name, value]): [string, string] => [name, String(value)]);
  return `${address}?${new URLSearchParams(pairs).toString()}`;
}

/** `/espalier/` and `espalier` as `/espalier`; the root as an empty text. */
export function normaliseBase(basePath: string): string {
  const segments = basePath.split('/').filter((segment) => segment !== '');
  return segments.map((segment) => `/${encodeURIComponent(segment)}`).join('');
}
