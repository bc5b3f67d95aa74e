import type { Content } from '../content.ts';
import type { Data } from '../script/print-data.ts';
import type { Probe } from '../vectors.ts';
import { pythonOrigin } from './print-module.ts';
import { pyData, pyFlat } from './print-data.ts';
import { pyText } from './quote.ts';

/**
 * The text of `test_predict.py`: the boundary vectors as a test that needs nothing but Python, so
 * that an edit of `predict.py` by hand fails.
 */
export function printPythonTest({ model, meta, answers, probes, vectors }: Content): string {
  const leaves: Data = answers.map(({ id, decision, value }) => [id, decision, value]);
  const nothing = vectors.find(({ site }) => site === -1)!.leaf;
  const score = model.task === 'regression' ? 'values[0]' : 'list(values)';
  return `${pythonOrigin(meta)}
#
# Rows on and beside every threshold of the tree, and the path each of them takes.
# Run with: python3 test_predict.py

import unittest

from predict import explain, leaf, meta, paths, predict, score

INFINITY = float("inf")
NAN = float("nan")
ABSENT = object()

# Path, decision and value of each leaf.
LEAVES = ${pyData(leaves, '', 'LEAVES = '.length)}

# For each split: a row that gets there, the feature it asks, and values with the leaf of each.
PROBES = (${probes.length === 0 ? '' : '\n'}${probes.map(printProbe).join('')})


class PredictTest(unittest.TestCase):
    def test_model(self):
        self.assertEqual(meta["modelHash"], ${pyText(meta.modelHash)})

    def test_leaves(self):
        found = tuple((path["id"], path["decision"], path["value"]) for path in paths)
        self.assertEqual(found, LEAVES)

    def test_no_row(self):
        self.assertEqual(leaf({}), ${nothing})

    def test_rows(self):
        for row, feature, tries in PROBES:
            for value, expected in tries:
                x = dict(row) if value is ABSENT else {**row, feature: value}
                path, decision, values = LEAVES[expected]
                with self.subTest(feature=feature, value=value):
                    self.assertEqual(leaf(x), expected)
                    self.assertEqual(explain(x)["id"], path)
                    self.assertEqual(predict(x), decision)
                    self.assertEqual(score(x), ${score})


if __name__ == "__main__":
    unittest.main()
`;
}

function printProbe({ row, feature, tries }: Probe): string {
  const pairs = tries
    .map(({ value, leaf }) => `            (${valueText(value)}, ${leaf}),\n`)
    .join('');
  return `    (
        ${pyData(row, '        ', '        ,'.length)},
        ${pyText(feature)},
        (
${pairs}        ),
    ),
`;
}

function valueText(value: Data): string {
  return value === undefined ? 'ABSENT' : pyFlat(value);
}
