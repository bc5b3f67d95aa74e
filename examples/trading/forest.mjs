import { readFileSync } from 'node:fs';

/**
 * The teacher as a function of one row, out of a run's `teacher.json`: its trees in flat typed
 * arrays, walked one after the other. This is what a careful programmer would write to ask the
 * forest itself at every tick; it answers as Espalier does, and allocates nothing either.
 * It holds for trees that ask numbers only, and rows without missing values.
 * @param {string} file
 * @returns {(row: Float64Array, offset: number) => number} The place of the class decided.
 */
export function loadForest(file) {
  /** @type {{ classes: string[], trees: SavedTree[] }} */
  const { classes, trees } = JSON.parse(readFileSync(file, 'utf8'));
  const forest = flatten(trees, classes.length);
  const sums = new Float64Array(classes.length);
  return (row, offset) => {
    addTrees(forest, row, offset, sums);
    return largest(sums);
  };
}

/**
 * @typedef {object} SavedTree One array a field, one entry a node; a leaf asks feature -1.
 * @property {number[]} feature
 * @property {(number | null)[]} threshold
 * @property {number[]} left
 * @property {number[]} right
 * @property {(number[] | null)[]} value Class probabilities of a leaf.
 */

/**
 * All trees behind one another: children are places in the whole.
 * @param {SavedTree[]} trees
 * @param {number} classes
 */
function flatten(trees, classes) {
  const nodes = trees.reduce((sum, tree) => sum + tree.feature.length, 0);
  const forest = {
    roots: new Int32Array(trees.length),
    feature: new Int32Array(nodes),
    threshold: new Float64Array(nodes),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    value: new Float64Array(nodes * classes),
  };
  let from = 0;
  for (const [i, tree] of trees.entries()) {
    forest.roots[i] = from;
    for (let id = 0; id < tree.feature.length; id++) {
      forest.feature[from + id] = tree.feature[id];
      forest.threshold[from + id] = tree.threshold[id] ?? 0;
      forest.left[from + id] = from + tree.left[id];
      forest.right[from + id] = from + tree.right[id];
      forest.value.set(tree.value[id] ?? [], (from + id) * classes);
    }
    from += tree.feature.length;
  }
  return forest;
}

/**
 * The summed class probabilities of every tree, into `sums`.
 * @param {ReturnType<typeof flatten>} forest
 * @param {Float64Array} row
 * @param {number} offset
 * @param {Float64Array} sums
 */
function addTrees({ roots, feature, threshold, left, right, value }, row, offset, sums) {
  sums.fill(0);
  for (let i = 0; i < roots.length; i++) {
    let node = roots[i];
    let asks = feature[node];
    while (asks !== -1) {
      node = row[offset + asks] <= threshold[node] ? left[node] : right[node];
      asks = feature[node];
    }
    for (let c = 0; c < sums.length; c++) sums[c] += value[node * sums.length + c];
  }
}

/**
 * The first of the largest.
 * @param {Float64Array} sums
 */
function largest(sums) {
  let best = 0;
  for (let c = 1; c < sums.length; c++) if (sums[c] > sums[best]) best = c;
  return best;
}
