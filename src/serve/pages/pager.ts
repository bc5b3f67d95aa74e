import { html, type Html } from '../html.ts';

/** Links to the pages before and after; nothing where there is but one. */
export function pager(
  { page, pages }: { readonly page: number; readonly pages: number },
  at: (page: number) => string,
  { label = 'Pages', unit = 'page' } = {},
): Html | null {
  if (pages === 1) return null;
  const name = `${unit.slice(0, 1).toUpperCase()}${unit.slice(1)}`;
  return html`<nav class="pager" aria-label="${label}">
    ${page > 1 ? html`<a rel="prev" href="${at(page - 1)}">Previous ${unit}</a>` : null}
    <span>${name} ${page} of ${pages}</span>
    ${page < pages ? html`<a rel="next" href="${at(page + 1)}">Next ${unit}</a>` : null}
  </nav>`;
}
