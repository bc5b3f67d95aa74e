/** Ticking "missing" takes its field out of play. */
export function startCase(): void {
  for (const box of document.querySelectorAll<HTMLInputElement>('input[data-missing]')) {
    const field = document.getElementById(box.dataset['missing'] ?? '');
    const follow = (): void => {
      field?.toggleAttribute('disabled', box.checked);
    };
    box.addEventListener('change', follow);
    follow();
  }
  // The case ends at the right of its drawing.
  const drawing = document.querySelector('.lit-tree .tree-box');
  drawing?.scrollTo({ left: drawing.scrollWidth });
  const news = document.getElementById('wrong') ?? document.getElementById('result');
  news?.focus({ preventScroll: true });
  news?.scrollIntoView({ block: 'start' });
}
