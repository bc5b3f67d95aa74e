import { isCategoryTest, passesOf, type Branch, type Test } from '../branches.ts';

/*
 * What V8 makes of a function of branches, in bytes of bytecode: estimated with operands of two
 * bytes, which all but the first splits of a large function have, and checked against Node's own
 * listing by a test.
 */

/** V8 (11.3) leaves a function of more bytes in its baseline compiler, five times slower. */
export const MOST_OPTIMISED = 61_440;
/** V8 takes a function of at most so many bytes into its caller. */
export const MOST_INLINED = 460;

/** Where a test finds its values: in an object, in a buffer, or in variables read before. */
export type Access = 'object' | 'buffer' | 'variable';

/** Bytes of a comparison of a number, of a category, and of a question for the type, jump included. */
const COMPARISON: Readonly<
  Record<Access, Readonly<Record<'number' | 'category' | 'type', number>>>
> = {
  object: { number: 28, category: 23, type: 16 },
  buffer: { number: 28, category: 29, type: 46 },
  variable: { number: 13, category: 14, type: 16 },
};

/** Bytes of a leaf: `return 3`, or `k = 3` and a jump to the end. */
const LEAF = { return: 5, assign: 12 } as const;

/** The bytes of a function of these branches. */
export function bytecodeOf(branch: Branch, access: Access, leaf: keyof typeof LEAF): number {
  if (branch.kind === 'return') return LEAF[leaf];
  return (
    testBytes(branch.test, access) +
    bytecodeOf(branch.yes, access, leaf) +
    bytecodeOf(branch.no, access, leaf)
  );
}

function testBytes(test: Test, access: Access): number {
  const bytes = COMPARISON[access];
  if (!isCategoryTest(test)) return bytes.number;
  const { listed, missing } = passesOf(test);
  return test.names.length * bytes.category + (listed === missing ? bytes.type : 0);
}
