import { MAX_DEPTH } from '../core/nodes-codec.ts';
import { inputError } from '../core/errors.ts';
import type { EqualityDocument, PathRecord, TargetEquality } from '../core/run.ts';
import { DEFER, defers, treeDepth, type Model } from '../core/tree.ts';
import { wholeSpace } from '../core/box.ts';
import type { Task } from '../core/workers.ts';
import { forksOf } from './fork.ts';
import { lower } from './lower.ts';
import type { Flavour } from './script/declarer.ts';
import { measureVectors } from './script/measure.ts';
import { planOf } from './script/plan.ts';
import { contentOf, type Content } from './content.ts';
import { printModule } from './script/print-module.ts';
import { printGeneratedTest } from './script/print-test.ts';
import { proveTarget, type Claim } from './script/prove.ts';
import { leafAnswers, modelTables, pathTable, type CompileMeta } from './tables.ts';
import { probesOf, vectorsOf } from './vectors.ts';

export type { CompileMeta } from './tables.ts';

/** Splits that can be read, proven and loaded in a few seconds; a table of them stays fast. */
const MAX_SPLITS = 20_000;

export interface CompiledModel {
  /** Texts by file name: `predict.ts`, `predict.js`, `predict.test.js`. */
  readonly files: ReadonlyMap<string, string>;
  /** What was proven of each. */
  readonly equality: EqualityDocument;
}

const FLAVOURS = ['ts', 'js'] as const;

/**
 * Compiles a tree to code of nothing but branches, and proves on the spot that the code is the tree:
 * reads it back, compares it node for node, runs boundary vectors, and measures the vectors by
 * seeded faults.
 *
 * `paths` holds one record for each leaf.
 * @throws EspalierError `E_TREE_DEPTH`, `E_TREE_SIZE`, `E_TREE_DEFER` or `E_TREE_THRESHOLD` for a
 * tree that cannot be compiled well; Error, and no text, for any difference between code and tree.
 */
export function compileModel(
  model: Model,
  paths: readonly PathRecord[],
  meta: CompileMeta,
): CompiledModel {
  refuseUncompilable(model);
  return compileScript(contentOf(model, paths, meta));
}

/** {@link compileModel} of a tree that can be compiled, into some flavours of the language. */
export function compileScript(
  content: Content,
  flavours: readonly Flavour[] = FLAVOURS,
): CompiledModel {
  const { meta, answers, probes, tables, vectors, plantFaults } = content;
  const plan = planOf(content.model, content.branch);
  const claim: Claim = { plan, tables, vectors, plantFaults };
  const files = new Map<string, string>();
  const targets: Record<string, TargetEquality> = {};
  for (const flavour of flavours) {
    const text = printModule(content, plan, flavour);
    files.set(fileName(flavour), text);
    targets[flavour] = proveOrThrow(claim, text, flavour, meta.seed);
    if (flavour === 'ts') continue;
    const module = fileName(flavour);
    files.set(testName(flavour), printGeneratedTest(meta, answers, probes, module));
  }
  const { modelHash } = meta;
  return { files, equality: { schema: 'espalier-equality/1', modelHash, targets } };
}

/**
 * Proves `predict.ts` and `predict.js` again, as they lie on disk: reads the texts back, compares
 * them with the model and runs the vectors. Comments and evidence are not judged. Returns the faults
 * in words, with file and line; none when both files are the tree.
 */
export function proveText(model: Model, typescript: string, javascript: string): readonly string[] {
  const answers = leafAnswers(model);
  const tables = modelTables(model, answers).set('paths', pathTable(answers));
  const vectors = vectorsOf(model, probesOf(model));
  const claim: Claim = { plan: planOf(model, lower(model)), tables, vectors };
  const texts = { ts: typescript, js: javascript };
  return FLAVOURS.flatMap((flavour) => {
    const verdict = proveTarget(claim, texts[flavour], flavour);
    if (verdict.equal) return [];
    return verdict.faults.map((fault) => `${fileName(flavour)}: ${fault}`);
  });
}

/** {@link proveText} of a tree, for another thread: thousands of leaves take seconds. */
export const PROVE_TEXT: Task<Model, readonly [string, string], readonly string[]> = {
  name: 'prove text',
  run: (model, texts) => proveText(model, ...texts),
};

function fileName(flavour: Flavour): string {
  return `predict.${flavour}`;
}

function testName(flavour: 'js' | 'cjs'): string {
  return `predict.test.${flavour === 'js' ? 'js' : 'mjs'}`;
}

function proveOrThrow(claim: Claim, text: string, flavour: Flavour, seed: number): TargetEquality {
  const verdict = proveTarget(claim, text, flavour);
  if (verdict.equal) return measureVectors(claim, verdict.proven, seed);
  throw new Error(
    `the compiled ${fileName(flavour)} is not the tree: ${verdict.faults.join('; ')}`,
  );
}

/** @throws EspalierError for a tree that cannot be compiled well. */
export function refuseUncompilable(model: Model): void {
  const depth = treeDepth(model.tree);
  if (depth > MAX_DEPTH) {
    throw inputError(
      'E_TREE_DEPTH',
      `the tree is ${depth} levels deep, at most ${MAX_DEPTH} can be compiled; distil again with a smaller --depth.`,
    );
  }
  const unsound = model.tree.threshold.find((t) => Number.isNaN(t) || t === -Infinity);
  if (unsound !== undefined) {
    throw inputError(
      'E_TREE_THRESHOLD',
      `the tree splits at ${unsound}, which divides nothing; distil again.`,
    );
  }
  if (defers(model.tree) && model.classNames.includes(DEFER)) {
    throw inputError(
      'E_TREE_DEFER',
      `the tree defers to its teacher, and one of its classes is called ${DEFER}; rename the class and distil again.`,
    );
  }
  const splits = forksOf(model, 0, wholeSpace(model.features)).length;
  if (splits > MAX_SPLITS) {
    throw inputError(
      'E_TREE_SIZE',
      `the tree has ${splits} splits, at most ${MAX_SPLITS} are compiled; distil again with a smaller --depth.`,
    );
  }
}
