import { readFileSync } from 'node:fs';
import { PerformanceObserver, performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';

/**
 * Runs `work` once and says what V8 did meanwhile.
 * @param {string} log The file that V8 writes its deoptimisations to.
 * @param {() => void} work
 */
export async function watched(log, work) {
  /** @type {number[]} */
  const collections = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) collections.push(startTime);
  });
  observer.observe({ entryTypes: ['gc'] });
  const deoptimisations = deoptimisationsIn(log);
  const heap = getHeapStatistics().used_heap_size;
  const cpu = process.cpuUsage();
  const begun = performance.now();
  work();
  const ended = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  const grown = getHeapStatistics().used_heap_size - heap;
  // Collections are reported when the process has nothing else to do.
  await setTimeout(50);
  observer.disconnect();
  return {
    cpuMicroseconds: user + system,
    deoptimisations: deoptimisationsIn(log) - deoptimisations,
    collections: collections.filter((time) => time >= begun && time <= ended).length,
    heapGrown: grown,
  };
}

/** @param {string} log */
function deoptimisationsIn(log) {
  return readFileSync(log, 'utf8').split('\ncode-deopt,').length - 1;
}

/**
 * @param {Float64Array} values Is sorted.
 */
export function percentiles(values) {
  values.sort();
  /** @param {number} share */
  const at = (share) => values[Math.floor(share * (values.length - 1))] ?? NaN;
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999) };
}
