import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { OnProgress, Progress } from '../core/errors.ts';

const STAGES: Readonly<Record<string, string>> = {
  read: 'Reading the data',
  columns: 'Reading its columns',
  teacher: 'Training the teacher',
  twin: 'Training its twin',
  augment: 'Drawing synthetic rows',
  label: 'Asking the teacher',
  student: 'Growing the student',
  evaluate: 'Judging each depth',
  evidence: 'Gathering evidence',
  redraw: 'Drawing and fitting anew',
};

const nameOf = (stage: string): string => STAGES[stage] ?? stage;

interface Printer {
  readonly onProgress: OnProgress;
  readonly finish: () => void;
}

/** Bars on a terminal; otherwise one plain line a finished stage. */
export function progressPrinter(stream: NodeJS.WriteStream): Printer {
  return stream.isTTY ? bars(stream) : lines(stream);
}

function bars(stream: NodeJS.WriteStream): Printer {
  const multi = new MultiBar(
    {
      stream,
      format: '{name} {bar} {percentage} %',
      clearOnComplete: true,
      hideCursor: true,
      barsize: 30,
    },
    Presets.shades_classic,
  );
  const open = new Map<string, SingleBar>();
  return {
    onProgress: ({ stage, done, total }: Progress) => {
      const bar = open.get(stage) ?? multi.create(total, 0);
      open.set(stage, bar);
      bar.setTotal(total);
      bar.update(done, { name: nameOf(stage).padEnd(24) });
      if (done >= total) {
        multi.remove(bar);
        open.delete(stage);
      }
    },
    finish: () => multi.stop(),
  };
}

function lines(stream: NodeJS.WriteStream): Printer {
  const said = new Set<string>();
  return {
    onProgress: ({ stage, done, total }: Progress) => {
      if (done < total || said.has(stage)) return;
      said.add(stage);
      stream.write(`${nameOf(stage)}: done\n`);
    },
    finish: () => undefined,
  };
}
