import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Router } from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { apiRouter } from '../../src/serve/api.ts';
import type { PathList } from '../../src/serve/contract.ts';
import { OPERATIONS } from '../../src/serve/openapi.ts';
import type { Services } from '../../src/serve/services.ts';
import { CREDIT_FEATURES } from '../fixtures/site-model.ts';
import { CREDIT_RUN, LARGE_RUN, REGRESSION_RUN } from '../fixtures/site-run.ts';
import { startTestSite, type TestSite } from './site.ts';

interface Document {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Record<
    string,
    Record<
      string,
      {
        readonly parameters: readonly { readonly name: string; readonly in: string }[];
        readonly responses: { 200: { content: Record<string, { schema: object }> } };
      }
    >
  >;
}

let site: TestSite;
let document: Document;
const ajv = new Ajv2020({ strict: false });

beforeAll(async () => {
  site = await startTestSite([CREDIT_RUN, REGRESSION_RUN, LARGE_RUN]);
  document = JSON.parse((await site.ask('/api/v1/openapi.json')).body) as Document;
});
afterAll(() => site.close());

/** Addresses of a router, as OpenAPI writes them. */
function routesOf(router: Router): string[] {
  return router.stack.flatMap(({ route }) => {
    if (route === undefined) return [];
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    return route.stack.map(({ method }) => `${method} ${path}`);
  });
}

describe('the document of the API', () => {
  test('names every address, and no other', () => {
    const services = { site: { base: '' } } as Services;
    const routes = new Set(routesOf(apiRouter(services)));
    routes.delete('get /openapi.json');
    const documented = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
    expect([...routes].toSorted()).toEqual(documented.toSorted());
    expect(document.openapi).toBe('3.1.0');
    expect(document.servers).toEqual([{ url: '/api/v1' }]);
  });

  test('names every part of the query', () => {
    const names = document.paths['/runs/{run}/paths']!['get']!.parameters.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['run', 'q', 'decision', 'feature', 'min', 'flag', 'page', 'perPage']),
    );
  });

  test.each(['credit', 'wine'])('says what the run %s answers', async (run) => {
    const list = JSON.parse((await site.ask(`/api/v1/runs/${run}/paths`)).body) as PathList;
    for (const { method, path } of OPERATIONS) {
      const address = path
        .replace('{run}', run)
        .replace('{id}', list.paths[0]!.id)
        .replace('{a}', run)
        .replace('{b}', run);
      const answer =
        method === 'get'
          ? await site.ask(`/api/v1${address}`)
          : await site.ask(`/api/v1${address}`, {
              method: 'POST',
              headers: { 'Content-Type': 'application/json' },
              body: JSON.stringify({ values: emptyCase(run) }),
            });
      expect(answer.status, address).toBe(200);
      const { schema } = document.paths[path]![method]!.responses[200].content['application/json']!;
      const validate = ajv.compile(schema);
      validate(JSON.parse(answer.body));
      expect(validate.errors, address).toBeNull();
    }
  });
});

function emptyCase(run: string): Record<string, null> {
  const features = run === 'credit' ? CREDIT_FEATURES : REGRESSION_RUN.features;
  return Object.fromEntries(features.map(({ name }) => [name, null]));
}

describe('a long list', () => {
  test('comes in pages that lead to each other', async () => {
    const ids: string[] = [];
    let address: string | null = '/api/v1/runs/large/paths?sort=-rows&perPage=90';
    let pages = 0;
    while (address !== null) {
      const { headers, body, status } = await site.ask(address);
      expect(status).toBe(200);
      const list = JSON.parse(body) as PathList;
      expect(list.paths.length).toBeLessThanOrEqual(90);
      ids.push(...list.paths.map(({ id }) => id));
      address = /<([^>]+)>; rel="next"/.exec(String(headers['link']))?.[1] ?? null;
      pages++;
    }
    const { matched } = JSON.parse((await site.ask('/api/v1/runs/large/paths')).body) as PathList;
    expect(ids).toHaveLength(matched);
    expect(pages).toBe(Math.ceil(matched / 90));
  });
});

describe('an answer that follows from the run alone', () => {
  const address = '/api/v1/runs/credit/tree';

  test('is written once for each coding, and its tag spares a second sending', async () => {
    const tags = new Set<string>();
    for (const coding of ['br', 'gzip', 'identity']) {
      const first = await site.ask(address, { headers: { 'Accept-Encoding': coding } });
      expect(first.headers['content-encoding'] ?? 'identity').toBe(coding);
      expect(first.headers.vary).toContain('Accept-Encoding');
      const tag = String(first.headers.etag);
      tags.add(tag);
      const again = await site.ask(address, {
        headers: { 'Accept-Encoding': coding, 'If-None-Match': tag },
      });
      expect([again.status, again.body]).toEqual([304, '']);
    }
    expect(tags.size).toBe(3);
  });

  test('differs by the tree asked for, and a wrong one is refused as before', async () => {
    const [own, cut] = [await site.ask(address), await site.ask(`${address}?depth=2`)];
    expect(own.headers.etag).not.toBe(cut.headers.etag);
    expect((await site.ask(`${address}?depth=40`)).status).toBe(404);
    expect((await site.ask(`${address}?depth=40`)).status).toBe(404);
  });

  test('asked for by its head has no body', async () => {
    const { status, headers, body } = await site.ask(address, { method: 'HEAD' });
    expect([status, body]).toEqual([200, '']);
    expect(Number(headers['content-length'])).toBeGreaterThan(1000);
  });
});
