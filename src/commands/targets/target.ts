import type { Content } from '../../compile/content.ts';
import type { TargetEquality } from '../../core/run.ts';
import type { CNumbers, Dialect } from '../names.ts';

/** What a target may be asked for beyond its name. */
export interface TargetOptions {
  /** Of SQL. */
  readonly dialect: Dialect;
  /** Of C and of ONNX. */
  readonly numbers: CNumbers;
  readonly signal: AbortSignal | undefined;
}

/** A run's tree in one language, and what was proven of it. */
export interface CompiledTarget {
  /** Names the folder below `compiled` and the entry of `equality.json`: `sql-duckdb`. */
  readonly name: string;
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly equality: TargetEquality;
  /** What a developer should know before use, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Writes a tree in one language and proves what was written.
 *
 * @throws EspalierError where the language cannot express the tree; Error where the code is not it.
 */
export type CompileTarget = (content: Content, options: TargetOptions) => Promise<CompiledTarget>;
