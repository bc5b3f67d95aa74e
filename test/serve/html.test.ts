import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { codeText, html } from '../../src/serve/html.ts';
import { href, normaliseBase, withQuery } from '../../src/serve/site.ts';

test('values are inert, markup is not, nothing is nothing', () => {
  const page = html`<p title="${'"><b>'}">${['<i>', html`<b>${1}</b>`]}${null}${false}</p>`;
  expect(page.toString()).toBe('<p title="&quot;&gt;&lt;b&gt;">&lt;i&gt;<b>1</b></p>');
});

test('hidden characters are written out', () => {
  expect(html`${'a\u202eb\u0000'}`.toString()).toBe('a\\u202eb\\u0000');
});

test('no value can leave its element or attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const page = html`<p title="${text}">${text}</p>`.toString();
      expect(page.match(/[<>]/g)).toHaveLength(4);
      expect(page.match(/"/g)).toHaveLength(2);
    }),
    { numRuns: 300 },
  );
});

test('source keeps its lines and tabs and nothing else that acts', () => {
  expect(codeText('a\n\tb </code>\r\u2028').toString()).toBe('a\n\tb &lt;/code&gt;\\u000d\\u2028');
});

test('addresses are encoded segment by segment', () => {
  const site = { base: '/base' };
  expect(href(site, 'runs', 'a/b?c')).toBe('/base/runs/a%2Fb%3Fc');
  expect(withQuery('/x', { q: 'a&b', none: null, empty: '', n: 0 })).toBe('/x?q=a%26b&n=0');
  expect(['', '/', 'a', '/a/b/', '//'].map(normaliseBase)).toEqual(['', '', '/a', '/a/b', '']);
});
