import type { FrontierDocument } from '../../core/run.ts';
import type { Axis } from '../../draw/frontier-readout.ts';
import { frontierScene } from '../../draw/frontier.ts';
import { drawing, html, type Html } from '../html.ts';

/** The frontier drawn for a page and drawn for a phone; the style shows one of them. */
export function frontierChart(document: FrontierDocument, axis: Axis = 'depth'): Html {
  return html`<div class="chart">
    ${drawing(frontierScene(document, axis))} ${drawing(frontierScene(document, axis, 'narrow'))}
  </div>`;
}
