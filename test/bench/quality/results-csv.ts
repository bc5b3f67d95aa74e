import { seriesOf, shownSeries, type FigureName } from './figures.ts';
import { ARM_NAMES, type Results } from './results.ts';

const FIGURES: readonly FigureName[] = [
  'fidelity',
  'headroom',
  'balanced',
  'accuracy',
  'retained',
  'leaves',
];

/** Mean and standard error of every figure of every arm, one line each. */
export function resultsCsv({ sets, teachers, sizes, of }: Results): string {
  const lines = ['set,teacher,size,arm,figure,splits,mean,standard error'];
  for (const set of sets) {
    for (const teacher of teachers) {
      for (const size of sizes) {
        for (const arm of ARM_NAMES) {
          for (const figure of FIGURES) {
            const series = seriesOf(of(set, teacher), arm, size, figure);
            if (series.size === 0) continue;
            const [mean, error = ''] = shownSeries(series, 4).split(' ± ');
            lines.push([set, teacher, size, arm, figure, series.size, mean, error].join(','));
          }
        }
      }
    }
  }
  return `${lines.join('\n')}\n`;
}
