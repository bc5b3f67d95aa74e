import { describe, expect, test } from 'vitest';
import { compileForC, findCHost, type CHost } from '../../src/commands/targets/c.ts';
import { C_KINDS, type CKindName } from '../../src/compile/c/kinds.ts';
import { printCLeaf } from '../../src/compile/c/print-source.ts';
import { cProgram, type CProgram } from '../../src/compile/c/program.ts';
import type { Content } from '../../src/compile/content.ts';
import { flatRow } from '../../src/compile/flat.ts';
import { EspalierError } from '../../src/core/errors.ts';
import { Random } from '../../src/core/random.ts';
import { leafIds, leafOf, type Model } from '../../src/core/tree.ts';
import { contentFor } from './content-for.ts';
import { orSkip } from './engines.ts';
import { gathering } from './gathering.ts';
import { randomModel } from './random-model.ts';
import { randomRow, type RandomRow } from './random-row.ts';

const compiler = orSkip('a C compiler (cc, gcc or clang)', await findCHost());
const host = compiler as CHost;

/** Random trees tried a kind; `ESPALIER_TREES=2000 npx vitest run test/compile/c-random.test.ts`. */
const TREES = Number(process.env['ESPALIER_TREES'] ?? 20);
const TREES_AT_ONCE = 25;
const ROWS_PER_TREE = 100;

/** A value of a row of that kind: where it is none, the next one that is. */
function inKind(numbers: CKindName, value: unknown): number | null {
  if (typeof value !== 'number' || Number.isNaN(value)) return null;
  if (numbers === 'float64') return value;
  if (numbers === 'float32') return Math.fround(value);
  return Math.max(-2147483647, Math.min(2147483647, Math.round(value))) + 0;
}

/** A row of texts and of numbers of that kind, and the leaf of the tree itself. */
function rowOfKind(model: Model, numbers: CKindName, { row, codes }: RandomRow) {
  const own = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : inKind(numbers, value),
  ]);
  const valueOf = (f: number): number =>
    model.features[f]?.kind === 'numeric' ? (inKind(numbers, codes[f]) ?? NaN) : codes[f]!;
  const leaf = leafIds(model.tree).indexOf(leafOf(model.tree, valueOf));
  return { row: Object.fromEntries(own) as RandomRow['row'], leaf };
}

/** `null` where the kind is refused. */
function programOf(content: Content, numbers: CKindName): CProgram | null {
  try {
    return cProgram(content, C_KINDS[numbers]);
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error;
    expect(error).toMatchObject({ code: 'E_NUMBERS', exitCode: 3 });
    return null;
  }
}

/** A random model whose numbers are whole, and within 32 bits. */
function wholeModel(model: Model): Model {
  const threshold = model.tree.threshold.map((t) =>
    Number.isFinite(t) && Math.abs(t) > 2e9 ? t % 1000 : t,
  );
  const features = model.features.map((feature) =>
    feature.kind === 'numeric' ? { ...feature, integer: true } : feature,
  );
  return { ...model, features, tree: { ...model.tree, threshold } };
}

describe.skipIf(compiler === null).each(['float64', 'float32', 'int32'] as const)(
  'trees at random in %s',
  (numbers) => {
    const timeout = 3_600_000;
    test(`answer random rows of it as the tree itself (${TREES} trees)`, { timeout }, async () => {
      const { join, batched } = gathering();
      const many = batched(host.run);
      let caught = 0;
      let refused = 0;
      const prove = async (seed: number): Promise<void> => {
        const random = new Random(seed);
        const drawn = randomModel(random);
        const model = numbers === 'int32' ? wholeModel(drawn) : drawn;
        const content = contentFor(model);
        const program = programOf(content, numbers);
        if (program === null) {
          refused++;
          return;
        }
        // The files as they are written are built for some trees only: it is slow.
        const own = seed % 10 === 0 ? host : { name: host.name };
        const { equality } = await compileForC(content, numbers, { ...own, run: many });
        caught += equality.mutants.caught;
        const rows = Array.from({ length: ROWS_PER_TREE }, () =>
          rowOfKind(model, numbers, randomRow(model, random)),
        );
        const [found] = await many([
          {
            program,
            leaves: [printCLeaf(program, program.content.branch)],
            rows: rows.map(({ row }) => flatRow(program.layout, row)),
          },
        ]);
        const leaves = Array.from(found![0]!);
        expect(leaves, `seed ${seed}`).toEqual(rows.map(({ leaf }) => leaf));
      };
      for (let first = 0; first < TREES; first += TREES_AT_ONCE) {
        const count = Math.min(TREES_AT_ONCE, TREES - first);
        await Promise.all(
          Array.from({ length: count }, (_, i) => join(() => prove(30_000_000 + first + i))),
        );
      }
      expect(caught).toBeGreaterThan(TREES * 5);
      if (numbers === 'float64') expect(refused).toBe(0);
      else expect(refused).toBeLessThan(TREES);
    });
  },
);
