import { wholeSpace, type Box } from '../core/box.ts';
import { UNSEEN, type CategoricalFeature } from '../core/table.ts';
import { visible } from '../core/text.ts';
import { goesLeft, isLeaf, leafIds, type Model } from '../core/tree.ts';
import { isCategoryTest, passesOf, type Branch, type CategoryTest, type Test } from './branches.ts';
import { forkAt, restAt, type Fork } from './fork.ts';
import { printFlat, type Data } from './script/print-data.ts';

/**
 * Compares what was read from code with the tree itself, node for node: feature, threshold (by
 * `Object.is`), the side of each category, the side of a missing value, and the leaf. Only what can
 * happen at a node counts: a side that no row can reach has no branch.
 * Returns the differences in words; none when the code is the tree.
 */
export function compareBranches(model: Model, found: Branch): string[] {
  const leaves = leafIds(model.tree);
  const compareNode = (node: number, box: Box, branch: Branch): string[] => {
    const at = branch.line === undefined ? `node ${node}` : `line ${branch.line}`;
    if (isLeaf(model.tree, node)) {
      if (branch.kind === 'if') return [`${at}: a branch where the tree has a leaf`];
      return leaves[branch.leaf] === node
        ? []
        : [`${at}: leaf ${branch.leaf} where the tree has leaf ${leaves.indexOf(node)}`];
    }
    const fork = forkAt(model, node, box);
    const left = model.tree.left[node]!;
    const right = model.tree.right[node]!;
    if (fork.left === null) return compareNode(right, fork.right!, branch);
    if (fork.right === null) return compareNode(left, fork.left, branch);
    if (branch.kind === 'return') return [`${at}: a leaf where the tree has a branch`];
    return [
      ...compareTest(model, fork, branch.test).map((fault) => `${at}: ${fault}`),
      ...compareNode(left, fork.left, branch.yes),
      ...compareNode(right, fork.right, branch.no),
    ];
  };
  return compareNode(0, wholeSpace(model.features), found);
}

function compareTest(model: Model, fork: Fork, test: Test): string[] {
  const { tree } = model;
  const { node, bound } = fork;
  const feature = model.features[fork.feature]!;
  const faults: string[] = [];
  const expect = (same: boolean, fault: () => string): void => {
    if (!same) faults.push(fault());
  };
  expect(
    test.feature === feature.name,
    () => `it asks ${show(test.feature)}, the tree asks ${show(feature.name)}`,
  );
  const missingPasses = isCategoryTest(test) ? passesOf(test).missing : test.kind === 'not-over';
  expect(
    !bound.missing || missingPasses === (tree.missingLeft[node] === 1),
    () => `a missing ${show(feature.name)} goes the other way than in the tree`,
  );
  if (bound.kind === 'categorical') {
    if (!isCategoryTest(test)) return [...faults, `it asks ${show(feature.name)} for a number`];
    return [...faults, ...compareCategories(model, fork, bound.codes, test)];
  }
  const threshold = 'threshold' in test ? test.threshold : null;
  expect(
    Object.is(threshold, tree.threshold[node]),
    () => `threshold ${threshold}, the tree has ${tree.threshold[node]}`,
  );
  return faults;
}

/** The sides of the categories `codes` that can arrive, and of any other text. */
function compareCategories(
  model: Model,
  fork: Fork,
  codes: readonly number[],
  test: CategoryTest,
): string[] {
  const { tree } = model;
  const { node, bound } = fork;
  const feature = model.features[fork.feature]! as CategoricalFeature;
  const names = feature.categories;
  const rest = restAt(model, fork);
  const { listed } = passesOf(test);
  const known = codes.filter((code) => code !== rest);
  const faults = known
    .filter((code) => (test.names.includes(names[code]!) === listed) !== goesLeft(tree, node, code))
    .map((code) => `category ${show(names[code]!)} goes the other way than in the tree`);
  // Without a rest, an unseen category arrives with the missing values.
  const unlisted = rest ?? (bound.missing && feature.rest === null ? UNSEEN : null);
  if (unlisted !== null && listed === goesLeft(tree, node, unlisted)) {
    faults.push(`any other text of ${show(feature.name)} goes the other way than in the tree`);
  }
  const possible = new Set(known.map((code) => names[code]));
  const odd = test.names.filter((name, i) => !possible.has(name) || test.names.indexOf(name) < i);
  faults.push(
    ...odd.map((name) => `category ${show(name)} is listed twice, or cannot arrive there`),
  );
  return faults;
}

/** Compares a table with what it should hold; `where` names it. Extra members of records count. */
export function compareData(expected: Data, found: Data, where: string): string[] {
  if (!isCompound(expected) || !isCompound(found)) {
    return Object.is(expected, found)
      ? []
      : [`${where} is ${showData(found)}, expected ${showData(expected)}`];
  }
  const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...keys].flatMap((key) =>
    compareData(memberOf(expected, key), memberOf(found, key), `${where}[${key}]`),
  );
}

type Compound = Readonly<Record<string, Data>>;

function isCompound(data: Data): data is Compound & Data {
  return typeof data === 'object' && data !== null;
}

function memberOf(data: Compound, key: string): Data {
  return Object.hasOwn(data, key) ? data[key] : undefined;
}

function showData(data: Data): string {
  if (isCompound(data)) return 'a list or record';
  return typeof data === 'string' ? show(data) : printFlat(data);
}

function show(text: string): string {
  return `"${visible(text)}"`;
}
