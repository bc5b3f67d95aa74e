/**
 * Learns from the past of a market, decides in its future, and measures both:
 * `node examples/trading/run.mjs [--quick] [--out <folder>] [--seed <n>]`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { distill } from 'espalier';
import { judge } from './judge.mjs';
import { makeTicks } from './market.mjs';
import { measureColdStart, measureLoop } from './measure.mjs';
import { judgedText, measuredText } from './print.mjs';
import { pastAsCsv } from './task.mjs';

const SIZES = {
  full: { past: 120_000, future: 100_000, trees: 100, maxDepth: 6, cold: 7 },
  quick: { past: 24_000, future: 20_000, trees: 20, maxDepth: 4, cold: 1 },
};

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    out: { type: 'string', default: 'reports' },
    seed: { type: 'string', default: '1' },
  },
});
const seed = Number(values.seed);
const size = values.quick ? SIZES.quick : SIZES.full;
const folder = mkdtempSync(path.join(tmpdir(), 'espalier-trading-'));
try {
  const ticks = makeTicks(size.past + size.future, seed);
  console.log(`A market of ${size.past} ticks that are past and ${size.future} that are future.`);
  const run = await learn(ticks);
  console.log(judgedText(await judge(ticks, size.past, run)));
  console.log(measuredText(await measureAll(run)));
} finally {
  rmSync(folder, { recursive: true });
}

/**
 * Distils the past; the future takes no part. The past is split by time once more: the earliest
 * rows train the forest and the tree, later ones choose the depth, the latest judge.
 * @param {import('./market.mjs').Ticks} ticks
 */
async function learn({ price, volume }) {
  const past = { price: price.subarray(0, size.past), volume: volume.subarray(0, size.past) };
  const data = path.join(folder, 'past.csv');
  writeFileSync(data, pastAsCsv(past));
  const { run, directory } = await distill({
    data,
    target: 'move',
    split: { kind: 'time', column: 'tick' },
    trees: size.trees,
    maxDepth: size.maxDepth,
    name: 'trading',
    out: values.out,
    force: true,
  });
  console.log(
    `Distilled into ${directory}: ${run.student.leaves} leaves, at most ${run.student.depth} questions.`,
  );
  return path.resolve(directory);
}

/** @param {string} run */
async function measureAll(run) {
  const loop = { run, seed, warm: size.past, steady: size.future };
  /** @param {'tree' | 'forest'} who */
  const measure = async (who) => ({
    ...(await measureLoop({ ...loop, who }, folder)),
    cold: measureColdStart(who, run, size.cold),
  });
  return { tree: await measure('tree'), forest: await measure('forest') };
}
