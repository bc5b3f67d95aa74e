import { isCategoryTest, passesOf, type Branch, type Test } from '../branches.ts';
import { nextDown } from '../../core/doubles.ts';

/** A node of `model.json`. */
export type JsonNode = JsonLeaf | JsonSplit;

type JsonLeaf = {
  /** Index in `leaves`. */
  readonly leaf: number;
};

/** A question with exactly one of `atMost`, `present`, `oneOf` and `noneOf`. */
export type JsonSplit = Question & {
  /** Untrusted text. */
  readonly feature: string;
  /** Which way a missing value goes. */
  readonly missing: 'yes' | 'no';
  /** Indices in `nodes`. */
  readonly yes: number;
  readonly no: number;
};

type Question = {
  readonly atMost?: number;
  readonly present?: true;
  readonly oneOf?: readonly string[];
  readonly noneOf?: readonly string[];
};

/** Branches as a list, in pre-order. */
export function nodesOf(root: Branch): JsonNode[] {
  const nodes: JsonNode[] = [];
  const visit = (branch: Branch): number => {
    if (branch.kind === 'return') return nodes.push({ leaf: branch.leaf }) - 1;
    const { test } = branch;
    const own = nodes.push({ leaf: -1 }) - 1;
    nodes[own] = {
      feature: test.feature,
      ...questionOf(test),
      missing: missingPasses(test) ? 'yes' : 'no',
      yes: visit(branch.yes),
      no: visit(branch.no),
    };
    return own;
  };
  visit(root);
  return nodes;
}

function questionOf(test: Test): Question {
  if (isCategoryTest(test)) {
    return passesOf(test).listed ? { oneOf: test.names } : { noneOf: test.names };
  }
  const threshold = test.strict ? nextDown(test.threshold) : test.threshold;
  return threshold === Infinity ? { present: true } : { atMost: threshold };
}

function missingPasses(test: Test): boolean {
  return isCategoryTest(test) ? passesOf(test).missing : test.kind === 'not-over';
}
