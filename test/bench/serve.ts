/**
 * Requests a second that the site answers, and how long the slowest twentieth waits:
 * `npx tsx test/bench/serve.ts`. The site runs in a process of its own, the client in this one.
 */
import autocannon from 'autocannon';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CREDIT_RUN, LARGE_RUN, writeRun } from '../fixtures/site-run.ts';
import { machine, markdownTable, writeSection } from './table.ts';

const CONNECTIONS = 16;
const SECONDS = 8;

/** What is asked for, and what it should reach. */
const ASKED: readonly { readonly name: string; readonly path: string }[] = [
  { name: 'tree, 27 leaves, JSON', path: '/api/v1/runs/credit/tree' },
  { name: 'tree, 448 leaves, JSON', path: '/api/v1/runs/large/tree' },
  { name: '50 paths of 448, JSON', path: '/api/v1/runs/large/paths?perPage=50&sort=-rows' },
  { name: '100 paths of 448, page', path: '/runs/large/paths?sort=-rows' },
  { name: 'tree, 27 leaves, page', path: '/runs/credit/tree?folded=' },
];

const reports = await mkdtemp(join(tmpdir(), 'espalier-bench-'));
try {
  for (const recipe of [CREDIT_RUN, LARGE_RUN]) await writeRun(reports, recipe);
  const bin = fileURLToPath(new URL('../../bin/espalier.js', import.meta.url));
  const server = spawn(process.execPath, [bin, 'serve', reports, '--port', '4390'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const origin = /http:\/\/[^/\s]+/.exec(line.toString())![0];
  const rows: string[][] = [];
  for (const { name, path } of ASKED) {
    await run(`${origin}${path}`, CONNECTIONS, 2);
    const full = await run(`${origin}${path}`, CONNECTIONS, SECONDS);
    const alone = await run(`${origin}${path}`, 1, SECONDS);
    rows.push([
      name,
      Math.round(full.requests.mean).toLocaleString('en'),
      `${full.latency.p97_5} ms`,
      `${alone.latency.p50} ms`,
      `${alone.latency.p97_5} ms`,
      `${Math.round(alone.throughput.mean / alone.requests.mean).toLocaleString('en')} B`,
    ]);
    process.stderr.write(`${name}: ${Math.round(full.requests.mean)} requests a second\n`);
  }
  server.kill();
  const head = ['answer', 'requests a second', '97.5 %', 'alone, half', 'alone, 97.5 %', 'bytes'];
  writeSection(
    'serve',
    `${markdownTable(head, rows)}\n\n${CONNECTIONS} connections at once for ${SECONDS} s each, then one alone; compressed with brotli. ${machine()}, 2 cores, client and server on the same.`,
  );
} finally {
  await rm(reports, { recursive: true, force: true });
}

async function run(url: string, connections: number, duration: number): Promise<autocannon.Result> {
  const result = await autocannon({
    url,
    connections,
    duration,
    headers: { 'Accept-Encoding': 'br' },
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url} failed`);
  return result;
}
