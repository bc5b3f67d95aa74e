/**
 * The tick loop, in a process of its own, which sends what it measured to the one that started it.
 * measure.mjs does, with the flags that make V8 write every deoptimisation to a file.
 */
import { loadDecider } from './deciders.mjs';
import { Features } from './features.mjs';
import { makeTicks } from './market.mjs';
import { percentiles, watched } from './watch.mjs';

/**
 * @typedef {object} LoopOptions
 * @property {'tree' | 'forest'} who
 * @property {string} run The run directory.
 * @property {number} seed
 * @property {number} warm Ticks before anything is measured.
 * @property {number} steady Ticks that are measured, after those.
 * @property {string} log The file that V8 writes its deoptimisations to.
 */

/** @typedef {Awaited<ReturnType<typeof measure>>} LoopFigures */

const BURST = 100;

/** @type {LoopOptions} */
const { who, run, seed, warm, steady, log } = JSON.parse(process.argv[2] ?? '');
const decide = await loadDecider(who, run);
const end = warm + steady;
const ticks = makeTicks(end, seed);
const decisions = new Uint8Array(end);
const latency = new Float64Array(end);

/**
 * A tick in, the features up to date, a decision out.
 * @param {Features} features
 * @param {number} t
 */
function onTick(features, t) {
  features.push(ticks, t);
  decisions[t] = decide(features.row, 0);
}

/**
 * The same with a clock around it, in nanoseconds. Reading the clock makes two big integers: unlike
 * `onTick`, this leaves garbage, so the two are measured apart.
 * @param {Features} features
 * @param {number} t
 */
function timeTick(features, t) {
  const begun = process.hrtime.bigint();
  onTick(features, t);
  latency[t] = Number(process.hrtime.bigint() - begun);
}

/**
 * What the clock alone shows.
 * @param {number} t
 */
function timeNothing(t) {
  const begun = process.hrtime.bigint();
  latency[t] = Number(process.hrtime.bigint() - begun);
}

/**
 * Ticks come in bursts: what runs a burst is called often enough to be as warm as what it calls.
 * @param {Features} features
 * @param {number} from
 * @param {number} to
 */
function replay(features, from, to) {
  for (let t = from; t < to; t += BURST) burst(features, t, Math.min(t + BURST, to));
}

/**
 * @param {Features} features
 * @param {number} from
 * @param {number} to
 */
function burst(features, from, to) {
  for (let t = from; t < to; t++) onTick(features, t);
}

async function measure() {
  const features = new Features();
  replay(features, 0, warm);
  const seen = await watched(log, () => replay(features, warm, end));
  const again = new Features();
  for (let t = 0; t < end; t++) timeTick(again, t);
  const perTick = percentiles(latency.subarray(warm));
  for (let t = 0; t < end; t++) timeNothing(t);
  return { ticks: steady, ...seen, perTick, clock: percentiles(latency.subarray(warm)) };
}

process.send?.(await measure());
