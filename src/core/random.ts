/** 32-bit FNV-1a over UTF-16 code units, finished by the murmur3 avalanche. */
function hash32(text: string, basis: number): number {
  let h = basis;
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/**
 * A seeded generator: sfc32 by Chris Doty-Humphrey (PractRand), 128 bits of state.
 * Passed as an argument, never global. {@link Random.substream} derives an independent generator
 * by name, so that a change in one stage leaves the draws of every other stage alone.
 */
export class Random {
  /** Names the generator as it was made: `new Random(path)` begins where this one began. */
  readonly path: string;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number | string) {
    this.path = String(seed);
    this.#a = hash32(this.path, 0x811c9dc5);
    this.#b = hash32(this.path, 0x9e3779b9);
    this.#c = hash32(this.path, 0x243f6a88);
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** A generator of its own for one stage or one tree; does not advance this one. */
  substream(name: string | number): Random {
    return new Random(`${this.path}/${name}`);
  }

  /** A whole number in [0, 2^32). */
  uint32(): number {
    const t = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + t) | 0;
    return t >>> 0;
  }

  /** A number in [0, 1), on a grid of 2^-32. */
  uniform(): number {
    return this.uint32() / 4294967296;
  }

  /** A whole number in [0, n), for 1 <= n <= 2^32 (Lemire's multiply; bias below n / 2^32). */
  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /**
   * A standard normal draw (Marsaglia polar method; log and sqrt only, which agree between the
   * Node versions we support).
   */
  normal(): number {
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
    }
  }

  /** Fisher-Yates shuffle, in place. */
  shuffle<T>(items: { [index: number]: T; readonly length: number }): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const swap = items[i] as T;
      items[i] = items[j] as T;
      items[j] = swap;
    }
  }
}
