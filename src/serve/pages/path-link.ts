import type { PathRecord } from '../../core/run.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { html, type Html } from '../html.ts';
import { href, type Site } from '../site.ts';
import { verdict } from './parts.ts';

/** `Path 7`, as a link to its card. */
export function pathLink(site: Site, run: LoadedRun, path: PathRecord, word = 'Path'): Html {
  return html`<a href="${href(site, 'runs', run.id, 'paths', path.id)}"
    >${word} ${run.paths.indexOf(path) + 1}</a
  >`;
}

/** `Path 7 (Status is good)`. */
export function namedPath(site: Site, run: LoadedRun, path: PathRecord, word = 'Path'): Html {
  return html`${pathLink(site, run, path, word)} (${verdict(run.manifest, path)})`;
}
