import { aim, carry } from './carry.ts';
import { byId } from './mount.ts';
import { readState, searchOf, writeState } from './state.ts';

/** The buttons of the list select a path: its row, the address, the links and the bar follow. */
export function startSelecting(body: HTMLElement, after: () => void): void {
  body.addEventListener('change', ({ target }) => {
    const row = (target as Element).closest<HTMLElement>('tr[data-leaf]');
    if (row === null) return;
    select(body, row);
    after();
  });
  const clear = document.querySelector<HTMLAnchorElement>('.selection-clear');
  if (clear !== null) aim(clear, () => searchOf({ ...readState(), node: null }));
}

/** Rows of the selection, shown or not. */
export function selectedRows(body: HTMLElement): HTMLElement[] {
  return Array.from(body.querySelectorAll<HTMLElement>('tr[aria-current]'));
}

function select(body: HTMLElement, row: HTMLElement): void {
  for (const other of selectedRows(body)) other.removeAttribute('aria-current');
  row.setAttribute('aria-current', 'true');
  const node = Number(row.dataset['leaf']);
  writeState({ node });
  carry(node);
  const { top } = row.getBoundingClientRect();
  tell(row);
  // The bar above the page does not move the row from under the pointer.
  scrollBy(0, row.getBoundingClientRect().top - top);
}

/** What the server says above a page of what is selected, put together from the row. */
function tell(row: HTMLElement): void {
  const parts = ['th a', '.decision-cell > :not(.mean)', '.rule > :first-child'].flatMap((part) =>
    Array.from(row.querySelectorAll(part), (one) => [one.cloneNode(true), ' ']).flat(),
  );
  document.querySelector('.selection-words')?.replaceChildren(...parts);
  byId('selection').hidden = false;
}
