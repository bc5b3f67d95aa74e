import { contentOf, type Content } from '../../src/compile/content.ts';
import type { CompileMeta } from '../../src/compile/compile.ts';
import { conditionsOf, pathsOf } from '../../src/core/box.ts';
import { wilson } from '../../src/core/interval.ts';
import type { PathRecord } from '../../src/core/run.ts';
import {
  answerOf,
  decisionName,
  leafIds,
  pathTo,
  treeDepth,
  type Model,
} from '../../src/core/tree.ts';
import { pathWords } from '../../src/core/words.ts';

/** What the compilers are given for a model of a test. */
export function contentFor(model: Model, name?: string): Content {
  const meta = metaFor(model, name);
  const role = name === 'price' ? 'explains' : 'decides';
  return contentOf(model, evidenceFor(model), { ...meta, role });
}

/** A record for each leaf of a model, with made-up evidence. */
export function evidenceFor(model: Model): PathRecord[] {
  const { tree } = model;
  const k = tree.nOutputs;
  const n = leafIds(tree).length;
  return pathsOf(model).map((path, i) => {
    const value = Array.from(tree.value.subarray(path.leaf * k, (path.leaf + 1) * k));
    const select = 3 * i + 1;
    const test = 2 * i + 1;
    const rows = select + test;
    const conditions = conditionsOf(model.features, path.box);
    return {
      id: path.id,
      leaf: path.leaf,
      conditions,
      words: pathWords(conditions, model.features),
      decision: answerOf(model, path.leaf),
      deferredFrom: tree.deferred[path.leaf] === 1 ? decisionName(model, path.leaf) : null,
      value,
      depth: pathTo(tree, path.leaf).length - 1,
      coverage: wilson(rows, 5 * n * n + 10),
      realRows: { train: 9 * i, select, test },
      fidelity: wilson(rows - 1, rows),
      freshFidelity: wilson(90, 100),
      accuracy: wilson(Math.floor(rows / 2), rows),
      flags: [],
    };
  });
}

/** The provenance of a model that was made for a test. */
export function metaFor(model: Model, name = 'sample'): CompileMeta {
  return {
    name,
    version: '0.1.0',
    modelHash: '0123456789abcdef'.repeat(4),
    role: 'decides',
    teacher: 'A forest of 200 trees, at least 5 rows a leaf.',
    fidelityKind: model.task === 'classification' ? 'agreement' : 'r2',
    fidelity: wilson(850, 890),
    depth: treeDepth(model.tree),
    leaves: leafIds(model.tree).length,
    seed: 7,
  };
}
