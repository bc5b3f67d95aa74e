import { counted, grouped } from './format.ts';
import { el, type Scene } from './scene.ts';

/** Rows that come through a node, and where each and all of them are shown. */
export interface NodeRowsInput {
  readonly rows: number;
  readonly differ: number;
  readonly named: readonly { readonly row: number; readonly differs: boolean }[];
  /** Whether answers are numbers, which lie apart where classes differ. */
  readonly numbers: boolean;
  readonly rowHref: (row: number) => string;
  /** Where all of them stand. */
  readonly allHref: string;
}

/** Some of the held-out rows of a node, each a case to look into. */
export function nodeRowsScene(input: NodeRowsInput): Scene {
  const { rows, named, allHref } = input;
  return el(
    'section',
    { class: 'details node-rows', 'aria-labelledby': 'node-rows' },
    el('h3', { id: 'node-rows' }, 'Held-out rows here'),
    el('p', {}, countWords(input)),
    named.length === 0 ? null : el('ul', {}, ...named.map((one) => rowItem(input, one))),
    rows <= named.length
      ? null
      : el('p', {}, el('a', { href: allHref }, `All ${grouped(rows)} rows`)),
  );
}

function countWords({ rows, differ, numbers }: NodeRowsInput): string {
  if (rows === 0) return 'None came here.';
  const apart = numbers ? 'lie too far apart' : 'differ';
  const many = counted(rows, 'row came here', 'rows came here');
  return `${many}; student and teacher ${apart} on ${differ === 0 ? 'none' : grouped(differ)}.`;
}

function rowItem(
  { numbers, rowHref }: NodeRowsInput,
  { row, differs }: NodeRowsInput['named'][number],
): Scene {
  const mark = numbers ? 'too far apart' : 'differ';
  return el(
    'li',
    {},
    el('a', { href: rowHref(row) }, `Row ${row}`),
    differs ? ' ' : null,
    differs ? el('span', { class: 'quiet' }, mark) : null,
  );
}
