/** Links that say so, and to other pages of a list that is not turned in place. */
const LINKS = 'a[data-carries], .pager a:not([data-page])';

/** The links that take the selected node along point to another; `null` selects nothing. */
export function carry(node: number | null): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(LINKS)) {
    const query = new URLSearchParams(link.search);
    if (node === null) query.delete('node');
    else query.set('node', String(node));
    link.search = query.toString();
  }
}

/** Sets where a link leads before anything is done with it: followed, copied, opened beside the page. */
export function aim(link: HTMLAnchorElement, search: () => string): void {
  for (const event of ['pointerdown', 'focus', 'click']) {
    link.addEventListener(event, () => {
      link.search = search();
    });
  }
}
