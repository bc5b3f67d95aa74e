/** Rows laid out before the next paint: more than a screen holds. The others follow, as many a frame. */
const AT_ONCE = 12;

/**
 * Shows some of a list's rows, in an order of their own. Only what changes is touched, and what is in
 * sight comes first: 144 rows at a time took half a second on a slow processor, to show or to sort.
 */
export function makeList(
  body: HTMLElement,
  rows: readonly HTMLElement[],
): (wanted: readonly HTMLElement[]) => void {
  let frame = 0;
  return (wanted) => {
    cancelAnimationFrame(frame);
    const shown = new Set<Element>(wanted);
    const standing = Array.from(body.children).filter((row) => shown.has(row));
    const inOrder = standing.every((row, i) => row === wanted[i]);
    const waits = new Set(inOrder ? [] : wanted.slice(AT_ONCE));
    for (const row of rows) if (!shown.has(row) || waits.has(row)) hide(row, true);
    if (!inOrder) body.append(...wanted);
    const step = (from: number): void => {
      for (const row of wanted.slice(from, from + AT_ONCE)) hide(row, false);
      if (from + AT_ONCE < wanted.length) {
        frame = requestAnimationFrame(() => step(from + AT_ONCE));
      }
    };
    step(0);
  };
}

/** A row that is told again what it is, is laid out anew. */
function hide(row: HTMLElement, hidden: boolean): void {
  if (row.hidden !== hidden) row.hidden = hidden;
}
