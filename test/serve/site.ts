import { mkdtemp, rm } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';

import { swapSet } from '../../src/evaluate/swap-set.ts';
import { createApp, type AppOptions } from '../../src/serve/app.ts';
import { writeRun, type RunRecipe } from '../fixtures/site-run.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** The text a reader sees, roughly: tags gone, spaces joined. */
export function textOf(html: string): string {
  return html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

/** A site over made-up runs in a folder of its own, on a port of its own. */
export interface TestSite {
  readonly reports: string;
  readonly port: number;
  readonly origin: string;
  /** Lines that were logged. */
  readonly logged: unknown[];
  /** Sends the address as it stands, unlike `fetch`, which tidies `..` away. */
  ask(address: string, ask?: Ask): Promise<Answer>;
  /** The page at an address; any other answer than a page fails the test. */
  page(address: string): Promise<string>;
  close(): Promise<void>;
}

export async function startTestSite(
  recipes: readonly RunRecipe[],
  options: Partial<AppOptions> = {},
): Promise<TestSite> {
  const reports = await mkdtemp(path.join(os.tmpdir(), 'espalier-site-'));
  for (const recipe of recipes) await writeRun(reports, recipe);
  const logged: unknown[] = [];
  const log = (...line: unknown[]): void => {
    logged.push(line);
  };
  const logger = { info: log, warn: log, error: log };
  const app = createApp({
    reports,
    assets: path.join(reports, 'assets'),
    logger,
    recheckAfter: 0,
    swapSetOf: swapSet,
    ...options,
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => {
    server.once('listening', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const page = async (address: string): Promise<string> => {
    const { status, headers: given, body } = await send(port, address, {});
    expect(status, address).toBe(200);
    expect(given['content-type']).toBe('text/html; charset=utf-8');
    return body;
  };
  return {
    page,
    reports,
    port,
    origin: `http://127.0.0.1:${port}`,
    logged,
    ask: (address, ask = {}) => send(port, address, ask),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      await rm(reports, { recursive: true, force: true });
    },
  };
}

async function send(port: number, address: string, ask: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {} } = ask;
    const req = request({ port, host: '127.0.0.1', path: address, method, headers }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body });
      });
      res.on('error', reject);
    });
    req.on('error', reject);
    req.end(ask.body);
  });
}
