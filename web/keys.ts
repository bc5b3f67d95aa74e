import { isLeaf, parentsOf, type Tree } from '../src/core/tree.ts';

/** What a key asks for in the tree, however it is drawn. */
export type Step =
  | { readonly kind: 'stand'; readonly node: number }
  | { readonly kind: 'toggle' }
  | { readonly kind: 'choose' }
  | { readonly kind: 'open' }
  | { readonly kind: 'deselect' };

/** What the keys walk on. */
export interface Walk {
  readonly tree: Tree;
  /** Nodes in the order of Up and Down, those of other pages among them. */
  readonly rows: readonly number[];
  readonly folded: ReadonlySet<number>;
  /** Whether the rows are paths side by side, with nothing to open. */
  readonly flat: boolean;
}

/** The step a key means at `node`, after the tree view pattern of ARIA; `null` for other keys. */
export function nextStep(
  { tree, rows, folded, flat }: Walk,
  node: number,
  key: string,
): Step | null {
  const at = rows.indexOf(node);
  const stand = (index: number): Step => ({ kind: 'stand', node: rows[index] ?? node });
  switch (key) {
    case 'ArrowDown':
      return stand(Math.min(at + 1, rows.length - 1));
    case 'ArrowUp':
      return stand(Math.max(at - 1, 0));
    case 'Home':
      return stand(0);
    case 'End':
      return stand(rows.length - 1);
    case 'ArrowRight':
      if (flat || isLeaf(tree, node)) return { kind: 'stand', node };
      return folded.has(node) ? { kind: 'toggle' } : { kind: 'stand', node: tree.left[node]! };
    case 'ArrowLeft':
      if (flat) return { kind: 'stand', node };
      if (!isLeaf(tree, node) && !folded.has(node)) return { kind: 'toggle' };
      return { kind: 'stand', node: Math.max(0, parentsOf(tree)[node]!) };
    case ' ':
      return { kind: 'choose' };
    case 'Enter':
      return { kind: 'open' };
    case 'Escape':
      return { kind: 'deselect' };
    default:
      return null;
  }
}

const PAUSE = 700;

/** Finds rows by the letters typed without a pause: the next row whose name begins with them. */
export function typeAhead(): (
  rows: readonly number[],
  from: number,
  key: string,
  at: number,
  nameOf: (node: number) => string,
) => number | null {
  let typed = '';
  let last = 0;
  return (rows, from, key, at, nameOf) => {
    typed = at - last > PAUSE ? key : typed + key;
    last = at;
    // One letter goes on from the row, more letters may still mean it.
    const start = rows.indexOf(from) + (typed.length === 1 ? 1 : 0);
    const wanted = typed.toLowerCase();
    for (let i = 0; i < rows.length; i++) {
      const node = rows[(start + i) % rows.length]!;
      if (nameOf(node).toLowerCase().startsWith(wanted)) return node;
    }
    return null;
  };
}
