import { grouped } from '../../draw/format.ts';
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
  const pages = Math.max(1, Math.ceil(all.length / PER_PAGE));
  const page = Math.min(Math.max(1, query[name] ?? 1), pages);
  const first = (page - 1) * PER_PAGE;
  const shown = all.slice(first, first + PER_PAGE);
  const address = href(site, 'compare', a.run.id, b.run.id);
  const which = { ...sidesQuery(a, b), page: query.page, pairs: query.pairs };
  return {
    shown,
    page,
    pages,
    words:
      pages === 1
        ? `All ${grouped(all.length)}`
        : `${grouped(first + 1)} to ${grouped(first + shown.length)} of ${grouped(all.length)}, page ${page} of ${pages}`,
    at: (to) => `${withQuery(address, { ...which, [name]: to })}#${id}`,
  };
}
