import type { PathFlag, PathRecord } from '../../core/run.ts';
import { counted, grouped } from '../../draw/format.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { heldOutRows } from '../contract.ts';
import { html, type Html } from '../html.ts';
import type { Site } from '../site.ts';
import { flagLabel } from './flag-words.ts';
import { pathLink } from './path-link.ts';

/** Flags that say how many rows there are. */
const OF_ROWS: ReadonlySet<PathFlag> = new Set(['no-real-rows', 'few-real-rows']);

/** A link to a path that a change leads to, with how many held-out rows stand behind it. */
export function pathWithRows(site: Site, run: LoadedRun, path: PathRecord): Html {
  const notes = [rowsWords(path), ...path.flags.filter((one) => !OF_ROWS.has(one)).map(flagLabel)];
  return html`${pathLink(site, run, path, 'path')}
    <span class="quiet">(${notes.join('; ')})</span>`;
}

/** `147 held-out rows`; `few held-out rows: 15` where that is flagged. */
function rowsWords(path: PathRecord): string {
  const rows = heldOutRows(path);
  const flag = path.flags.find((one) => OF_ROWS.has(one));
  if (flag === undefined) return counted(rows, 'held-out row');
  return rows === 0 ? flagLabel(flag) : `${flagLabel(flag)}: ${grouped(rows)}`;
}
