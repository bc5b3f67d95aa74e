import type { LoadedRun } from '../../report/load-run.ts';
import type { TreeQuery } from '../contract.ts';
import { href, withQuery, type Site } from '../site.ts';

/** The tree's page in another state: what is given replaces what the query says. */
export function treeHref(
  site: Site,
  run: LoadedRun,
  query: TreeQuery,
  other: Partial<TreeQuery>,
): string {
  const { depth, leaves, node, own, focus, view, page, folded } = { ...query, ...other };
  const address = withQuery(href(site, 'runs', run.id, 'tree'), {
    depth,
    leaves,
    node,
    own,
    focus,
    view: view === 'diagram' ? '' : view,
    page,
  });
  // An empty list is said: it means that nothing is folded.
  if (folded === undefined) return address;
  return `${address}${address.includes('?') ? '&' : '?'}folded=${folded.join(',')}`;
}
