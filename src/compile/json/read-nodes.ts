import { finite, list, names, record, text, type Json } from '../../core/checks.ts';
import { categoryKind, type Branch, type Test } from '../branches.ts';

/**
 * The branches that the nodes of `model.json` stand for: the inverse of {@link nodesOf}.
 * @throws Error for anything that is not there, not asked for, or not reached once.
 */
export function readNodes(nodes: unknown): Branch {
  const all = list(nodes, 'nodes').map((node, i) => record(node, `nodes[${i}]`));
  let next = 0;
  const visit = (index: unknown): Branch => {
    const at = `nodes[${next}]`;
    const node = all[next];
    if (index !== next++ || node === undefined) throw new Error(`${at} is not in pre-order`);
    if ('leaf' in node) return { kind: 'return', leaf: finite(node['leaf'], `${at}.leaf`) };
    const test = readTest(node, at);
    return { kind: 'if', test, yes: visit(node['yes']), no: visit(node['no']) };
  };
  const root = visit(0);
  if (next !== all.length) throw new Error(`nodes[${next}] is not reached`);
  return root;
}

function readTest(node: Json, at: string): Test {
  const { missing, ...rest } = node;
  if (missing !== 'yes' && missing !== 'no') throw new Error(`${at}.missing is neither yes nor no`);
  const question = Object.keys(rest).filter((key) => !['feature', 'yes', 'no'].includes(key));
  if (question.length !== 1) throw new Error(`${at} does not ask one question`);
  const feature = text(node['feature'], `${at}.feature`);
  const kind = missing === 'yes' ? 'not-over' : 'at-most';
  switch (question[0]) {
    case 'atMost':
      return { kind, feature, threshold: finite(node['atMost'], `${at}.atMost`) };
    case 'present':
      if (node['present'] !== true) throw new Error(`${at}.present is not true`);
      return { kind, feature, threshold: Infinity };
    case 'oneOf':
    case 'noneOf': {
      const listed = question[0] === 'oneOf';
      const passes = { listed, missing: missing === 'yes' };
      return { kind: categoryKind(passes), feature, names: names(node[question[0]], at) };
    }
    default:
      throw new Error(`${at} asks ${question[0]}, which is not known`);
  }
}
