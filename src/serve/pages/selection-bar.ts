import { boxOf, conditionsOf } from '../../core/box.ts';
import { counted } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { html, type Html } from '../html.ts';
import { selectedPlace } from '../selection.ts';
import { href, runHref, type Site } from '../site.ts';
import { decisionMark, hiddenWhen, ruleClauses } from './parts.ts';

/** How the selection stands on a page. */
interface BarState {
  /** Where it stands, if nothing was selected yet. */
  readonly tab: string;
  /** Whether it follows from the page, which cannot be without it. */
  readonly isFixed: boolean;
}

/** What is selected, above a page that is about something else; hidden where nothing is. */
export function selectionBar(site: Site, run: LoadedRun, bar: BarState): Html {
  const { selected = null } = site;
  return html`<div
    class="selection"
    id="selection"
    role="region"
    aria-label="Selection"
    ${hiddenWhen(selected === null)}
  >
    <span class="quiet">Selected</span>
    <div class="selection-words">
      ${selected === null ? null : selectionWords(site, run, selected.node)}
    </div>
    ${
      bar.isFixed
        ? null
        : html`<a class="selection-clear" href="${selected?.without ?? runHref(site, run, bar.tab)}"
            >Clear<span class="visually-hidden"> the selection</span></a
          >`
    }
  </div>`;
}

function selectionWords(site: Site, run: LoadedRun, node: number): Html {
  const place = selectedPlace(site);
  if (place === null) {
    const conditions = conditionsOf(run.model.features, boxOf(run.model, node));
    const many = counted(site.selected?.places.size ?? 0, 'path');
    return html`<a href="${runHref(site, run, 'tree')}">${many}</a> where
      ${ruleClauses(run, { conditions })}`;
  }
  const path = run.paths[place]!;
  return html`<a href="${href(site, 'runs', run.id, 'paths', path.id)}">Path ${place + 1}</a>
    ${decisionMark(run.manifest, path)} ${ruleClauses(run, path)}`;
}

/** What marks a row of a table as selected: for all modes, and for who hears it. */
export function selectedMark(selected: boolean): Html | null {
  return selected ? html`aria-current="true"` : null;
}

/** What a form takes along of the selection. */
export function hiddenNode({ selected = null }: Site): Html | null {
  return selected === null
    ? null
    : html`<input type="hidden" name="node" value="${selected.node}" />`;
}
