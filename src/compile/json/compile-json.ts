import { breathe } from '../../core/errors.ts';
import type { TargetEquality } from '../../core/run.ts';
import type { Content } from '../content.ts';
import { proveCode, type Engine } from '../prove-code.ts';
import { jsonText } from './json-text.ts';
import { modelText, nodesText, readModel } from './model-json.ts';
import type { JsonNode } from './nodes.ts';
import { inputSchema, outputSchema } from './schemas.ts';
import { checkVectorsText, fullVectors, vectorsText } from './vectors-json.ts';
import { walk } from './walk.ts';

export interface CompiledJson {
  /** `model.json`, `input.schema.json`, `output.schema.json` and `vectors.json`. */
  readonly files: ReadonlyMap<string, string>;
  readonly equality: TargetEquality;
}

/**
 * Writes a tree as JSON for programs of any language to walk, with schemas of what goes in and comes
 * out and the vectors to test a walker with; and proves that walking it is the tree.
 *
 * @throws Error for any difference between what was written and the tree.
 */
export async function compileJson(content: Content, signal?: AbortSignal): Promise<CompiledJson> {
  const vectors = fullVectors(content);
  const equality = await proveCode({
    model: content.model,
    branch: content.branch,
    vectors,
    seed: content.meta.seed,
    plantFaults: content.plantFaults,
    print: nodesText,
    reader: {
      name: 'JSON.parse',
      read: async (nodes) => readModel(modelText(content, nodes), content),
    },
    engine: walker(signal),
  });
  const written = vectorsText(content, vectors);
  checkVectorsText(written, vectors);
  const files = new Map([
    ['model.json', modelText(content, nodesText(content.branch))],
    ['input.schema.json', `${jsonText(inputSchema(content))}\n`],
    ['output.schema.json', `${jsonText(outputSchema(content))}\n`],
    ['vectors.json', written],
  ]);
  return { files, equality };
}

function walker(signal: AbortSignal | undefined): Engine {
  return {
    name: 'the JSON walker of espalier',
    run: async (programs, vectors) => {
      const leaves: number[][] = [];
      for (const program of programs) {
        await breathe(signal);
        const nodes = JSON.parse(program) as readonly JsonNode[];
        leaves.push(vectors.map(({ row }) => walk(nodes, row)));
      }
      return leaves;
    },
  };
}
