import { Command, InvalidArgumentError } from 'commander';
import { visible } from '../core/text.ts';
import type { Session } from './session.ts';

interface StabilityFlags {
  readonly draws?: number;
  readonly refitTeacher?: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
};

/** `espalier stability`. */
export function stabilityCommand(session: Session): Command {
  return new Command('stability')
    .description(
      'How far a run’s tree depends on the chance of the draw: fits it anew and compares',
    )
    .argument('<run>', 'a run’s folder, or its name under reports')
    .argument('[data]', 'the file the run was made from (a run made with --keep-rows needs none)')
    .option('--draws <n>', 'how often it is fitted anew, 2 to 200 (default: 10)', wholeNumber)
    .option('--refit-teacher', 'train the teacher anew each time too (built-in forest only)')
    .option('--out <file>', 'also write the result as JSON; the run itself is never changed')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  espalier stability credit data/credit.csv')
    .action(async (name: string, data: string | undefined, flags: StabilityFlags) => {
      const { stability } = await import('./stability.ts');
      const { refuseOut, saveStability } = await import('./stability-file.ts');
      const { draws, refitTeacher, out } = flags;
      if (out !== undefined) await refuseOut(name, out);
      const found = await stability(name, { data, draws, refitTeacher, ...session.stage });
      if (out !== undefined) await saveStability(out, found);
      session.finishProgress();
      if (flags.json === true) return session.print(JSON.stringify(found, null, 2));
      const { stabilityText } = await import('./stability-words.ts');
      session.print(stabilityText(found));
      if (out !== undefined) session.print(`\nWritten to ${visible(out)}.`);
    });
}
