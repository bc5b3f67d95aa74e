import { grouped } from '../../draw/format.ts';
import { placeOf } from '../page-place.ts';
import { href, withQuery, type Site } from '../site.ts';
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

/** The page of a list that the query asks for by `name`; it stands in the section `id`. */
export function partOf<T>(
  site: Site,
  { a, b, query }: Compared,
  all: readonly T[],
  name: 'page' | 'pairs',
  id: string,
): Part<T> {
  const { page, pages, from, to } = placeOf(all.length, PER_PAGE, query[name]);
  const address = href(site, 'compare', a.run.id, b.run.id);
  const which = { ...sidesQuery(a, b), page: query.page, pairs: query.pairs };
  return {
    shown: all.slice(from, to),
    page,
    pages,
    words:
      pages === 1
        ? `All ${grouped(all.length)}`
        : `${grouped(from + 1)} to ${grouped(to)} of ${grouped(all.length)}, page ${page} of ${pages}`,
    at: (other) => `${withQuery(address, { ...which, [name]: other })}#${id}`,
  };
}
