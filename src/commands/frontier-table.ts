import type { FrontierDocument, FrontierFigures } from '../core/run.ts';
import type { Figure } from '../core/interval.ts';

/** Both frontiers as tables: over depths, and over numbers of leaves where there is one. */
export function frontierText(frontier: FrontierDocument): string {
  const { depths, leaves, pick } = frontier;
  const columns = figureColumns(frontier);
  const overDepths = textTable(
    ['', 'depth', 'paths', ...columns.map(([head]) => head)],
    depths.map((entry) => [
      entry.depth === pick.depth ? '→' : '',
      String(entry.depth),
      String(entry.leaves),
      ...columns.map(([, cell]) => cell(entry)),
    ]),
  );
  const parts = [overDepths, pick.why];
  if (leaves.length > 0) {
    const overLeaves = textTable(
      ['', 'leaves at most', 'paths', 'depth', ...columns.map(([head]) => head)],
      leaves.map((entry) => [
        '',
        String(entry.limit),
        String(entry.leaves),
        String(entry.depth),
        ...columns.map(([, cell]) => cell(entry)),
      ]),
    );
    parts.push(`By number of leaves:\n\n${overLeaves}`);
  }
  return parts.join('\n\n');
}

type FigureColumn = readonly [head: string, cell: (entry: FrontierFigures) => string];

function figureColumns({ fidelityKind, pick }: FrontierDocument): FigureColumn[] {
  const shares = fidelityKind === 'agreement';
  const plain = (value: number | null): string =>
    value === null ? '-' : shares ? (100 * value).toFixed(1) : value.toFixed(3);
  const cell = ({ value }: Figure): string => plain(value);
  const interval = (figure: Figure): string =>
    figure.low === null
      ? cell(figure)
      : `${cell(figure)} [${plain(figure.low)}, ${plain(figure.high)}]`;
  const share = ({ value }: Figure): string => (value === null ? '-' : (100 * value).toFixed(1));
  const name = shares ? 'fidelity %' : 'fidelity R²';
  const balanced: FigureColumn[] =
    shares && pick.objective === 'balanced'
      ? [['balanced % (select)', ({ select }) => cell(select.balancedFidelity)]]
      : [];
  return [
    ['questions', ({ meanPathLength }) => meanPathLength.toFixed(1)],
    [`${name} (select)`, ({ select }) => cell(select.fidelity)],
    ...balanced,
    ['behind best', ({ select }) => interval(select.behindBest)],
    [`${name} (test)`, ({ fidelity }) => interval(fidelity)],
    ['headroom closed %', ({ headroomClosed }) => share(headroomClosed)],
    [shares ? 'accuracy %' : 'R² to truth', ({ accuracy }) => cell(accuracy)],
    ['retained %', ({ retained }) => share(retained)],
  ];
}

/** Rows of text columns, each as wide as its widest cell, numbers to the right. */
function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, c) => Math.max(...all.map((row) => row[c]!.length)));
  return all
    .map((row) =>
      row
        .map((cell, c) => cell.padStart(widths[c]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
