import { Command } from 'commander';
import { visible } from '../core/text.ts';
import { MOST_INLINED } from '../compile/script/bytecode.ts';
import { grouped } from '../draw/format.ts';
import type { CompiledFunction, TargetEquality } from '../core/run.ts';
import type { Compilation } from './compile.ts';
import { C_NUMBERS, DIALECTS, TARGETS } from './names.ts';
import type { Session } from './session.ts';

interface CompileFlags {
  readonly to: string;
  readonly dialect?: string;
  readonly numbers?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `espalier compile`. */
export function compileCommand(session: Session): Command {
  return new Command('compile')
    .description('Compile a run’s tree to code that is proven equal to it')
    .argument('<run>', 'a run’s folder, or its name under reports')
    .requiredOption('--to <language>', `${TARGETS.join(', ')}, or all`)
    .option('--dialect <name>', `of SQL: ${DIALECTS.join(', ')} (default: duckdb)`)
    .option('--numbers <kind>', `of C and ONNX: ${C_NUMBERS.join(', ')} (default: float64)`)
    .option('--force', 'replace what was compiled before')
    .option('--json', 'print the proof as JSON')
    .addHelpText('after', '\nExample:\n  espalier compile credit --to js')
    .action(async (name: string, flags: CompileFlags) => {
      const { compile, compileAll } = await import('./compile.ts');
      const { to, json, ...rest } = flags;
      const options = { ...rest, signal: session.stage.signal };
      if (to !== 'all') {
        const done = await compile(name, to, options);
        return session.print(json === true ? JSON.stringify(done, null, 2) : textOf(done));
      }
      const all = await compileAll(name, options);
      if (json === true) return session.print(JSON.stringify(all, null, 2));
      for (const one of all.written) session.print(textOf(one));
      for (const refusal of all.leftOut) session.remark(`Left out ${visible(refusal)}`);
    });
}

function textOf({ directory, files, equality, notes }: Compilation): string {
  return [
    `Wrote ${files.join(', ')} to ${visible(directory)}.`,
    proofWords(equality),
    ...(equality.functions ?? []).map(functionWords),
    ...notes,
  ].join('\n');
}

function proofWords({ readBackBy, ranBy, vectors, mutants }: TargetEquality): string {
  const read = readBackBy === null ? [] : [`read back node for node by ${readBackBy}`];
  const effective = mutants.applied - mutants.equivalent;
  const ran =
    ranBy === null
      ? []
      : [
          `${vectors} boundary vectors run by ${ranBy}`,
          `${mutants.caught} of ${effective} planted faults caught`,
        ];
  const proofs = [...read, ...ran];
  if (proofs.length === 0)
    return 'NOT PROVEN: nothing on this machine reads or runs this language.';
  return `Proven equal to the tree: ${proofs.join(', ')}.`;
}

const SHAPE_WORDS: Readonly<Record<CompiledFunction['shape'], string>> = {
  nested: 'nested branches',
  destructured: 'nested branches on values read before the first',
  table: 'a loop over a table, as V8 would not optimise so many branches',
  call: 'calls of leafAt, as V8 would not optimise so many branches in a loop',
};

/** How V8 will take a function. */
function functionWords({ name, shape, bytecode }: CompiledFunction): string {
  const inlined = bytecode <= MOST_INLINED ? ', taken into its caller' : '';
  const size = `about ${grouped(bytecode)} bytes of bytecode`;
  return `  ${name}: ${SHAPE_WORDS[shape]}; ${size}${inlined}.`;
}
