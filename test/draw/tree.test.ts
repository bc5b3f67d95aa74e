import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isLeaf, leafIds, pathTo } from '../../src/core/tree.ts';
import { branchLabel, branchWords, decisionOf } from '../../src/draw/labels.ts';
import { nodeShares } from '../../src/draw/layout.ts';
import { sceneText, type Scene } from '../../src/draw/scene.ts';
import { layoutOf, litLayers, treeScene, viewLayers, type TreeView } from '../../src/draw/tree.ts';
import { categorical, makeModel } from '../fixtures/site-model.ts';
import { CREDIT_RUN, HOSTILE_RUN } from '../fixtures/site-run.ts';
import { models } from './models.ts';

function viewOf(model: TreeView['model'], more: Partial<TreeView> = {}): TreeView {
  const shares = nodeShares(model.tree, null);
  const empty = new Set<number>();
  return { model, shares, folded: empty, selected: null, focus: 0, ...more };
}

function itemsOf(scene: Scene): Scene[] {
  return scene.children.flatMap((child) =>
    typeof child === 'object' && child.attributes['role'] === 'treeitem' ? [child] : [],
  );
}

describe('tree', () => {
  test('has one flat tree item a node, one tab stop, and levels from 1', () => {
    fc.assert(
      fc.property(models, (model) => {
        const items = itemsOf(treeScene(viewOf(model)));
        expect(items).toHaveLength(model.tree.feature.length);
        expect(items.filter((item) => item.attributes['tabindex'] === 0)).toHaveLength(1);
        for (const item of items) {
          const node = Number(item.attributes['data-node']);
          expect(item.attributes['aria-level']).toBe(pathTo(model.tree, node).length);
          expect(item.attributes['aria-label']).not.toBe('');
        }
      }),
      { numRuns: 30 },
    );
  });

  test('only inner nodes can be expanded', () => {
    const model = makeModel(CREDIT_RUN);
    const leaves = new Set(leafIds(model.tree));
    for (const item of itemsOf(treeScene(viewOf(model)))) {
      const leaf = leaves.has(Number(item.attributes['data-node']));
      expect('aria-expanded' in item.attributes).toBe(!leaf);
    }
  });

  test('the path to the selection is drawn on top, and marks one item', () => {
    const model = makeModel(CREDIT_RUN);
    const leaf = leafIds(model.tree)[2]!;
    const levels = pathTo(model.tree, leaf).length;
    const scene = treeScene(viewOf(model, { selected: leaf }));
    const layer = (name: string): Scene[] => {
      const found = scene.children.find(
        (child) => typeof child === 'object' && child.attributes['class'] === name,
      );
      return (found as Scene).children as Scene[];
    };
    expect(layer('lit-links')).toHaveLength(levels - 1);
    const outlines = layer('overlay').filter((shape) => shape.tag === 'rect');
    expect(outlines).toHaveLength(levels);
    const selected = itemsOf(scene).filter((item) => item.attributes['aria-selected'] === 'true');
    expect(selected.map((item) => item.attributes['data-node'])).toEqual([leaf]);
    expect(scene.children.at(-1)).toMatchObject({ attributes: { class: 'overlay' } });
  });

  test('selecting changes only the path on top and the mark of its item', () => {
    fc.assert(
      fc.property(models, fc.nat(), (model, pick) => {
        const selected = pick % model.tree.feature.length;
        const view = viewOf(model);
        const layout = layoutOf(view);
        const plain = viewLayers(view, layout);
        expect(viewLayers({ ...view, selected }, layout)).toEqual(plain);
        expect(Object.keys(litLayers(view, layout))).toEqual(['lit-links', 'overlay']);
      }),
      { numRuns: 20 },
    );
  });

  test('of an area only what touches it is drawn', () => {
    const model = makeModel({ ...CREDIT_RUN, depth: 7, early: 0 });
    const view = viewOf(model);
    const layout = layoutOf(view);
    const area = { left: 0, right: 400, top: 0, bottom: 900 };
    const all = viewLayers(view, layout);
    const some = viewLayers(view, layout, area);
    expect(some.faces.children.length).toBeLessThan(all.faces.children.length / 2);
    const every = { left: 0, right: layout.width, top: 0, bottom: layout.height };
    expect(viewLayers(view, layout, every)).toEqual(all);
  });

  test('hostile names stay text', () => {
    const text = sceneText(treeScene(viewOf(makeModel(HOSTILE_RUN))));
    expect(text).not.toMatch(/<(script|img|svg\/|b>|i>)/);
    expect(text).not.toMatch(/[\u202e\u200b\u2028]/);
    expect(text).not.toContain(' style=');
  });
});

describe('labels', () => {
  test('a missing value is written on exactly one branch, as in the rules', () => {
    fc.assert(
      fc.property(models, (model) => {
        for (const node of model.tree.feature.keys()) {
          if (isLeaf(model.tree, node)) continue;
          const sides = [true, false].map((left) => branchLabel(model, node, left));
          const told = sides.filter(({ missing, short }) => missing || short === 'missing');
          expect(told).toHaveLength(1);
          const words = [true, false].map((left) => branchWords(model, node, left));
          expect(words.filter((side) => side.endsWith('missing'))).toHaveLength(1);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('of many categories the first stands there, and all of them under the pointer', () => {
    const model = makeModel({
      ...CREDIT_RUN,
      depth: 1,
      features: [categorical('Home', ['ignore', 'other', 'owner', 'parents', 'priv', 'rent'])],
    });
    const sides = [true, false].map((left) => branchLabel(model, 0, left));
    for (const { short, whole } of sides) {
      expect(short.length).toBeLessThanOrEqual(14);
      if (whole === null) continue;
      const names = whole.split(', ');
      expect(short).toBe(`${names[0]} +${names.length - 1}`);
    }
    const text = sceneText(treeScene(viewOf(model)));
    for (const { whole } of sides) if (whole !== null) expect(text).toContain(`<title>${whole}<`);
    expect(sides.some(({ whole }) => whole !== null)).toBe(true);
  });

  test('a number has no class and no strength', () => {
    const model = makeModel({ ...CREDIT_RUN, classes: [] });
    expect(decisionOf(model, 0)).toEqual({ index: -1, text: '5.5', strength: '', deferred: false });
  });
});
