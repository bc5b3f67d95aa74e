import { isCategoryTest, passesOf, type Branch, type Test } from '../branches.ts';
import type { Layout } from '../flat.ts';
import { Listing } from './listing.ts';
import { isPair, type Pair } from './pairs.ts';

/*
 * The bytes of bytecode that V8 makes of a function of branches, counted instruction by instruction.
 * A test compares them with Node's own listing.
 */

/** V8 (11.3) leaves a function of more bytes in its baseline compiler, five times slower. */
export const MOST_OPTIMISED = 61_440;
/** V8 takes a function of at most so many bytes into its caller. */
export const MOST_INLINED = 460;

/** What stands around the branches. */
export interface Surroundings {
  readonly name: 'leaf' | 'leafAt' | 'predictBatch';
  /** Where a test finds its values: in an object, in a buffer, or in variables read before. */
  readonly access: 'object' | 'buffer' | 'variable';
  /** Names of the features that are asked, in the order in which they are read into variables. */
  readonly asked: readonly string[];
  readonly layout: Layout;
}

/** The bytes of a function. */
export function bytecodeOf(branch: Branch, { name, access, asked, layout }: Surroundings): number {
  const out = new Listing();
  const batch = name === 'predictBatch';
  if (batch) openLoop(out);
  const first = batch ? LOOP_REGISTERS : 0;
  const variables = access === 'variable' ? asked : [];
  const answer = batch ? first + variables.length : null;
  const frame: Frame = {
    out,
    access,
    layout,
    registers: new Map(variables.map((feature, i) => [feature, first + i])),
    answer,
  };
  for (const [feature, register] of frame.registers) {
    readBuffer(frame, feature);
    out.store(register);
  }
  if (answer !== null) declareAnswer(out, answer);
  emitBranch(frame, branch);
  if (answer !== null) closeLoop(out, layout.features.length, answer);
  return out.bytes;
}

interface Frame {
  readonly out: Listing;
  readonly access: Surroundings['access'];
  readonly layout: Layout;
  /** Registers of the variables, by feature. */
  readonly registers: ReadonlyMap<string, number>;
  /** Register that a leaf is stored in; `null` where it is returned. */
  readonly answer: number | null;
}

/** `if (…) { … } else { … }`, or a leaf. */
function emitBranch(frame: Frame, branch: Branch): void {
  const { out, answer } = frame;
  if (branch.kind === 'return') {
    out.loadNumber(branch.leaf);
    if (answer === null) out.add(0);
    else out.store(answer);
    return;
  }
  if (frame.access !== 'object' && isPair(branch)) return emitPair(frame, branch);
  const jumps = comparisonsOf(frame, branch.test).map((emit) => {
    emit();
    return out.jump();
  });
  const last = jumps.pop()!;
  // The other jumps of a list lead where the last one leads, or to where it does not.
  const toYes = isCategoryTest(branch.test) && passesOf(branch.test).listed;
  if (toYes) for (const jump of jumps) out.land(jump);
  emitBranch(frame, branch.yes);
  const over = answer === null ? null : out.jump();
  for (const jump of toYes ? [last] : [...jumps, last]) out.land(jump);
  emitBranch(frame, branch.no);
  if (over !== null) out.land(over);
}

/** `5 - +(…)`, as a leaf. */
function emitPair(frame: Frame, { test, no }: Pair): void {
  const { out, answer, registers } = frame;
  const second = answer === null ? registers.size : answer + 1;
  out.loadNumber(no.leaf);
  out.store(second);
  const far = out.slots(1);
  for (const emit of comparisonsOf(frame, test)) emit();
  if (isNegated(test)) out.add(0);
  out.add(1, out.slots(1));
  out.operateAt(second, far);
  if (answer === null) out.add(0);
  else out.store(answer);
}

/** Whether a test that is one comparison is the opposite of one that the bytecode has. */
function isNegated(test: Test): boolean {
  return isCategoryTest(test) ? passesOf(test).missing : test.kind === 'not-over';
}

/** The comparisons of a test, to be emitted in turn. */
function comparisonsOf(frame: Frame, test: Test): (() => void)[] {
  const { out, access, layout } = frame;
  if (!isCategoryTest(test)) {
    const threshold = (): void => {
      if (access === 'object') orMissing(out);
      out.loadNumber(test.threshold);
    };
    return [() => compare(frame, test.feature, threshold)];
  }
  const feature = layout.features[layout.position(test.feature)]!;
  const categories = feature.kind === 'categorical' ? feature.categories : [];
  const names = test.names.map((name) => () => {
    compare(frame, test.feature, () => {
      if (access === 'object') out.loadText(name);
      else out.loadNumber(categories.indexOf(name));
    });
  });
  const type = (): void => compareType(frame, test.feature);
  const { listed, missing } = passesOf(test);
  if (listed !== missing) return names;
  return listed ? [...names, type] : [type, ...names];
}

/** A value left and another one right; `right` may go on from the value on the left. */
function compare(frame: Frame, feature: string, right: () => void): void {
  const { out, access } = frame;
  load(frame, feature);
  right();
  out.operate(frame.registers.get(feature) ?? 0, 1);
  if (access !== 'variable') out.store(0);
}

/** `typeof x.name === "string"`, or whether a number is equal to itself. */
function compareType(frame: Frame, feature: string): void {
  const { out, access, registers } = frame;
  if (access === 'object') {
    load(frame, feature);
    out.add(1);
    return;
  }
  compare(frame, feature, () => {
    if (access === 'variable') out.loadRegister(registers.get(feature)!);
    else load(frame, feature);
  });
}

/** A value that stands in no variable yet. */
function load(frame: Frame, feature: string): void {
  if (frame.access === 'object') readObject(frame.out, feature);
  else if (frame.access === 'buffer') readBuffer(frame, feature);
}

/** `x.name` */
function readObject(out: Listing, name: string): void {
  const far = out.constant(`text ${name}`);
  out.add(3, out.keep(`property ${name}`, () => out.slots(2)) || far);
}

/** `?? NaN` */
function orMissing(out: Listing): void {
  const missing = out.jump();
  const known = out.jump();
  out.land(missing);
  out.loadGlobal('NaN');
  out.land(known);
}

/** `buffer[offset + position]` */
function readBuffer({ out, layout }: Frame, feature: string): void {
  const position = layout.position(feature);
  out.add(1);
  if (position > 0) out.addNumber(position);
  out.operate(0, 2);
}

/** The counter and the offset. */
const LOOP_REGISTERS = 2;

/** `for (let i = 0, offset = 0; i < nRows; …) {` */
function openLoop(out: Listing): void {
  for (let register = 0; register < LOOP_REGISTERS; register++) {
    out.loadNumber(0);
    out.store(register);
  }
  out.add(1);
  out.operate(0, 1);
  out.jump();
}

/** `let k;` */
function declareAnswer(out: Listing, answer: number): void {
  out.add(0);
  out.store(answer);
}

/** `out[i] = codes[k]; }`, and the next row. */
function closeLoop(out: Listing, stride: number, answer: number): void {
  out.add(1);
  out.loadText('codes');
  out.store(answer + 1);
  out.loadRegister(answer);
  out.operate(answer + 1, 2);
  out.add(3, out.slots(2));
  out.add(1);
  out.add(1, out.slots(1));
  out.store(0);
  out.add(1);
  out.addNumber(stride);
  out.store(1);
  out.loop();
  out.add(0);
  out.add(0);
}
