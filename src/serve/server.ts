import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { systemError, usageError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { createApp, type AppOptions } from './app.ts';
import { isLoopback } from './guard.ts';
import { normaliseBase } from './site.ts';

export interface ServerOptions extends AppOptions {
  /** Address to bind; the loopback interface by default. */
  readonly host?: string;
  /** First port to try (4173); the next free one is taken. 0 lets the system choose. */
  readonly port?: number;
  /** Permits a host that others can reach: the site has no login and shows held-out rows. */
  readonly allowRemote?: boolean;
}

/** A site that answers. */
export interface RunningServer {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** The port asked for was taken. */
  readonly moved: boolean;
  /** Stops listening and drops open connections. */
  close(): Promise<void>;
}

const DEFAULT_PORT = 4173;
const PORTS_TRIED = 20;

/**
 * Serves the site.
 * @throws EspalierError `E_REMOTE` (exit 2) for a host beyond this machine without `allowRemote`;
 * `E_PORT` and `E_LISTEN` (exit 4) when no port can be had.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const host = options.host ?? '127.0.0.1';
  if (!isLoopback(host) && options.allowRemote !== true) {
    throw usageError(
      'E_REMOTE',
      `host "${visible(host)}" can be reached by others: the site has no login and shows the values of held-out rows, apart from columns that were redacted; use 127.0.0.1, or add --allow-remote if that is meant.`,
    );
  }
  const wildcard = host === '0.0.0.0' || host === '::';
  const allowHosts = [...(options.allowHosts ?? []), ...(wildcard ? [] : [host])];
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 },
    createApp({ ...options, allowHosts }),
  );
  server.keepAliveTimeout = 5_000;
  server.maxConnections = 512;
  const asked = options.port ?? DEFAULT_PORT;
  const port = await listen(server, host, asked);
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${shown}:${port}${normaliseBase(options.basePath ?? '')}/`,
    host,
    port,
    moved: asked !== 0 && port !== asked,
    close: () => closeServer(server),
  };
}

/** Listens on the first free port from `first` on. */
async function listen(server: Server, host: string, first: number): Promise<number> {
  const last = first === 0 ? 0 : Math.min(first + PORTS_TRIED - 1, 65_535);
  for (let port = first; port <= last; port++) {
    const taken = await tryPort(server, host, port);
    if (!taken) return (server.address() as AddressInfo).port;
  }
  throw systemError(
    'E_PORT',
    `ports ${first} to ${last} are all taken; name a free one with --port.`,
  );
}

/** Whether the port is taken; listens on it if it is not. */
async function tryPort(server: Server, host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') return resolve(true);
      const why = `cannot listen on ${visible(host)} port ${port} (${error.code ?? error.message})`;
      reject(systemError('E_LISTEN', `${why}; choose another --host or --port.`, { cause: error }));
    };
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      resolve(false);
    });
  });
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  await closed;
}
