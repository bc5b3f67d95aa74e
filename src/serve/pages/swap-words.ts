import type { SwapCell } from '../../core/swap-set.ts';
import type { Role } from '../../core/run.ts';
import { figureText, grouped } from '../../draw/format.ts';
import { html, type Html } from '../html.ts';

/** How a swap set is spoken of: as what happens, or as what would. */
export interface SwapVoice {
  readonly lead: string;
  readonly gained: string;
  readonly lost: string;
  readonly gives: string;
  readonly isGained: string;
  readonly isLost: string;
  readonly gains: string;
  readonly loses: string;
}

export function voiceOf(role: Role): SwapVoice {
  return role === 'decides'
    ? {
        lead: 'The tree replaces its teacher. These are the held-out rows whose decision changes with it.',
        gained: 'Newly given it',
        lost: 'No longer given it',
        gives: 'Tree gives it',
        isGained: 'are newly given it',
        isLost: 'are no longer given it',
        gains: 'gains',
        loses: 'loses',
      }
    : {
        lead: 'The teacher decides, not the tree. If the tree replaced the teacher, these held-out rows would be decided otherwise.',
        gained: 'Would newly be given it',
        lost: 'Would no longer be given it',
        gives: 'Tree would give it',
        isGained: 'would newly be given it',
        isLost: 'would no longer be given it',
        gains: 'would gain',
        loses: 'would lose',
      };
}

/** `12, of which truly good 66.7% (39.1% to 86.2%)`. */
export function cellWords({ n, truly }: SwapCell, name: string): Html {
  if (n === 0) return html`0`;
  return html`${grouped(n)}
    <span class="quiet">truly ${name} ${figureText(truly, 'agreement')}</span>`;
}

/** An amount: whole from 1,000 on, with its sign. */
export function amountText(value: number | null): string {
  if (value === null) return 'n/a';
  const size = Math.abs(value);
  const text = size >= 1000 ? grouped(size) : String(Number(size.toFixed(2)));
  return value < 0 && text !== '0' ? `−${text}` : text;
}
