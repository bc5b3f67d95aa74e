import { ifsOf, type Test } from '../branches.ts';
import type { Change } from '../faults.ts';
import type { Mutant } from '../mutants.ts';
import type { FoundBranch, FoundIf } from './read-branches.ts';
import type { Span } from './syntax.ts';

interface Edit extends Span {
  readonly text: string;
}

/** The text that `found` was read from, with a fault in it; `print` writes its tests. */
export function plantFault(
  text: string,
  found: FoundBranch,
  { site, change }: Mutant,
  print: (test: Test) => string,
): string {
  let out = '';
  let from = 0;
  for (const edit of editsOf(text, ifsOf(found)[site]!, change, print)) {
    out += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return out + text.slice(from);
}

/** In the order of the text. */
function editsOf(
  text: string,
  branch: FoundIf,
  change: Change,
  print: (test: Test) => string,
): Edit[] {
  const { at } = branch;
  switch (change.kind) {
    case 'test':
      return [{ ...at.test, text: print(change.test) }];
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
