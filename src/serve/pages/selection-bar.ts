import { boxOf, conditionsOf } from '../../core/box.ts';
import { counted } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { html, type Html } from '../html.ts';
import { onePath, type Selection } from '../selection.ts';
import { href, withQuery, type Site } from '../site.ts';
import { decisionMark, ruleClauses } from './parts.ts';

/** What is selected, above a page that is about something else; hidden where nothing is. */
export function selectionBar(site: Site, run: LoadedRun, selected: Selection | null): Html {
  return html`<div class="selection" id="selection" ${selected === null ? html`hidden` : null}>
    <span class="quiet">Selected</span>
    <div class="selection-words">${selected === null ? null : wordsOf(site, run, selected)}</div>
    <a class="selection-clear" href="${selected?.without ?? href(site, 'runs', run.id)}">Clear</a>
  </div>`;
}

function wordsOf(site: Site, run: LoadedRun, selected: Selection): Html {
  const place = onePath(selected);
  return place === null ? nodeWords(site, run, selected) : pathWords(site, run, place);
}

function pathWords(site: Site, run: LoadedRun, place: number): Html {
  const path = run.paths[place]!;
  return html`<a href="${href(site, 'runs', run.id, 'paths', path.id)}">Path ${place + 1}</a>
    ${decisionMark(run.manifest, path)} ${ruleClauses(run, path)}`;
}

function nodeWords(site: Site, run: LoadedRun, { node, paths }: Selection): Html {
  const address = withQuery(href(site, 'runs', run.id, 'tree'), { node });
  const conditions = conditionsOf(run.model.features, boxOf(run.model, node));
  return html`<a href="${address}">${counted(paths.size, 'path')}</a> where
    ${ruleClauses(run, { conditions })}`;
}

/** What marks a row of a table as being of the selection: for all modes, and for who hears it. */
export function chosenMark(chosen: boolean): Html | null {
  return chosen ? html`aria-current="true"` : null;
}

/** What a form takes along of the selection. */
export function hiddenNode(selected: Selection | null): Html | null {
  return selected === null
    ? null
    : html`<input type="hidden" name="node" value="${selected.node}" />`;
}
