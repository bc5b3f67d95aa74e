import { joinFeatures } from '../../core/compare-trees.ts';
import { grouped } from '../../draw/format.ts';
import type { ComparedRegion } from '../contract-compare.ts';
import { html, type Html } from '../html.ts';
import type { Site } from '../site.ts';
import type { Compared } from './compare.ts';
import { partOf } from './compare-parts.ts';
import { sideCell, type NamedSide } from './compare-sides.ts';
import { pager } from './pager.ts';
import { ruleClauses } from './parts.ts';
import { stackedTable, type StackedRow } from './stacked-table.ts';

/** Every region that is answered differently, most rows first; one page of them. */
export function regionSection(site: Site, compared: Compared): Html | null {
  const { a, b, comparison } = compared;
  const { regions } = comparison;
  if (regions === null || regions.length === 0) return null;
  const part = partOf(site, compared, regions, 'page', 'regions');
  const unseen = regions.filter(({ rows }) => rows === 0).length;
  const joined = { model: { features: joinFeatures(a.model.features, b.model.features) } };
  return html`<section class="full" aria-labelledby="regions">
    <h2 id="regions">Where they differ</h2>
    <p class="measure">
      Every region of cases that is answered differently, whether or not a row was ever seen in
      it${unseen === 0 ? '' : html`; ${grouped(unseen)} hold no held-out row`}.
    </p>
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
