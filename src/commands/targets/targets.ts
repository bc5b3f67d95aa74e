import type { Target } from '../names.ts';
import type { CompileTarget } from './target.ts';

/** Each target's compiler, loaded when it is asked for. */
export const COMPILERS: Readonly<Record<Target, () => Promise<CompileTarget>>> = {
  ts: async () => (await import('./script.ts')).compileTypeScript,
  js: async () => (await import('./script.ts')).compileJavaScript,
  cjs: async () => (await import('./script.ts')).compileCommonJs,
  python: async () => (await import('./python.ts')).compilePython,
  c: async () => (await import('./c.ts')).compileC,
  onnx: async () => (await import('./onnx.ts')).compileToOnnx,
  json: async () => (await import('./json.ts')).compileToJson,
  sql: async () => (await import('./sql.ts')).compileSql,
};
