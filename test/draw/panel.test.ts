import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { detailsScene } from '../../src/draw/details.ts';
import { nodeShares } from '../../src/draw/layout.ts';
import { nodeRowsScene, type NodeRowsInput } from '../../src/draw/node-rows.ts';
import { sceneText } from '../../src/draw/scene.ts';
import { models } from './models.ts';

test('what a leaf holds is the teacher’s alone, or has labels mixed in: said of every node', () => {
  fc.assert(
    fc.property(models, fc.constantFrom(0, 0.25), (model, truthWeight) => {
      const shares = nodeShares(model.tree, null);
      for (const node of model.tree.feature.keys()) {
        const scene = detailsScene({ model, shares, path: null, truthWeight, href: null, node });
        const text = sceneText(scene);
        expect(text).toContain(model.task === 'regression' ? 'What the teacher' : 'Teacher’s mean');
        expect(text.includes('labels mixed in')).toBe(truthWeight > 0);
      }
    }),
    { numRuns: 20 },
  );
});

describe('the held-out rows of a node', () => {
  const textOf = (more: Partial<NodeRowsInput>): string =>
    sceneText(
      nodeRowsScene({
        rows: 0,
        differ: 0,
        named: [],
        numbers: false,
        rowHref: (row) => `/case?row=${row}`,
        allHref: '/all',
        ...more,
      }),
    );
  const named = [
    { row: 7, differs: true },
    { row: 9, differs: false },
  ];

  test('are counted, named, and told where they differ', () => {
    const text = textOf({ rows: 1200, differ: 1, named });
    expect(text).toContain('1,200 rows came here; student and teacher differ on 1.');
    expect(text).toContain('<a href="/case?row=7">Row 7</a> <span class="quiet">differ</span>');
    expect(text).toContain('<a href="/case?row=9">Row 9</a></li>');
    expect(text).toContain('<a href="/all">All 1,200 rows</a>');
  });

  test('of numbers lie too far apart', () => {
    const text = textOf({ rows: 2, differ: 0, named, numbers: true });
    expect(text).toContain('2 rows came here; student and teacher lie too far apart on none.');
    expect(text).toContain('too far apart</span>');
    expect(text).not.toContain('/all');
  });

  test('may be none', () => {
    expect(textOf({})).toContain('None came here.');
    expect(textOf({ rows: 1, named: named.slice(1) })).toContain('1 row came here;');
  });
});
