import { inputError } from '../core/errors.ts';
import { adviceOf, normalName } from '../core/names.ts';
import { shorten, visible } from '../core/text.ts';
import type { Source } from '../store/source.ts';

/** The names of a file's columns, checked. @throws EspalierError `E_EMPTY_HEADER`, `E_DUP_COLUMN`. */
export function checkHeaders(source: Source): string[] {
  const names = source.columns.map((column) => normalName(column.name));
  const seen = new Map<string, number>();
  for (const [at, name] of names.entries()) {
    if (name === '') {
      throw inputError(
        'E_EMPTY_HEADER',
        `${source.file} has no name for column ${at + 1}: give every column a name in the header.`,
      );
    }
    const before = seen.get(name);
    if (before !== undefined) {
      throw inputError(
        'E_DUP_COLUMN',
        `${source.file} names columns ${before + 1} and ${at + 1} both "${shorten(name, 60)}": rename one.`,
      );
    }
    seen.set(name, at);
  }
  return names;
}

/** The position of a column that the user named. @throws EspalierError with near names. */
export function findColumn(
  names: readonly string[],
  wanted: string,
  code: string,
  file: string,
): number {
  const at = names.indexOf(normalName(wanted));
  if (at !== -1) return at;
  const advice = adviceOf(names, wanted, 'its columns');
  throw inputError(code, `${file} has no column "${visible(wanted)}": ${advice}`);
}
