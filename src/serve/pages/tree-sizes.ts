import { treeDepth, type Model } from '../../core/tree.ts';
import { leafCounts } from '../../draw/layout.ts';
import { changeWords, nearestSize, sizeWords } from '../../draw/spoken.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import type { Changes, TreeQuery } from '../contract.ts';
import { html, type Html } from '../html.ts';
import { keptDepths, keptLimits } from '../kept-trees.ts';
import { allowedDepth } from '../services.ts';
import type { Site } from '../site.ts';
import { treeHref } from './tree-links.ts';

/** One size a tree of the run may have. */
interface Size {
  readonly size: number;
  readonly query: Pick<TreeQuery, 'depth' | 'leaves'>;
  readonly current: boolean;
  readonly picked: boolean;
}

/** Every tree the run keeps, by depth and by number of leaves: links, or sliders with a script. */
export function sizeChoice(
  site: Site,
  run: LoadedRun,
  model: Model,
  query: TreeQuery,
  changes: Changes | null,
): Html {
  const allowed = allowedDepth(run, model, query);
  const leaves = leafCounts(model.tree)[0]!;
  const limit = query.leaves === null ? '' : `, of at most ${query.leaves}`;
  const own = run.manifest.student.depth;
  const depths = keptDepths(run).map((depth) => ({
    size: depth,
    query: { depth: depth === own ? null : depth, leaves: null },
    current: query.leaves === null && depth === allowed,
    picked: depth === own,
  }));
  const limits = keptLimits(run).map((size) => ({
    size,
    query: { depth: null, leaves: size },
    current: size === query.leaves,
    picked: false,
  }));
  return html`<div class="tree-choice">
    ${choiceList(site, run, query, 'Depth', depths)}
    ${choiceList(site, run, query, 'Leaves', limits)}
    <div class="sizes with-script" id="sizes" role="group" aria-label="Size of the tree">
      ${slider('depth', 'Depth', depths, treeDepth(model.tree))}
      ${slider('leaves', 'Leaves at most', limits, leaves)}
    </div>
    <p class="quiet">
      <span id="tree-size">${sizeWords(treeDepth(model.tree), leaves, allowed)}${limit}</span>.
      <span id="tree-changes" role="status">${changeWords(changes)}</span>
    </p>
  </div>`;
}

function choiceList(
  site: Site,
  run: LoadedRun,
  { view }: TreeQuery,
  name: string,
  sizes: readonly Size[],
): Html | null {
  if (sizes.length === 0) return null;
  const kept = site.selected?.node ?? null;
  const plain = { focus: null, page: null, view };
  const items = sizes.map(({ size, query, current, picked }) => {
    const isOwn = query.depth === null && query.leaves === null;
    const place = { node: isOwn ? kept : null, own: isOwn ? null : kept };
    const address = treeHref(site, run, { ...plain, ...query, ...place }, {});
    const label = html`${size}${picked ? html` <span class="quiet">picked</span>` : null}`;
    return current
      ? html`<li><a href="${address}" aria-current="true">${label}</a></li>`
      : html`<li><a href="${address}">${label}</a></li>`;
  });
  return html`<nav class="depths without-script" aria-label="${name}">
    <span aria-hidden="true">${name}</span>
    <ul>
      ${items}
    </ul>
  </nav>`;
}

/**
 * A slider over sizes that need not be evenly spaced: it counts places in the list. Where the tree was
 * not chosen by it, it stands at the size nearest to the tree's.
 */
function slider(
  name: 'depth' | 'leaves',
  label: string,
  sizes: readonly Size[],
  treeSize: number,
): Html | null {
  if (sizes.length < 2) return null;
  const at = sizes.findIndex(({ current }) => current);
  const own = sizes.findIndex(({ picked }) => picked);
  return html`<div
    class="size"
    data-size="${name}"
    data-sizes="${sizes.map(({ size }) => size).join(',')}"
    data-own="${own === -1 ? '' : own}"
  >
    <label for="size-${name}">${label}</label>
    <button type="button" data-step="-1" aria-label="${label}: less">−</button>
    <input
      type="range"
      id="size-${name}"
      min="0"
      max="${sizes.length - 1}"
      value="${
        at === -1
          ? nearestSize(
              sizes.map(({ size }) => size),
              treeSize,
            )
          : at
      }"
      aria-valuetext="${sizes[at]?.size ?? 'not chosen by this'}"
    />
    <button type="button" data-step="1" aria-label="${label}: more">+</button>
    <output for="size-${name}"
      >${at === -1 ? 'any' : sizes[at]!.size}${at !== -1 && at === own ? ' (picked)' : ''}</output
    >
  </div>`;
}
