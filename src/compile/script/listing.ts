/** Constants, feedback slots and distances below this fit an operand of one byte. */
const NARROW = 256;
/** Registers below this do; V8 counts them downwards from -6. */
const NEAR = 123;
/** Registers that have an instruction of their own to store into. */
const SHORT = 16;

/** A jump ahead whose distance is not known yet. */
export interface Jump {
  readonly from: number;
  readonly wide: boolean;
}

/**
 * The instructions of one function as V8 (11.3) emits them, counted in bytes. An operand takes one
 * byte; where one of them does not fit, all of the instruction take two, and a prefix. What fits
 * depends on how many constants and feedback slots came before.
 */
export class Listing {
  bytes = 0;
  #slots = 0;
  #constants = 0;
  /** What is kept for later uses: whether its place needs a wide operand. */
  readonly #kept = new Map<string, boolean>();

  /** One instruction. */
  add(operands: number, wide = false): void {
    this.bytes += wide ? 2 + 2 * operands : 1 + operands;
  }

  /** Takes feedback slots; says whether they need a wide operand. */
  slots(count: number): boolean {
    this.#slots += count;
    return this.#slots - count >= NARROW;
  }

  /** A place in the pool of constants, one for all uses; says whether it needs a wide operand. */
  constant(key: string): boolean {
    return this.keep(key, () => this.#constants++ >= NARROW);
  }

  /** What `take` said when it was first asked for this key. */
  keep(key: string, take: () => boolean): boolean {
    const kept = this.#kept.get(key) ?? take();
    this.#kept.set(key, kept);
    return kept;
  }

  loadText(text: string): void {
    this.add(1, this.constant(`text ${text}`));
  }

  loadGlobal(name: string): void {
    const far = this.constant(`text ${name}`);
    this.add(2, this.keep(`global ${name}`, () => this.slots(2)) || far);
  }

  loadNumber(value: number): void {
    if (value === Infinity) this.loadGlobal('Infinity');
    else if (Object.is(value, 0)) this.add(0);
    else if (!isSmall(value)) this.add(1, this.constant(`number ${value}`));
    else if (Math.abs(value) < 0x8000) this.add(1, !isByte(value));
    else this.bytes += 6;
  }

  loadRegister(register: number): void {
    this.add(1, register >= NEAR);
  }

  store(register: number): void {
    if (register < SHORT) this.add(0);
    else this.add(1, register >= NEAR);
  }

  /** An instruction on a register, with feedback slots. */
  operate(register: number, slots: number): void {
    this.operateAt(register, this.slots(slots));
  }

  /** The same, where it is known whether its slots need a wide operand. */
  operateAt(register: number, wide: boolean): void {
    this.add(2, wide || register >= NEAR);
  }

  addNumber(value: number): void {
    this.add(2, this.slots(1) || !isByte(value));
  }

  /** A jump ahead. A place among the constants is kept free for a distance that does not fit. */
  jump(): Jump {
    const wide = this.#constants >= NARROW;
    this.#constants++;
    this.add(1, wide);
    return { from: this.bytes, wide };
  }

  /** Where a jump ahead arrives. */
  land({ from, wide }: Jump): void {
    if (wide || this.bytes - from < NARROW - 2) this.#constants--;
  }

  /** A jump back to the start of a loop. */
  loop(): void {
    this.add(3, this.slots(1) || this.bytes >= NARROW);
  }
}

/** A number that is written into the code, not kept among the constants. */
function isSmall(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= 0x7fffffff && value !== 0;
}

function isByte(value: number): boolean {
  return value >= -128 && value < 128;
}
