import { inputError, type Warning } from '../core/errors.ts';
import { shorten, visible } from '../core/text.ts';
import type { Grammar } from '../store/cell-sql.ts';
import type { Example, Profile, Rows, SourceColumn } from '../store/column-rows.ts';
import type { ColumnType } from './types.ts';

/** Share of values of one kind that makes the others look like mistakes. */
const NEARLY_ALL = 0.9;

/** A column at a position, with what is known of it. */
export interface Context {
  readonly rows: Rows;
  readonly at: number;
  readonly name: string;
  readonly profile: Profile;
}

/** A type, with the numbers behind it where it has any. */
export interface Typed {
  readonly type: ColumnType;
  readonly numbers: Float64Array | null;
  readonly warnings: readonly Warning[];
}

/** The type that the values of a column tell; what is nearly something else is said aloud. */
export async function inferType(context: Context, kind: SourceColumn['kind']): Promise<Typed> {
  const { rows, at, profile } = context;
  const text = { type: 'categorical', numbers: null } as const;
  if (profile.present === 0) return { ...text, warnings: [] };
  const numbers = await rows.numbers(at);
  const notNumbers = countOthers(numbers);
  const days = notNumbers === 0 ? null : await rows.days(at);
  const notDates = days === null ? profile.present : countOthers(days);
  if (notNumbers > 0 && notDates > 0) {
    const warnings = kind === 'text' ? [] : await mixedWarnings(context, notNumbers, notDates);
    return { ...text, warnings };
  }
  const type = notNumbers === 0 ? 'numeric' : 'date';
  if (kind === 'text') return { ...text, warnings: [declaredText(context, type)] };
  return { type, numbers: days ?? numbers, warnings: [] };
}

/** Values that are not of the kind asked for: marked as infinite. */
function countOthers(values: Float64Array): number {
  let count = 0;
  for (const value of values) if (value === Infinity) count++;
  return count;
}

function declaredText({ name }: Context, type: 'numeric' | 'date'): Warning {
  const looks = type === 'date' ? 'like a date' : 'numeric';
  return {
    code: 'W_NUMBERS_AS_TEXT',
    column: name,
    message: `every value of "${visible(name)}" looks ${looks} but the file declares text: it is kept as categories (--type "${visible(name)}=${type}" reads it otherwise).`,
  };
}

/** A column that is nearly all numbers (or dates) but not quite stays text, and says so. */
async function mixedWarnings(
  { rows, at, name, profile: { present } }: Context,
  notNumbers: number,
  notDates: number,
): Promise<Warning[]> {
  if (notDates <= (1 - NEARLY_ALL) * present) {
    const found = await examples(rows, at, 'date');
    const message = `${notDates} of ${present} values of "${visible(name)}" are not ISO dates (${found}): it is kept as categories (correct them, or use --ignore).`;
    return [{ code: 'W_MIXED_DATES', column: name, message }];
  }
  const lookalikes = await rows.lookalikes(at);
  if (notNumbers - lookalikes > (1 - NEARLY_ALL) * present) return [];
  const outside = await rows.outside(at, 'number', 3);
  const comma = outside.some(({ token }) => token.includes(','));
  const advice = comma
    ? 'write numbers with a decimal point and no thousands separators'
    : 'correct them or leave them empty';
  const message = `${notNumbers} of ${present} values of "${visible(name)}" are not plain decimal numbers (${listed(outside)}): it is kept as categories (${advice}; --type "${visible(name)}=numeric" then refuses what is left).`;
  return [{ code: comma ? 'W_DECIMAL_COMMA' : 'W_MIXED_NUMBERS', column: name, message }];
}

async function examples(rows: Rows, at: number, grammar: Grammar): Promise<string> {
  return listed(await rows.outside(at, grammar, 3));
}

function listed(found: readonly Example[]): string {
  return found.map(({ token, row }) => `row ${row}: "${shorten(token, 30)}"`).join(', ');
}

/** The type that the user chose. @throws EspalierError `E_NUMBER` or `E_DATE` if it does not fit. */
export async function takeChosen({ rows, at, name }: Context, chosen: ColumnType): Promise<Typed> {
  if (chosen === 'categorical' || chosen === 'boolean') {
    return { type: chosen, numbers: null, warnings: [] };
  }
  const numbers = chosen === 'date' ? await rows.days(at) : await rows.numbers(at);
  const others = countOthers(numbers);
  if (others === 0) return { type: chosen, numbers, warnings: [] };
  const found = await examples(rows, at, chosen === 'date' ? 'date' : 'number');
  throw chosen === 'date'
    ? inputError(
        'E_DATE',
        `column "${visible(name)}" was chosen a date but ${others} values are not ISO dates like 2020-01-31 (${found}): correct them or leave them empty.`,
      )
    : inputError(
        'E_NUMBER',
        `column "${visible(name)}" was chosen numeric but ${others} values are not plain decimal numbers (${found}): correct them or leave them empty.`,
      );
}
