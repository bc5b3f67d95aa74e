import { byId } from './mount.ts';
import { carry } from './selection.ts';
import { readState, searchOf, writeState } from './state.ts';

/** The buttons of the list select a path: its row, the address, the links and the bar follow. */
export function startChoice(body: HTMLElement, after: () => void): void {
  body.addEventListener('change', ({ target }) => {
    const row = (target as Element).closest<HTMLElement>('tr[data-leaf]');
    if (row === null) return;
    choose(body, row);
    after();
  });
  const clear = document.querySelector<HTMLAnchorElement>('.selection-clear');
  clear?.addEventListener('click', () => {
    clear.href = `${location.pathname}${searchOf({ ...readState(), node: null })}`;
  });
}

/** Rows of the selection, shown or not. */
export function chosenRows(body: HTMLElement): HTMLElement[] {
  return Array.from(body.querySelectorAll<HTMLElement>('tr[aria-current]'));
}

function choose(body: HTMLElement, row: HTMLElement): void {
  for (const other of chosenRows(body)) {
    other.removeAttribute('aria-current');
    other.removeAttribute('id');
  }
  row.setAttribute('aria-current', 'true');
  row.id = 'chosen';
  const node = Number(row.dataset['leaf']);
  writeState({ node });
  carry(node);
  tell(row);
}

/** What the server says above a page of what is selected, put together from the row. */
function tell(row: HTMLElement): void {
  const parts = ['th a', '.decision-cell > :not(.mean)', '.rule > :first-child'].flatMap((part) =>
    Array.from(row.querySelectorAll(part), (one) => [one.cloneNode(true), ' ']).flat(),
  );
  document.querySelector('.selection-words')?.replaceChildren(...parts);
  byId('selection').hidden = false;
}
