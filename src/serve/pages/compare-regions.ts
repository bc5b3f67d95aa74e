import { joinFeatures } from '../../core/compare-trees.ts';
import { visible } from '../../core/text.ts';
import { grouped } from '../../draw/format.ts';
import type { ComparedRegion } from '../contract-compare.ts';
import { html, type Html } from '../html.ts';
import type { Site } from '../site.ts';
import type { Compared } from './compare.ts';
import { compareAddress, partOf } from './compare-parts.ts';
import { pathLink, sideCell, type NamedSide } from './compare-sides.ts';
import { pager } from './pager.ts';
import { ruleClauses } from './parts.ts';
import { stackedTable, type StackedRow } from './stacked-table.ts';

/** Every region that is answered differently, most rows first; one page of them. */
export function regionSection(site: Site, compared: Compared): Html | null {
  const { a, b, comparison } = compared;
  const { regions: all } = comparison;
  if (all === null || all.length === 0) return null;
  const { path } = compared.query;
  const regions = path === '' ? all : all.filter(({ pathA }) => pathA === path);
  const part = partOf(site, compared, regions, 'page', 'regions');
  const unseen = regions.filter(({ rows }) => rows === 0).length;
  const joined = { model: { features: joinFeatures(a.model.features, b.model.features) } };
  return html`<section class="full" aria-labelledby="regions">
    <h2 id="regions">Where they differ</h2>
    <p class="measure">
      Every region of cases that is answered differently, whether or not a row was ever seen in
      it${unseen === 0 ? '' : html`; ${grouped(unseen)} hold no held-out row`}.
    </p>
    ${path === '' ? null : onePath(site, compared, all.length)}
    <p class="count">${part.words}</p>
    ${stackedTable(
      'Regions',
      [['Cases', 'sentence'], [a.name], [b.name], ['Rows', 'number']],
      part.shown.map((region) => regionRow(site, a, b, region, ruleClauses(joined, region))),
      'regions',
    )}
    ${pager(part, part.at, { label: 'Pages of regions' })}
  </section>`;
}

/** Whose regions these are, and the way back to all. */
function onePath(site: Site, compared: Compared, inAll: number): Html {
  const { a, query } = compared;
  const all = `${compareAddress(site, compared, { path: '', page: null })}#regions`;
  const whose = a.places.has(query.path)
    ? html`Only those of ${pathLink(site, a, query.path)} of ${a.name}.`
    : html`${a.name} has no path ${visible(query.path)}.`;
  return html`<p class="note" role="status">
    ${whose} <a href="${all}">All ${grouped(inAll)} regions</a>
  </p>`;
}

function regionRow(
  site: Site,
  a: NamedSide,
  b: NamedSide,
  { rows, decisionA, pathA, decisionB, pathB }: ComparedRegion,
  rule: Html,
): StackedRow {
  return {
    head: rule,
    cells: [
      sideCell(site, a, decisionA, pathA),
      sideCell(site, b, decisionB, pathB),
      rows === null ? 'not counted' : grouped(rows),
    ],
  };
}
