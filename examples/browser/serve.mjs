/**
 * Builds the page and serves it on this machine only:
 * `node examples/browser/serve.mjs [--run <run>] [--out <folder>] [--port <n>]`.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildPage, FILES } from './build.mjs';

/** @type {Record<string, string>} */
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

const { values } = parseArgs({
  options: {
    run: { type: 'string' },
    out: { type: 'string' },
    port: { type: 'string', default: '4180' },
  },
});
const folder = await buildPage(values);
const pages = new Map(FILES.map((name) => [`/${name}`, readFileSync(path.join(folder, name))]));

const server = createServer(({ url = '/' }, response) => {
  const name = url === '/' ? '/index.html' : url;
  const body = pages.get(name);
  const type = TYPES[path.extname(name)];
  if (body === undefined || type === undefined) {
    response.writeHead(404, HEADERS).end();
    return;
  }
  response.writeHead(200, { ...HEADERS, 'content-type': `${type}; charset=utf-8` }).end(body);
});
server.listen(Number(values.port), '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : address;
  console.log(`http://127.0.0.1:${port}/`);
});
