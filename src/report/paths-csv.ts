import type { Figure } from '../core/interval.ts';
import type { PathRecord } from '../core/run.ts';
import { csvCell } from './csv-cell.ts';

const COLUMNS = [
  'id',
  'decision',
  'rule',
  'value',
  'depth',
  'train_rows',
  'select_rows',
  'test_rows',
  'coverage',
  'fidelity',
  'fidelity_low',
  'fidelity_high',
  'fresh_fidelity',
  'fresh_rows',
  'accuracy',
  'flags',
  'deferred_from',
];

/** `paths.csv`: one line a path, for spreadsheets. */
export function pathsCsv(paths: readonly PathRecord[]): string {
  const lines = paths.map((path) =>
    [
      csvCell(path.id),
      csvCell(path.decision),
      csvCell(path.words),
      csvCell(path.value.join(' ')),
      path.depth,
      path.realRows.train,
      path.realRows.select,
      path.realRows.test,
      share(path.coverage),
      share(path.fidelity),
      path.fidelity.low ?? '',
      path.fidelity.high ?? '',
      share(path.freshFidelity),
      path.freshFidelity.n,
      share(path.accuracy),
      csvCell(path.flags.join(' ')),
      csvCell(path.deferredFrom ?? ''),
    ].join(','),
  );
  return `${[COLUMNS.join(','), ...lines].join('\n')}\n`;
}

const share = ({ value }: Figure): number | string => value ?? '';
