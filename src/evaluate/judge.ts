import type { Random } from '../core/random.ts';
import type { Metrics } from '../core/run.ts';
import { judgeClasses } from './judge-classes.ts';
import { judgeNumbers } from './judge-numbers.ts';
import type { Judged, Yardstick } from './yardstick.ts';

/** Judges a student on one set of rows. Only the intervals of numbers draw from `random`. */
export function judge(judged: Judged, yardstick: Yardstick, random: Random): Metrics {
  return yardstick.task === 'classification'
    ? judgeClasses(judged, yardstick)
    : judgeNumbers(judged, yardstick, random);
}
