import { createServer, type Server } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startServer, type RunningServer, type ServerOptions } from '../../src/serve/server.ts';
import { CREDIT_RUN, writeRun } from '../fixtures/site-run.ts';

let reports: string;
const logger = { info: () => {}, warn: () => {}, error: () => {} };

beforeAll(async () => {
  reports = await mkdtemp(path.join(os.tmpdir(), 'espalier-server-'));
  await writeRun(reports, CREDIT_RUN);
});
afterAll(() => rm(reports, { recursive: true, force: true }));

async function withServer(
  options: Partial<ServerOptions>,
  use: (server: RunningServer) => Promise<void>,
): Promise<void> {
  const server = await startServer({ reports, assets: reports, logger, port: 0, ...options });
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

async function occupy(): Promise<{ port: number; server: Server }> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return { server, port: typeof address === 'object' ? (address?.port ?? 0) : 0 };
}

test('serves on loopback and stops', async () => {
  let url = '';
  await withServer({}, async (server) => {
    url = server.url;
    expect(server.host).toBe('127.0.0.1');
    expect(await (await fetch(`${url}healthz`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(url)).text()).toContain('credit');
  });
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test.each(['0.0.0.0', '::', '192.168.1.5', 'example.com', '127.0.0.1.example.com'])(
  'refuses to be reached by others at %s unless told so',
  async (host) => {
    const started = startServer({ reports, assets: reports, logger, port: 0, host });
    await expect(started).rejects.toMatchObject({ code: 'E_REMOTE', exitCode: 2 });
    await expect(started).rejects.toThrow(
      'has no login and shows the values of held-out rows, apart from columns that were redacted;',
    );
  },
);

test('binds elsewhere when told so, and still checks the host name', async () => {
  await withServer({ host: '0.0.0.0', allowRemote: true }, async ({ port }) => {
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.2:${port}/`)).status).toBe(421);
  });
});

describe('ports', () => {
  test('takes another when the one asked for is taken, and says so', async () => {
    const { port, server } = await occupy();
    await withServer({ port }, async (running) => {
      expect(running.moved).toBe(true);
      expect(running.port).toBeGreaterThan(port);
      expect((await fetch(running.url)).status).toBe(200);
    });
    server.close();
  });

  test('an address that is not ours is a refusal, not a crash', async () => {
    const started = startServer({
      reports,
      assets: reports,
      logger,
      port: 0,
      host: '203.0.113.7',
      allowRemote: true,
    });
    await expect(started).rejects.toMatchObject({ code: 'E_LISTEN', exitCode: 4 });
  });
});

test('stands under a path prefix, with every link inside it', async () => {
  await withServer({ basePath: 'tools/espalier/' }, async ({ url, port }) => {
    expect(url).toBe(`http://127.0.0.1:${port}/tools/espalier/`);
    const html = await (await fetch(`${url}runs/credit`)).text();
    const links = Array.from(html.matchAll(/(?:href|src|action)="([^"#]+)"/g), (m) => m[1]!);
    expect(links.length).toBeGreaterThan(10);
    for (const link of links) expect(link).toMatch(/^\/tools\/espalier\//);
    expect((await fetch(`http://127.0.0.1:${port}/runs/credit`)).status).toBe(404);
    expect((await fetch(`${url}api/v1/runs/nope`)).headers.get('content-type')).toContain(
      'application/problem+json',
    );
  });
});
