import { availableParallelism, cpus, loadavg } from 'node:os';
import { table } from '../table.mjs';
import { HORIZON } from './task.mjs';

/**
 * @param {Awaited<ReturnType<typeof import('./judge.mjs').judge>>} judged
 */
export function judgedText(judged) {
  /** @param {number} count */
  const percent = (count) => `${((100 * count) / judged.ticks).toFixed(1)} %`;
  const rows = [
    ['', 'right', 'answers like the forest'],
    ['forest', percent(judged.forestRight), '100.0 %'],
    ['tree', percent(judged.treeRight), percent(judged.agree)],
    [
      'the best single answer',
      percent(judged.mostFrequentMove),
      percent(judged.mostFrequentAnswer),
    ],
  ];
  return [
    `\nThe next ${HORIZON} ticks go down, up or nowhere beyond costs: ${judged.ticks} future ticks`,
    table(rows),
  ].join('\n');
}

/**
 * @typedef {import('./loop.mjs').LoopFigures & { cold: number }} Measured
 * @param {{ tree: Measured, forest: Measured }} measured
 */
export function measuredText({ tree, forest }) {
  /** @type {(name: string, of: (one: Measured) => string, clock?: string) => string[]} */
  const row = (name, of, clock = '') => [name, of(tree), of(forest), clock];
  const { clock } = tree;
  const rows = [
    ['', 'tree', 'forest', 'clock alone'],
    row('mean, processor time', (one) => time((one.cpuMicroseconds * 1000) / one.ticks)),
    row('median, with the clock', (one) => time(one.perTick.p50), time(clock.p50)),
    row('99th percentile', (one) => time(one.perTick.p99), time(clock.p99)),
    row('99.9th percentile', (one) => time(one.perTick.p999), time(clock.p999)),
    row('deoptimisations', (one) => String(one.deoptimisations)),
    row('garbage collections', (one) => String(one.collections)),
    row('heap grown, in all', (one) => `${(one.heapGrown / 1024).toFixed(0)} KiB`),
    row('cold start', (one) => time(one.cold)),
  ];
  return [
    `\nFrom a tick to its decision, features included: ${tree.ticks} ticks in the steady state`,
    table(rows),
    `\n${machine()}`,
  ].join('\n');
}

/** @param {number} nanoseconds */
function time(nanoseconds) {
  if (nanoseconds < 1e4) return `${nanoseconds.toFixed(0)} ns`;
  return nanoseconds < 1e6
    ? `${(nanoseconds / 1e3).toFixed(1)} µs`
    : `${(nanoseconds / 1e6).toFixed(1)} ms`;
}

function machine() {
  const model = cpus()[0]?.model ?? 'a processor without a name';
  const load = loadavg()[0]?.toFixed(1);
  return `Node ${process.version}, ${availableParallelism()} threads of ${model}, load ${load}.`;
}
