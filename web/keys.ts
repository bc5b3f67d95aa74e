import { isLeaf, pathTo, type Tree } from '../src/core/tree.ts';
import { shownNodes } from '../src/draw/folds.ts';

/** What a key asks for in the tree. */
export type Step =
  | { readonly kind: 'focus'; readonly node: number }
  | { readonly kind: 'toggle' }
  | { readonly kind: 'select' };

/** The step a key means at `node`, after the tree view pattern of ARIA; `null` for other keys. */
export function nextStep(
  tree: Tree,
  folded: ReadonlySet<number>,
  node: number,
  key: string,
): Step | null {
  const shown = shownNodes(tree, folded);
  const at = shown.indexOf(node);
  const focus = (index: number): Step => ({ kind: 'focus', node: shown[index] ?? node });
  switch (key) {
    case 'ArrowDown':
      return focus(Math.min(at + 1, shown.length - 1));
    case 'ArrowUp':
      return focus(Math.max(at - 1, 0));
    case 'Home':
      return focus(0);
    case 'End':
      return focus(shown.length - 1);
    case 'ArrowRight':
      if (isLeaf(tree, node)) return { kind: 'focus', node };
      return folded.has(node) ? { kind: 'toggle' } : { kind: 'focus', node: tree.left[node]! };
    case 'ArrowLeft':
      if (!isLeaf(tree, node) && !folded.has(node)) return { kind: 'toggle' };
      return { kind: 'focus', node: pathTo(tree, node).at(-2) ?? 0 };
    case 'Enter':
    case ' ':
      return { kind: 'select' };
    default:
      return null;
  }
}
