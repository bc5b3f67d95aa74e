import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { CREDIT_RUN } from '../fixtures/site-run.ts';
import { startTestSite, type TestSite } from './site.ts';

let site: TestSite;

beforeAll(async () => {
  site = await startTestSite([CREDIT_RUN], { allowHosts: ['espalier.bank.example'] });
});
afterAll(() => site.close());

describe('host', () => {
  test.each([
    'localhost',
    'localhost:4173',
    'LOCALHOST',
    '127.0.0.1:9',
    '[::1]:80',
    'espalier.bank.example',
    'espalier.bank.example:8443',
  ])('%s is served', async (host) => {
    expect((await site.ask('/', { headers: { host } })).status).toBe(200);
  });

  test.each([
    'evil.example',
    'localhost.evil.example',
    'evil.example:4173',
    '127.0.0.1.evil.example',
    'xespalier.bank.example',
    '0.0.0.0',
    'localhost:80:80',
  ])('"%s" is refused', async (host) => {
    for (const address of ['/', '/healthz', '/api/v1/runs', '/assets/site.js']) {
      const answer = await site.ask(address, { headers: { host } });
      expect(answer.status, address).toBe(421);
      expect(answer.body).not.toContain('credit');
    }
  });
});

test('a request without a host is refused', async () => {
  const socket = connect(site.port, '127.0.0.1');
  socket.end('GET / HTTP/1.0\r\n\r\n');
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString().split('\r\n')[0]).toBe(
    'HTTP/1.1 421 Misdirected Request',
  );
});

describe('headers', () => {
  test('the policy is strict, and nothing asks for https or names the server', async () => {
    for (const address of ['/', '/nope', '/api/v1/runs', '/healthz']) {
      const { headers } = await site.ask(address);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("form-action 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toMatch(/unsafe|upgrade-insecure|\*|https:/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('same-origin');
      expect(headers['strict-transport-security']).toBeUndefined();
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test('a page that did not change is not sent again', async () => {
    for (const address of ['/runs/credit', '/api/v1/runs/credit/paths']) {
      const first = await site.ask(address);
      const etag = String(first.headers.etag);
      const again = await site.ask(address, { headers: { 'if-none-match': etag } });
      expect(again.status, address).toBe(304);
      expect(again.body).toBe('');
    }
  });

  test('large pages are compressed', async () => {
    const answer = await site.ask('/runs/credit', { headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers['content-encoding']).toBe('gzip');
  });
});

describe('methods', () => {
  test.each(['PUT', 'DELETE', 'PATCH', 'TRACE', 'OPTIONS'])('%s is refused', async (method) => {
    const answer = await site.ask('/runs/credit', { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD, POST');
  });

  test('HEAD answers without a body, and POST only where a case is taken', async () => {
    expect(await site.ask('/runs/credit', { method: 'HEAD' })).toMatchObject({
      status: 200,
      body: '',
    });
    expect((await site.ask('/runs/credit', { method: 'POST' })).status).toBe(404);
  });
});

describe('paths out of the folder', () => {
  const tricks = [
    '/runs/..',
    '/runs/%2e%2e',
    '/runs/..%2f..%2fetc%2fpasswd',
    '/runs/..%5c..%5cwindows',
    '/runs/%252e%252e%252fetc',
    '/runs/credit%00',
    '/runs/credit%2f..%2fcredit',
    '/runs/.',
    '/runs/C:%5c',
    '/runs/%c0%ae%c0%ae',
    '/runs/credit/files/../run.json',
    '/runs/credit/files/..%2f..%2fetc%2fpasswd',
    '/runs/credit/files/%2fetc%2fpasswd',
    '/runs/credit/files/trees%2f..%2f..%2f..%2fetc%2fpasswd',
    '/runs/credit/files/constructor',
    '/runs/credit/files/__proto__',
    '/runs/credit/files/trees',
    '/runs/credit/files/heldout.parquet',
    '/assets/..%2f..%2fpackage.json',
    '/assets/%2e%2e/run.json',
    '/api/v1/runs/..%2fcredit',
    '/api/v1/runs/__proto__',
    '/runs/CREDIT',
    '//etc/passwd',
    '/runs//etc/passwd',
  ];
  test.each(tricks)('%s', async (address) => {
    const answer = await site.ask(address);
    expect([400, 404]).toContain(answer.status);
    expect(answer.body).not.toMatch(/root:|espalier-run\/1|PAR1|node_modules|\/tmp\//);
  });
});

describe('bodies', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const json = { 'content-type': 'application/json' };
  const page = '/runs/credit/case';
  const api = '/api/v1/runs/credit/case';

  const post = (address: string, headers: Record<string, string>, body: string | Buffer = '') =>
    site.ask(address, { method: 'POST', headers, body });

  test('a form is only taken from our own origin', async () => {
    const own = { origin: site.origin, 'sec-fetch-site': 'same-origin' };
    expect((await post(page, { ...form, ...own })).status).toBe(422);
    for (const headers of [
      {},
      { origin: 'null' },
      { origin: 'http://evil.example' },
      { origin: `http://127.0.0.1:${site.port}.evil.example` },
      { origin: site.origin, 'sec-fetch-site': 'cross-site' },
    ]) {
      expect((await post(page, { ...form, ...headers })).status).toBe(403);
    }
  });

  test('a program may use the API, another site’s page may not', async () => {
    expect((await post(api, json, '{}')).status).toBe(400);
    expect((await post(api, { ...json, origin: 'http://evil.example' }, '{}')).status).toBe(403);
    expect((await post(api, { ...json, 'sec-fetch-site': 'cross-site' }, '{}')).status).toBe(403);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=utf-7',
    'application/json; charset=utf-16',
    'multipart/form-data',
    '',
  ])('the API does not read "%s"', async (type) => {
    expect((await post(api, { 'content-type': type }, '{"values":{}}')).status).toBe(415);
  });

  test('too much, too deep or compressed is refused', async () => {
    const large = JSON.stringify({ values: { Age: 'x'.repeat(70_000) } });
    expect((await post(api, json, large)).status).toBe(413);
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    expect((await post(api, { ...json, 'content-encoding': 'gzip' }, bomb)).status).toBe(415);
    expect((await post(api, json, '['.repeat(30_000))).status).toBe(400);
    expect((await post(api, json, `${'['.repeat(30_000)}${']'.repeat(30_000)}`)).status).toBe(400);
    const own = { ...form, origin: site.origin };
    expect((await post(page, own, `v0=${'1'.repeat(70_000)}`)).status).toBe(413);
  });

  test('a body cannot reach a prototype', async () => {
    const body = '{"values":{"__proto__":{"polluted":1},"constructor":1}}';
    expect((await post(api, json, body)).status).toBe(400);
    expect('polluted' in {}).toBe(false);
  });
});

test('an error shows no stack and no folder, and the log holds no query', async () => {
  const answer = await site.ask('/runs/credit/paths?q=private&min=x');
  expect(answer.status).toBe(400);
  expect(answer.body).toContain('min');
  expect(answer.body).not.toMatch(/at .*\.ts|node_modules/);
  expect(JSON.stringify(site.logged)).not.toContain('private');
});
