import type { Figure } from '../core/interval.ts';
import type { PathRecord } from '../core/run.ts';

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
];

/** `paths.csv`: one line a path, for spreadsheets. */
export function pathsCsv(paths: readonly PathRecord[]): string {
  const lines = paths.map((path) =>
    [
      textCell(path.id),
      textCell(path.decision),
      textCell(path.words),
      textCell(path.value.join(' ')),
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
      textCell(path.flags.join(' ')),
    ].join(','),
  );
  return `${[COLUMNS.join(','), ...lines].join('\n')}\n`;
}

const share = ({ value }: Figure): number | string => value ?? '';

/**
 * A quoted cell. Text that a spreadsheet would run as a formula is prefixed with an apostrophe;
 * numbers never are.
 */
function textCell(text: string): string {
  const isNumber = /^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text);
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
