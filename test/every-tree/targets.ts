import { compileForC, findCHost, type CHost } from '../../src/commands/targets/c.ts';
import { findOnnxRuntime } from '../../src/commands/targets/onnx-runtime.ts';
import { compileForPython, findPythonHost } from '../../src/commands/targets/python.ts';
import { compileForSql } from '../../src/commands/targets/sql.ts';
import { compileScript } from '../../src/compile/compile.ts';
import type { Content } from '../../src/compile/content.ts';
import { compileJson } from '../../src/compile/json/compile-json.ts';
import { compileOnnx } from '../../src/compile/onnx/compile-onnx.ts';
import type { TargetEquality } from '../../src/core/run.ts';
import { gathering, type Gathering } from '../compile/gathering.ts';
import { openDatabases } from './databases.ts';

/** Compiles a tree and proves it. @throws EspalierError where the target cannot express it. */
export type Prove = (content: Content) => Promise<TargetEquality>;

export interface Targets {
  /** By name, as `espalier compile` calls its folder; `null` where what runs it is not here. */
  readonly all: ReadonlyMap<string, Prove | null>;
  readonly close: () => Promise<void>;
}

/** Every target, run by the real thing. Trees that are proven at the same time share one process. */
export async function openTargets(): Promise<Targets> {
  const gathered = gathering();
  const { parser, duckdb, sqlite, postgres, close } = await openDatabases(gathered);
  const sql = (dialect: 'duckdb' | 'sqlite' | 'postgres', host: typeof sqlite): Prove | null =>
    host && proving((content) => compileForSql(content, dialect, parser, host), gathered);
  return {
    all: new Map<string, Prove | null>([
      ...(['ts', 'js', 'cjs'] as const).map((flavour): [string, Prove] => [
        flavour,
        async (content) => compileScript(content, [flavour]).equality.targets[flavour]!,
      ]),
      ['python', await pythonTarget(gathered)],
      ...(await cTargets(gathered)),
      ['sql-duckdb', sql('duckdb', duckdb)],
      ['sql-sqlite', sql('sqlite', sqlite)],
      ['sql-postgres', sql('postgres', postgres)],
      ...(await onnxTargets()),
      ['json', async (content) => (await compileJson(content)).equality],
    ]),
    close,
  };
}

type Compile = (content: Content) => Promise<{ readonly equality: TargetEquality }>;

function proving(compile: Compile, { join }: Gathering): Prove {
  return (content) => join(async () => (await compile(content)).equality);
}

async function pythonTarget(gathered: Gathering): Promise<Prove | null> {
  const python = await findPythonHost();
  if (python === null) return null;
  const { batched } = gathered;
  const host = { ...python, read: batched(python.read), run: batched(python.run) };
  return proving((content) => compileForPython(content, host), gathered);
}

async function cTargets(gathered: Gathering): Promise<Array<[string, Prove | null]>> {
  const compiler = await findCHost();
  return (['float64', 'float32', 'int32'] as const).map((numbers) => [
    numbers === 'float64' ? 'c' : `c-${numbers}`,
    compiler && cTarget(compiler, numbers, gathered),
  ]);
}

function cTarget(
  compiler: CHost,
  numbers: 'float64' | 'float32' | 'int32',
  gathered: Gathering,
): Prove {
  const leaves = { name: compiler.name, run: gathered.batched(compiler.run) };
  const whole = { ...compiler, ...leaves };
  const compile: Compile = (content) =>
    compileForC(content, numbers, content.plantFaults === false ? leaves : whole);
  return proving(compile, gathered);
}

async function onnxTargets(): Promise<Array<[string, Prove | null]>> {
  const runtime = await findOnnxRuntime();
  return (['float64', 'float32'] as const).map((numbers) => [
    numbers === 'float64' ? 'onnx' : 'onnx-float32',
    runtime === undefined
      ? null
      : async (content) => (await compileOnnx(content, numbers, { runtime })).equality,
  ]);
}
