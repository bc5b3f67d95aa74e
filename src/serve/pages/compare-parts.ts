import { grouped } from '../../draw/format.ts';
import type { CompareQuery } from '../contract-compare.ts';
import { placeOf } from '../page-place.ts';
import { href, nodeOf, withQuery, type Site } from '../site.ts';
import type { Compared } from './compare.ts';
import { sidesQuery } from './compare-sides.ts';

const PER_PAGE = 20;

/** One page of a list of the comparison. */
interface Part<T> {
  readonly shown: readonly T[];
  readonly page: number;
  readonly pages: number;
  /** `1 to 20 of 179, page 1 of 9`. */
  readonly words: string;
  /** The address of another page. */
  readonly at: (page: number) => string;
}

/** The same comparison in another state: what is given replaces what the query says. */
export function compareAddress(
  site: Site,
  { a, b, query }: Compared,
  other: Partial<CompareQuery>,
): string {
  const { path, paths, page, pairs } = { ...query, ...other };
  const address = href(site, 'compare', a.run.id, b.run.id);
  const node = nodeOf(site, a.run);
  return withQuery(address, { ...sidesQuery(a, b), path, paths, page, pairs, node });
}

/** The page of a list that the query asks for by `name`; it stands in the section `id`. */
export function partOf<T>(
  site: Site,
  compared: Compared,
  all: readonly T[],
  name: 'paths' | 'page' | 'pairs',
  id: string,
): Part<T> {
  const { page, pages, from, to } = placeOf(all.length, PER_PAGE, compared.query[name]);
  return {
    shown: all.slice(from, to),
    page,
    pages,
    words:
      pages === 1
        ? `All ${grouped(all.length)}`
        : `${grouped(from + 1)} to ${grouped(to)} of ${grouped(all.length)}, page ${page} of ${pages}`,
    at: (other) => `${compareAddress(site, compared, { [name]: other })}#${id}`,
  };
}
