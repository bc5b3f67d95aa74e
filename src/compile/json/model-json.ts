import { defers } from '../../core/tree.ts';
import type { Branch } from '../branches.ts';
import { compareData } from '../compare.ts';
import type { Content } from '../content.ts';
import { layoutOf } from '../flat.ts';
import type { Data } from '../script/print-data.ts';
import { provenance } from '../tables.ts';
import { jsonText } from './json-text.ts';
import { nodesOf } from './nodes.ts';
import { readNodes } from './read-nodes.ts';

/** The nodes as they stand in `model.json`. */
export function nodesText(branch: Branch): string {
  return jsonText(nodesOf(branch), '  ', '  "nodes": '.length);
}

/** The text of `model.json` around the text of its nodes. */
export function modelText(content: Content, nodes: string): string {
  const members = Object.entries(modelData(content)).map(([name, value]) => {
    const head = `  "${name}": `;
    return `${head}${jsonText(value, '  ', head.length + 1)},\n`;
  });
  return `{\n${members.join('')}  "nodes": ${nodes}\n}\n`;
}

/** All of `model.json` but its nodes. */
function modelData({ model, meta, tables }: Content): Readonly<Record<string, Data>> {
  const paths = tables.get('paths') as ReadonlyArray<Readonly<Record<string, Data>>>;
  return {
    schema: 'espalier-model/1',
    semantics: defers(model.tree) ? [...SEMANTICS, DEFERRING] : SEMANTICS,
    meta: provenance(model, meta),
    task: model.task,
    target: model.target,
    classes: model.classNames,
    features: layoutOf(model).features as unknown as Data,
    leaves: paths.map(({ id, ...rest }) => ({ path: id, ...rest })),
  };
}

const SEMANTICS = [
  'Begin at nodes[0]. A node with "leaf" ends the walk: leaves[leaf] is the answer. Any other node asks one question about row[feature] and goes on at nodes[yes] or at nodes[no].',
  '"atMost": yes if the value is a number of at most that; both are read as doubles of IEEE 754 first. "present": yes if the value is any number.',
  '"oneOf": yes if the value is one of these texts. "noneOf": yes if the value is a text and none of these. Texts are equal if all their characters are: nothing is trimmed, folded or normalised. A text that is not in the categories of its feature is asked like any other.',
  'A value is missing if its key is absent, if it is null or NaN, or if it is not of the kind that is asked for. It goes where "missing" says.',
  'A feature of the format "date" is a number too: days since 1970-01-01.',
  '"value" of a leaf holds the probability of each class, in the order of "classes"; or the predicted number alone.',
];

const DEFERRING = 'A leaf whose decision is DEFER does not decide: ask the teacher.';

/**
 * The branches that a text of `model.json` stands for.
 * @throws Error unless everything beside the nodes is as it should be.
 */
export function readModel(text: string, content: Content): Branch {
  const { nodes, ...rest } = JSON.parse(text) as Record<string, unknown>;
  const faults = compareData(modelData(content), rest as Readonly<Record<string, Data>>, 'model');
  if (faults.length > 0) throw new Error(`model.json differs: ${faults.join('; ')}`);
  return readNodes(nodes);
}
