import { pathsOf, type Condition } from '../../core/box.ts';
import { DEFER } from '../../core/tree.ts';
import type { Side } from '../compare.ts';
import { html, type Html } from '../html.ts';
import { href, nodeOf, runHref, withQuery, type Site } from '../site.ts';
import { className, deferMark } from './parts.ts';

/** Where a path stands in its tree: its number, from left to right, its leaf and its rule. */
interface PathPlace {
  readonly number: number;
  readonly leaf: number;
  /** What a case meets on it. */
  readonly conditions: readonly Condition[];
}

/** One of the two trees as the page names it. */
export interface NamedSide extends Side {
  /** `credit`, `credit at depth 4`, or `credit of at most 48 leaves`. */
  readonly name: string;
  /** Its paths by their ids. */
  readonly places: ReadonlyMap<string, PathPlace>;
}

export function namedSide(side: Side): NamedSide {
  const paths = isOwn(side) ? side.run.paths : pathsOf(side.model);
  const places = paths.map(
    ({ id, leaf, conditions }, i) => [id, { number: i + 1, leaf, conditions }] as const,
  );
  return { ...side, name: sideName(side), places: new Map(places) };
}

function sideName({ run, depth, limit }: Side): string {
  if (limit !== null) return `${run.id} of at most ${limit} leaves`;
  return depth === null ? run.id : `${run.id} at depth ${depth}`;
}

/** Whether it is the run's own tree, whose paths have pages. */
export function isOwn({ depth, limit }: Side): boolean {
  return depth === null && limit === null;
}

/** The part of a query that says which trees are compared. */
export function sidesQuery(a: Side, b: Side): Record<'da' | 'la' | 'db' | 'lb', number | null> {
  return { da: a.depth, la: a.limit, db: b.depth, lb: b.limit };
}

/** The pages of both runs and of both trees, each once. */
export function sideLinks(site: Site, a: NamedSide, b: NamedSide): Html {
  const links = [a, b].flatMap((side) => [
    [runHref(site, side.run, ''), `Overview of ${side.run.id}`] as const,
    [treeAddress(site, side, null), `Tree of ${side.name}`] as const,
  ]);
  const once = [...new Map(links)];
  return html`<ul class="choices">
    ${once.map(([address, text]) => html`<li><a href="${address}">${text}</a></li>`)}
  </ul>`;
}

function treeAddress(site: Site, side: Side, node: number | null): string {
  const { run, depth, limit } = side;
  if (isOwn(side) && node === null) return runHref(site, run, 'tree');
  const own = nodeOf(site, run);
  return withQuery(href(site, 'runs', run.id, 'tree'), { depth, leaves: limit, node, own });
}

/** `Path 48`: to its page, or to its place in a tree whose paths have none. */
export function pathLink(site: Site, side: NamedSide, id: string): Html {
  const { number, leaf } = side.places.get(id)!;
  const address = isOwn(side)
    ? href(site, 'runs', side.run.id, 'paths', id)
    : treeAddress(site, side, leaf);
  return html`<a href="${address}">Path ${number}</a>`;
}

/** A decision of one of the trees with its mark. */
export function sideMark({ run }: Side, decision: string): Html {
  return decision === DEFER ? deferMark() : className(run.manifest, decision, Number(decision));
}

/** The decision of a path and its name. */
export function sideCell(site: Site, side: NamedSide, decision: string, id: string): Html {
  return html`${sideMark(side, decision)} <span class="quiet">${pathLink(site, side, id)}</span>`;
}
