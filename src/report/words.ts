import type { Figure } from '../core/interval.ts';
import type { RunDocument } from '../core/run.ts';

/** `93.1%`, or "not defined". */
export function percentWords(value: number | null): string {
  return value === null ? 'not defined' : `${(100 * value).toFixed(1)}%`;
}

const rowsWords = (n: number): string => (n === 1 ? '1 row' : `${n} rows`);

/** `93.1% (95% interval 91.2 to 94.6, 891 rows)`. */
export function figureWords({ value, low, high, n }: Figure): string {
  if (value === null) return 'not defined';
  if (low === null || high === null) return `${percentWords(value)} (${rowsWords(n)})`;
  const [from, to] = [low, high].map((bound) => (100 * bound).toFixed(1));
  return `${percentWords(value)} (95% interval ${from} to ${to}, ${rowsWords(n)})`;
}

/** An R² with its interval: `0.712 (95% interval 0.690 to 0.731, 1,300 rows)`. */
export function r2Words({ value, low, high, n }: Figure): string {
  if (value === null) return 'not defined';
  if (low === null || high === null) return `${value.toFixed(3)} (${rowsWords(n)})`;
  return `${value.toFixed(3)} (95% interval ${low.toFixed(3)} to ${high.toFixed(3)}, ${rowsWords(n)})`;
}

/** A fidelity or accuracy figure in the kind of its run. */
export function measureWords(figure: Figure, kind: RunDocument['fidelityKind']): string {
  return kind === 'agreement' ? figureWords(figure) : r2Words(figure);
}

/** What the student is, given who decides. */
export function roleSentence(run: Pick<RunDocument, 'role' | 'target'>): string {
  return run.role === 'decides'
    ? 'The tree decides: it replaces the teacher, and its paths are the reasons for its decisions.'
    : 'The teacher decides: the tree is a description of it. Where the two differ, and inside every path, the reasons of the tree need not be the reasons of the teacher.';
}

/** Whether another draw of synthetic rows gave another small tree; empty where nobody looked. */
export function settledSentence({ settled }: RunDocument['augmentation']): string {
  if (settled === null) return '';
  return settled
    ? 'Trees of three levels fitted to two disjoint halves of the synthetic rows ask nearly the same.'
    : 'Trees of three levels fitted to two disjoint halves of the synthetic rows ask different questions: another draw may give other reasons.';
}
