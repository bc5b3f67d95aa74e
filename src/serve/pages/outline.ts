import type { PathRecord } from '../../core/run.ts';
import { isLeaf, type Model } from '../../core/tree.ts';
import { counted, percent } from '../../draw/format.ts';
import { askedFeature, branchWords, decisionOf } from '../../draw/labels.ts';
import { leafCounts, type NodeShare } from '../../draw/layout.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { html, type Html } from '../html.ts';
import { href, type Site } from '../site.ts';
import { className, deferMark } from './parts.ts';

/** Leaves beyond which an outline would be longer than anyone reads. */
const LONGEST_OUTLINE = 256;

/** The tree as nested lists. Very large trees point to the list of paths instead. */
export function outlineSection(
  site: Site,
  run: LoadedRun,
  model: Model,
  paths: readonly PathRecord[],
  shares: readonly NodeShare[],
): Html {
  const leaves = leafCounts(model.tree)[0]!;
  const list = html`<a href="${href(site, 'runs', run.id, 'paths')}">the list of paths</a>`;
  return html`<section class="outline" aria-labelledby="outline">
    <h2 id="outline">The same tree as an outline</h2>
    ${
      leaves > LONGEST_OUTLINE
        ? html`<p>${counted(leaves, 'path')} are too many for an outline: see ${list}.</p>`
        : html`<details>
            <summary>${counted(leaves, 'path')} in words</summary>
            <ul>
              ${outlineItem({ site, run, model, shares, paths }, 0, 'All rows')}
            </ul>
          </details>`
    }
  </section>`;
}

interface Outline {
  readonly site: Site;
  readonly run: LoadedRun;
  readonly model: Model;
  readonly shares: readonly NodeShare[];
  readonly paths: readonly PathRecord[];
}

function outlineItem(outline: Outline, node: number, reached: string): Html {
  const { site, run, model, shares } = outline;
  const share = html`<span class="quiet">${percent(shares[node]!.share)}</span>`;
  if (isLeaf(model.tree, node)) {
    const path = outline.paths.find((one) => one.leaf === node);
    const { text, deferred } = decisionOf(model, node);
    const own = className(run.manifest, text, model.tree.value[node]!);
    const mark = deferred ? deferMark() : own;
    const address = path === undefined ? null : href(site, 'runs', run.id, 'paths', path.id);
    return address === null
      ? html`<li>${reached}: ${mark} ${share}</li>`
      : html`<li>${reached}: <a href="${address}">${mark}</a> ${share}</li>`;
  }
  return html`<li>
    ${reached}: asks <strong>${askedFeature(model, node)}</strong> ${share}
    <ul>
      ${outlineItem(outline, model.tree.left[node]!, branchWords(model, node, true))}
      ${outlineItem(outline, model.tree.right[node]!, branchWords(model, node, false))}
    </ul>
  </li>`;
}
