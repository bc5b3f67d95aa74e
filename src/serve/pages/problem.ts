import { html, type Html } from '../html.ts';
import type { HttpProblem } from '../problem.ts';
import type { Site } from '../site.ts';
import { shell } from './shell.ts';

/** A refusal as a page. */
export function problemPage(site: Site, problem: HttpProblem): Html {
  const body = html`<p class="eyebrow">${problem.status}</p>
    <h1>${problem.title}</h1>
    <p class="lead">
      ${problem.field === undefined ? null : html`<code>${problem.field}</code>: `}${problem.message}
    </p>
    <p><a href="${site.base}/">All runs</a></p>`;
  return shell(site, { title: problem.title, body });
}

/** A run whose files do not match what its manifest says. */
export function unsoundPage(site: Site, id: string, reason: string): Html {
  const body = html`<p class="eyebrow">${id}</p>
    <h1>This run does not verify</h1>
    <p class="lead">Refused: ${reason} Nothing of it is shown.</p>
    <p><a href="${site.base}/">All runs</a></p>`;
  return shell(site, { title: 'Does not verify', body });
}
