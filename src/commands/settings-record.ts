import { basename } from 'node:path';
import type { RunDocument } from '../core/run.ts';
import { NAMED } from './settings-shape.ts';
import { resolveSettings, type Settings, type TeacherChoice } from './settings.ts';

/** Settings that say where and how a run is made, not what it is. */
const NOT_RECORDED = [
  ...['data', 'out', 'force', 'name', 'workers'],
  ...['signal', 'onProgress', 'onWarning', 'blocking', 'pool'],
];

/** The settings as they stand in `run.json`: no folders, no functions. */
export function recordSettings(settings: Settings): Record<string, unknown> {
  const { teacher, types, monotone, featureCost, costs, ...rest } = settings;
  const kept = Object.entries(rest).filter(
    ([key, value]) => !NOT_RECORDED.includes(key) && value !== undefined,
  );
  return {
    ...Object.fromEntries(kept),
    teacher: teacherWords(teacher),
    types: Array.from(types, ([column, type]) => ({ column, type })),
    monotone: Array.from(monotone, ([column, direction]) => ({ column, direction })),
    featureCost: Array.from(featureCost, ([column, cost]) => ({ column, cost })),
    costs: Array.from(costs, ([pair, cost]) => ({ pair, cost })),
  };
}

/** The settings of a run again, out of what {@link recordSettings} kept of them. */
export function recalledSettings(
  { name, configuration }: Pick<RunDocument, 'name' | 'configuration'>,
  data: string,
): Settings {
  const maps = NAMED.map((option) => {
    const entries = (configuration[option] ?? []) as readonly object[];
    return [option, new Map(entries.map((entry) => Object.values(entry) as [string, unknown]))];
  });
  const options = { ...configuration, ...Object.fromEntries(maps), name, data };
  return resolveSettings(options);
}

function teacherWords(teacher: TeacherChoice): string {
  switch (teacher.kind) {
    case 'recorded':
      return `recorded:${teacher.columns.join(',')}`;
    case 'ba-forest':
      return `ba-forest:${basename(teacher.file)}`;
    default:
      return teacher.kind;
  }
}
