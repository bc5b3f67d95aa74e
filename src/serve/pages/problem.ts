import { html, type Html } from '../html.ts';
import type { HttpProblem } from '../problem.ts';
import type { Site } from '../site.ts';
import { shell } from './shell.ts';

/**
 * A refusal as a page.
 * @param place where it happened: the address without what was refused
 */
export function problemPage(site: Site, problem: HttpProblem, place: string): Html {
  const body = html`<p class="eyebrow">${problem.status}</p>
    <h1>${problem.title}</h1>
    <p class="lead">
      ${problem.field === undefined ? null : html`<code>${problem.field}</code>: `}${problem.message}
    </p>
    <ul class="choices">
      ${
        problem.field === undefined
          ? null
          : html`<li><a href="${place}">The same page without it</a></li>`
      }
      <li><a href="${site.base}/">All runs</a></li>
    </ul>`;
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
