import { Command } from 'commander';
import { VERSION } from '../core/version.ts';
import { benchCommand } from './bench-command.ts';
import { compileCommand } from './compile-command.ts';
import { distillCommand } from './distill-command.ts';
import { explainCommand, frontierCommand, predictCommand, verifyCommand } from './run-commands.ts';
import type { Session } from './session.ts';
import { demoCommand, serveCommand } from './site-commands.ts';
import { stabilityCommand } from './stability-command.ts';

/** The command line as a whole; parsing throws instead of ending the process. */
export function buildProgram(session: Session): Command {
  const program = new Command('espalier')
    .description('Distils a model nobody can read into one decision tree everybody can.')
    .version(VERSION)
    .showHelpAfterError('(add --help for the options and an example)');
  const commands = [
    distillCommand,
    frontierCommand,
    compileCommand,
    benchCommand,
    predictCommand,
    explainCommand,
    verifyCommand,
    stabilityCommand,
    serveCommand,
    demoCommand,
  ];
  for (const make of commands) program.addCommand(make(session).copyInheritedSettings(program));
  for (const command of [program, ...program.commands]) command.exitOverride();
  return program;
}
