import type { PathRecord } from '../../core/run.ts';
import { counted } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { heldOutRows } from '../contract.ts';
import { html, type Html } from '../html.ts';
import { href, type Site } from '../site.ts';
import { flagLabel } from './parts.ts';

/** A link to a path that a change leads to, with how many held-out rows stand behind it. */
export function pathWithRows(site: Site, run: LoadedRun, path: PathRecord): Html {
  const address = href(site, 'runs', run.id, 'paths', path.id);
  const notes = [counted(heldOutRows(path), 'held-out row'), ...shownFlags(path)];
  return html`<a href="${address}">path ${run.paths.indexOf(path) + 1}</a>
    <span class="quiet">(${notes.join('; ')})</span>`;
}

/** How many rows there are is said by their number. */
function shownFlags({ flags }: PathRecord): string[] {
  return flags.filter((flag) => flag !== 'no-real-rows').map(flagLabel);
}
