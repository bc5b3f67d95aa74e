/**
 * Fetches one JSON document of this run: `getJson<TreeAnswer>('tree', { depth: 3 })`; the manifest
 * is the empty name.
 */
export async function getJson<T>(
  name: string,
  query: Readonly<Record<string, number | null>> = {},
): Promise<T> {
  const { base = '', run = '' } = document.body.dataset;
  const given = Object.entries(query).filter(([, value]) => value !== null);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  const address = `${base}/api/v1/runs/${encodeURIComponent(run)}${name === '' ? '' : `/${name}`}`;
  const response = await fetch(search.size === 0 ? address : `${address}?${search.toString()}`);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return (await response.json()) as T;
}

/** The page of a path of this run. */
export function pathHref(id: string): string {
  return `${runHref()}/paths/${encodeURIComponent(id)}`;
}

/** The page that follows a held-out row of this run as a case. */
export function caseHref(row: number): string {
  return `${runHref()}/case?row=${row}`;
}

/** The page of all held-out rows that come through a node of this run's own tree. */
export function nodeRowsHref(node: number): string {
  return `${runHref()}/disagreements?leaf=${node}&rows=all&node=${node}`;
}

function runHref(): string {
  const { base = '', run = '' } = document.body.dataset;
  return `${base}/runs/${encodeURIComponent(run)}`;
}
