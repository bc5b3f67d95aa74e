import { decodeModel } from '../../src/core/codec.ts';
import type { Model } from '../../src/core/tree.ts';
import { evidenceOf, type Evidence } from '../../src/draw/evidence.ts';
import { shownOf, sizeOf, type Shown, type TreeSize } from '../../src/draw/folds.ts';
import { nodeShares, type NodeShare, type PathEnd } from '../../src/draw/layout.ts';
import type { TreeAnswer, TreeViewName } from '../../src/serve/contract.ts';
import type { State } from '../state.ts';

/** A tree as the server sent it, with what follows from it. */
export interface TreeData {
  readonly answer: TreeAnswer;
  readonly model: Model;
  readonly size: TreeSize;
  readonly shares: readonly NodeShare[];
  readonly evidence: Evidence | null;
  readonly ends: ReadonlyMap<number, PathEnd>;
}

export function dataOf(answer: TreeAnswer): TreeData {
  const model = decodeModel(answer.document);
  const { paths } = answer;
  return {
    answer,
    model,
    size: sizeOf(model.tree),
    shares: nodeShares(model.tree, paths),
    evidence: evidenceOf(model.tree, paths),
    ends: new Map((paths ?? []).map((path) => [path.leaf, path])),
  };
}

/** What the page shows, shared by drawing, outline, table and map. */
export interface Stage {
  readonly view: TreeViewName;
  readonly box: HTMLElement;
  data: TreeData;
  shown: Shown;
  selected: number | null;
  /** What is selected in the run's own tree, also while another size of it is shown. */
  own: number | null;
  /** The node around which a very large tree is drawn. */
  centre: number;
  /** Nodes that were folded by hand around it. */
  closed: readonly number[];
  /** The node that takes the keyboard focus. */
  cursor: number;
  /** Of rows, from 1; `null` for the page of the cursor. */
  page: number | null;
}

/** Where a state stands in its tree. */
export type Place = Pick<State, 'node' | 'own' | 'folded' | 'focus' | 'page'>;

/** One way to see the tree. */
export interface TreeFace {
  /** Draws all of it anew. */
  draw(): void;
  /** Marks the selection, and changes nothing else. */
  select(): void;
  /** Moves the tab stop to the cursor, with the focus if it is to go there. */
  stand(withFocus: boolean): void;
  /** Nodes in the order of Up and Down. */
  rows(): readonly number[];
}

export function stageOf(box: HTMLElement, view: TreeViewName, data: TreeData, state: Place): Stage {
  const { node, own, folded, focus } = state;
  const shown = shownOf(data.model.tree, { node, folded, focus });
  const cursor = node ?? focus ?? shown.top;
  return {
    view,
    box,
    data,
    shown,
    selected: node,
    own,
    centre: focus ?? node ?? 0,
    closed: folded ?? [],
    cursor,
    page: state.page,
  };
}
