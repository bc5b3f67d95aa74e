/** The public API of Espalier. */
export { distill, type Distillation } from './commands/distill.ts';
export type { DistillOptions } from './commands/options.ts';
export { verify, type Check, type Verdict } from './commands/verify.ts';
export { predict, type Prediction, type Predictions } from './commands/predict.ts';
export { explain, type Explanation } from './commands/explain.ts';
export { compile, type Compilation } from './commands/compile.ts';
export type { Target } from './commands/names.ts';
export { stability, type StabilityDocument, type StabilityOptions } from './commands/stability.ts';
export { serve, type ServeOptions } from './commands/serve.ts';
export { openRun } from './commands/find-run.ts';
export type { LoadedRun } from './report/load-run.ts';
export type { Row, TeacherFunction } from './teacher/function-teacher.ts';
export { compileModel, type CompiledModel, type CompileMeta } from './compile/compile.ts';
export { decodeModel, encodeModel, type TreeDocument } from './core/codec.ts';
export { answersOf, leafOf, leavesOf, type Model, type Tree } from './core/tree.ts';
export { pathsOf, type Bound, type Box, type Condition, type Path } from './core/box.ts';
export { conditionWords, pathWords } from './core/words.ts';
export { EspalierError, type Progress, type StageOptions, type Warning } from './core/errors.ts';
export type { Figure } from './core/interval.ts';
export type {
  EqualityDocument,
  FrontierDocument,
  PathRecord,
  PathsDocument,
  RunDocument,
} from './core/run.ts';
export type { CategoricalFeature, Feature, NumericFeature, Table, Task } from './core/table.ts';
export { VERSION } from './core/version.ts';
