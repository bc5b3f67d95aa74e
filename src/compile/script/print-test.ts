import { printData, printFlat, type Data } from './print-data.ts';
import { generatedBy } from './print-module.ts';
import type { CompileMeta, LeafAnswer } from '../tables.ts';
import type { Probe } from '../vectors.ts';

/**
 * The text of `predict.test.js`, the test of `module`: the boundary vectors as a test that needs nothing but Node, so that
 * an edit of `predict.js` by hand fails. Run it by `node --test`.
 */
export function printGeneratedTest(
  meta: CompileMeta,
  answers: readonly LeafAnswer[],
  probes: readonly Probe[],
  module: string,
): string {
  const leaves: Data = answers.map(({ id, decision, value }) => [id, decision, value]);
  return `${generatedBy(meta)}
//
// Rows on and beside every threshold of the tree, and the path each of them takes.
// Run with: node --test

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  encode,
  explain,
  leaf as leafOf,
  leafAt,
  meta,
  paths,
  predict,
  schema,
} from "./${module}";

/** Path, decision and value of each leaf. */
const leaves = ${printData(leaves, '', 'const leaves = ;'.length)};

/** For each split: a row that gets there, the feature it asks, and [value, leaf] pairs. */
const probes = [${probes.length === 0 ? '' : '\n'}${probes.map(printProbe).join('')}];

test("the model is the one that was compiled", () => {
  assert.equal(meta.modelHash, ${printFlat(meta.modelHash)});
});

test("every leaf answers as the tree does", () => {
  assert.deepEqual(
    paths.map((path) => [path.id, path.decision, path.value]),
    leaves,
  );
});

test("every row beside a threshold takes its path", () => {
  const buffer = new Float64Array(schema.length);
  for (const { row, feature, tries } of probes) {
    for (const [value, leaf] of tries) {
      const x = { ...row, [feature]: value };
      const [id, decision] = leaves[leaf];
      encode(x, buffer, 0);
      assert.equal(leafOf(x), leaf, \`\${feature} = \${value}\`);
      assert.equal(leafAt(buffer, 0), leaf, \`\${feature} = \${value}\`);
      assert.equal(explain(x).id, id, \`\${feature} = \${value}\`);
      assert.equal(predict(x), decision, \`\${feature} = \${value}\`);
    }
  }
});
`;
}

function printProbe({ row, feature, tries }: Probe): string {
  const pairs = tries.map(({ value, leaf }) => `      ${printFlat([value, leaf])},\n`).join('');
  return `  {
    row: ${printData(row, '    ', '    row: ,'.length)},
    feature: ${printFlat(feature)},
    tries: [
${pairs}    ],
  },
`;
}
