/*
 * A second reader of a saved tree, slow and on its own: it answers rows straight from the parsed
 * document and imports nothing of the product.
 */

/** A value a feature: a number, a category by name, `null` where it is missing. */
export type Row = ReadonlyArray<number | string | null>;

export interface Answer {
  readonly leaf: number;
  readonly value: readonly number[];
  /** The class or number in words, `DEFER` where the teacher is asked; `null` in a forest. */
  readonly says: string | null;
}

interface FeatureText {
  readonly kind: 'numeric' | 'categorical';
  readonly categories: readonly string[];
  readonly rest: string | null;
}

interface NodesText {
  readonly feature: readonly number[];
  readonly threshold: ReadonlyArray<number | string | null>;
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly missingLeft: readonly boolean[];
  readonly leftCategories: ReadonlyArray<readonly string[] | null>;
  readonly value: ReadonlyArray<readonly number[]>;
  readonly decision?: readonly number[];
  readonly deferred?: readonly boolean[];
}

export interface DocumentText {
  readonly task: string;
  readonly classes: readonly string[];
  readonly features: readonly FeatureText[];
  readonly nodes?: NodesText;
  readonly trees?: readonly NodesText[];
}

/** The trees of a document: one of `tree.json`, several of `teacher.json`. */
function treesIn({ nodes, trees }: DocumentText): readonly NodesText[] {
  return nodes === undefined ? trees! : [nodes];
}

/** What each tree of a document answers to a row. */
export function answersIn(document: DocumentText, row: Row): Answer[] {
  return treesIn(document).map((nodes) => {
    const leaf = leafBelow(document, nodes, row, 0, 0);
    const says = document.nodes === undefined ? null : saysAt(document, nodes, leaf);
    return { leaf, value: nodes.value[leaf]!, says };
  });
}

function saysAt(document: DocumentText, nodes: NodesText, leaf: number): string {
  if (nodes.deferred?.[leaf] === true) return 'DEFER';
  return document.task === 'regression'
    ? `${nodes.value[leaf]![0]}`
    : document.classes[nodes.decision![leaf]!]!;
}

function leafBelow(
  document: DocumentText,
  nodes: NodesText,
  row: Row,
  node: number,
  depth: number,
): number {
  if (depth > 100) throw new Error('no leaf within a hundred levels');
  const f = nodes.feature[node]!;
  if (f === -1) return node;
  const left = isLeft(document.features[f]!, nodes, node, row[f]!);
  return leafBelow(document, nodes, row, left ? nodes.left[node]! : nodes.right[node]!, depth + 1);
}

function isLeft(feature: FeatureText, nodes: NodesText, node: number, value: Row[number]): boolean {
  if (value === null) return nodes.missingLeft[node]!;
  if (feature.kind === 'numeric') {
    const threshold = nodes.threshold[node]!;
    return threshold === 'present' || value <= threshold;
  }
  const name = feature.categories.includes(value as string) ? value : feature.rest;
  if (name === null) return nodes.missingLeft[node]!;
  return nodes.leftCategories[node]!.includes(name as string);
}

/**
 * Whether two documents say the same, all of it: keys in any order, sets of categories in any order,
 * and no leaf deferring where no list says which ones do.
 */
export function saySame(one: unknown, other: unknown): boolean {
  return same(inOneWay(one as DocumentText), inOneWay(other as DocumentText));
}

function inOneWay(document: DocumentText): unknown {
  const { nodes, trees } = document;
  return {
    ...document,
    ...(nodes === undefined ? {} : { nodes: nodesInOneWay(nodes) }),
    ...(trees === undefined ? {} : { trees: trees.map(nodesInOneWay) }),
  };
}

function nodesInOneWay({ deferred, ...nodes }: NodesText): unknown {
  return {
    ...nodes,
    leftCategories: nodes.leftCategories.map((set) => set?.toSorted() ?? null),
    deferred: deferred?.includes(true) === true ? deferred : undefined,
  };
}

/** Equal as JSON: a key without a value is none, and there is one zero. */
function same(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return one === other;
  }
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const a = definedEntries(one);
  const b = definedEntries(other);
  return a.size === b.size && [...a].every(([key, value]) => b.has(key) && same(value, b.get(key)));
}

function definedEntries(value: object): Map<string, unknown> {
  return new Map(Object.entries(value).filter(([, inner]) => inner !== undefined));
}
