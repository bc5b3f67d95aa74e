import { ifsOf, type Branch } from '../branches.ts';
import type { Change } from '../faults.ts';
import { withChange, type Mutant } from '../mutants.ts';
import { printTest, type BranchStyle } from './print.ts';
import type { FoundBranch, FoundIf } from './read-branches.ts';
import type { Span } from './syntax.ts';

type Style = Pick<BranchStyle, 'comparisons' | 'leaf'>;

interface Edit extends Span {
  readonly text: string;
}

/** The text that `found` was read from, with a fault in it, written as `style` does. */
export function plantFault(
  text: string,
  found: FoundBranch,
  { site, change }: Mutant,
  style: Style,
): string {
  let out = '';
  let from = 0;
  for (const edit of editsOf(text, ifsOf(found)[site]!, change, style)) {
    out += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return out + text.slice(from);
}

/** In the order of the text. */
function editsOf(text: string, branch: FoundIf, change: Change, style: Style): Edit[] {
  const { at } = branch;
  // Leaves that do not follow each other are no pair: with a fault it is written as if and else.
  if ('pair' in at) return [{ ...at.pair, text: ifText(branch, change, style) }];
  switch (change.kind) {
    case 'test':
      return [{ ...at.test, text: printTest(change.test, style) }];
    case 'swap':
      return [
        { ...at.yes, text: text.slice(at.no.start, at.no.end) },
        { ...at.no, text: text.slice(at.yes.start, at.yes.end) },
      ];
    case 'leaf': {
      const side = branch[change.side];
      return [
        { ...(side as Extract<FoundBranch, { kind: 'return' }>).at, text: String(change.leaf) },
      ];
    }
  }
}

function ifText(branch: FoundIf, change: Change, style: Style): string {
  const { test, yes, no } = withChange(branch, change);
  const block = (side: Branch): string =>
    side.kind === 'return' ? `{ ${style.leaf(side.leaf)} }` : '{}';
  return `if (${printTest(test, style)}) ${block(yes)} else ${block(no)}`;
}
