import { describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { judge, type Verdict } from './judge.ts';
import { ALL_MUTATIONS, mutantMaker, type Mutant } from './mutants.ts';
import { CARELESS, MISREADING } from './planted-loaders.ts';
import { FOREST, treeSubject, type Subject } from './subjects.ts';

/**
 * Mutated trees tried; `ESPALIER_MUTANTS=1000000 npx vitest run test/property` tries more. One in
 * ten as many forests are tried as well.
 */
const MUTANTS = Number(process.env['ESPALIER_MUTANTS'] ?? 5000);
/** Longest time that any mutant may take, in milliseconds. */
const PATIENCE = 1000;

interface Outcome {
  readonly counts: Record<Verdict, number>;
  /** Verdicts seen of each mutation. */
  readonly seen: ReadonlyMap<string, Set<Verdict>>;
  /** The first faults, each with the number of its mutant. */
  readonly faults: readonly string[];
}

/** Tries `n` mutants, or fewer where `enough` faults are found. */
function tryMutants(subject: Subject, n: number, enough: number): Outcome {
  const make = mutantMaker(subject);
  const counts = { unreadable: 0, refused: 0, accepted: 0 };
  const seen = new Map(ALL_MUTATIONS.map((name) => [name, new Set<Verdict>()]));
  const faults: string[] = [];
  for (let i = 0; i < n && faults.length < enough; i++) {
    const mutant = make(i);
    try {
      const verdict = judgedInTime(mutant, subject, i);
      counts[verdict]++;
      for (const name of mutant.done) seen.get(name)?.add(verdict);
    } catch (error) {
      faults.push(`mutant ${i} (${mutant.done.join(', ')}): ${(error as Error).message}`);
    }
  }
  return { counts, seen, faults };
}

/** Judges a mutant, twice if it takes long: any machine may pause once. */
function judgedInTime({ document }: Mutant, subject: Subject, index: number): Verdict {
  for (let attempt = 0; attempt < 2; attempt++) {
    const begun = performance.now();
    const verdict = judge(document, subject, new Random(`judge ${index}`));
    if (performance.now() - begun < PATIENCE) return verdict;
  }
  throw new Error(`takes more than ${PATIENCE} ms`);
}

describe('a damaged document is refused, or means exactly what it says', () => {
  test.each([
    { subject: treeSubject(), n: MUTANTS },
    { subject: FOREST, n: Math.ceil(MUTANTS / 10) },
  ])('$subject.name ($n mutants)', { timeout: 14_400_000 }, ({ subject, n }) => {
    const { counts, seen, faults } = tryMutants(subject, n, 5);
    expect(faults).toEqual([]);
    expect(counts.unreadable + counts.refused + counts.accepted).toBe(n);
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(n / 10);
    for (const [name, verdicts] of seen) expect([name, verdicts.size]).not.toEqual([name, 0]);
    if (n > 100_000) process.stderr.write(`${subject.name}: ${JSON.stringify(counts)}\n`);
  });
});

/** The loader's subject, with the document itself in place of what would be saved again. */
function readOnly(subject: Subject): Subject {
  return { ...subject, load: (document) => ({ ...subject.load(document), saved: document }) };
}

describe('the judge notices a loader that', () => {
  test.each(Object.entries({ ...MISREADING, ...CARELESS }))('%s', (_, loader) => {
    expect(tryMutants(treeSubject(loader), 5000, 1).faults).toHaveLength(1);
  });

  test.each(Object.entries(MISREADING))('%s, by its answers alone', (_, loader) => {
    const { faults } = tryMutants(readOnly(treeSubject(loader)), 5000, 1);
    expect(faults).toEqual([expect.stringContaining('answered otherwise')]);
  });
});
