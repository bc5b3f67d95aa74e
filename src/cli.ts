import { CommanderError } from 'commander';
import { buildProgram } from './commands/program.ts';
import { openSession, type Session } from './commands/session.ts';
import { EspalierError } from './core/errors.ts';

const USAGE = 2;
const BUG = 1;

/**
 * The command line: arguments in, exit code out. Results go to stdout, progress and refusals (one
 * line: code, what, where, what to do) to stderr.
 *
 * @param argv arguments after the program's name
 * @returns 0 done, 1 our bug, 2 usage, 3 input refused, 4 disk or system, 130/143 interrupted
 */
export async function main(argv: readonly string[]): Promise<number> {
  const session = openSession();
  try {
    await buildProgram(session).parseAsync([...argv], { from: 'user' });
    return session.exitCode;
  } catch (error) {
    session.finishProgress();
    return refuse(error, session);
  } finally {
    session.close();
  }
}

function refuse(error: unknown, session: Session): number {
  if (session.interrupted !== null) {
    session.remark('Interrupted; nothing was written.');
    return session.interrupted;
  }
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof EspalierError) {
    session.remark(`${error.code}: ${error.message}`);
    return error.exitCode;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  session.remark(
    `E_BUG: this is a bug in espalier, please report it with the lines below.\n${details}`,
  );
  return BUG;
}
