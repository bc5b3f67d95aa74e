import { Command, InvalidArgumentError } from 'commander';
import { visible } from '../core/text.ts';
import { resultText } from './distill-command.ts';
import { REPORTS } from './names.ts';
import { collect } from './program-options.ts';
import type { ServeOptions } from './serve.ts';
import type { Session } from './session.ts';

const port = (text: string): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535) {
    throw new InvalidArgumentError('Give a port from 0 to 65535.');
  }
  return value;
};

interface SiteFlags {
  readonly port?: number;
  readonly host?: string;
  readonly basePath?: string;
  readonly allowHost?: string[];
  readonly allowRemote?: boolean;
  readonly verbose?: boolean;
}

function withSiteOptions(command: Command): Command {
  return command
    .option('--port <n>', 'port; the next free one if it is taken (default: 4173)', port)
    .option('--host <address>', 'address to bind (default: 127.0.0.1)')
    .option('--base-path <path>', 'path under which the site stands, such as /espalier')
    .option(
      '--allow-host <name>',
      'another host name the site may be asked by (repeatable)',
      collect,
    )
    .option(
      '--allow-remote',
      'permit a --host that others can reach: the site has no login, and shows the values of held-out rows that "distill --redact" did not keep out',
    )
    .option('--verbose', 'log every request to stderr');
}

/** `espalier serve`. */
export function serveCommand(session: Session): Command {
  return withSiteOptions(new Command('serve'))
    .description('Serve the site, where every path of every run can be read')
    .argument('[reports]', 'the folder that holds the runs', REPORTS)
    .addHelpText('after', '\nExample:\n  espalier serve --port 8080')
    .action((reports: string, flags: SiteFlags) => serveUntilStopped(reports, flags, session));
}

/** `espalier demo`: what `npm start` runs. */
export function demoCommand(session: Session): Command {
  return withSiteOptions(new Command('demo'))
    .description('Distil the embedded credit data (once) and serve the site')
    .addHelpText('after', '\nExample:\n  espalier demo')
    .action(async (flags: SiteFlags) => {
      const { demo } = await import('./demo.ts');
      const done = await demo(session.stage);
      session.finishProgress();
      session.print(
        done === null
          ? `${REPORTS}/credit is there and verifies; using it. (Delete it to start afresh.)`
          : await resultText(done, false),
      );
      await serveUntilStopped(REPORTS, flags, session);
    });
}

async function serveUntilStopped(
  reports: string,
  { allowHost, ...flags }: SiteFlags,
  session: Session,
): Promise<void> {
  const options: ServeOptions = { ...flags, ...(allowHost && { allowHosts: allowHost }) };
  const { serve } = await import('./serve.ts');
  const server = await serve(reports, options);
  if (server.moved) session.print(`Port ${flags.port ?? 4173} is taken; using ${server.port}.`);
  session.print(`\nThe site over ${visible(reports)}/ is at ${server.url} (Ctrl-C stops it).`);
  await session.stopped;
  await server.close();
}
