import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { QueryResult, SqlHost } from '../../../src/compile/sql/run.ts';

/** What {@link SqlHost} is asked to run. */
export interface SqlJob {
  readonly statements: readonly string[];
  readonly queries: readonly string[];
}

/** A server of its own in a folder of its own, reached by a socket there. */
export interface Postgres {
  readonly host: SqlHost;
  /** The results of each job, which finds no table of the one before. */
  readonly runAll: (jobs: readonly SqlJob[]) => Promise<readonly QueryResult[][]>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts PostgreSQL where its programs are on this machine, else `null`.
 * @throws Error where there are none and `ESPALIER_POSTGRES` is set: there it is asked for.
 */
export async function startPostgres(): Promise<Postgres | null> {
  const programs = await findPrograms();
  if (programs === null) {
    if ((process.env['ESPALIER_POSTGRES'] ?? '') === '') return null;
    throw new Error('ESPALIER_POSTGRES asks for PostgreSQL: install it (Debian: postgresql).');
  }
  const folder = await mkdtemp(join(tmpdir(), 'espalier-postgres-'));
  const user = await unprivilegedUser();
  if (user !== null) await chown(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const call = (program: string, args: readonly string[]): Promise<string> =>
    run(join(programs, program), args, { ...user, cwd: folder });
  await call('initdb', ['-D', data, ...INITDB]);
  const options = `-k '${folder}' -c listen_addresses='' -c fsync=off`;
  await call('pg_ctl', ['-D', data, '-w', '-o', options, '-l', join(folder, 'log'), 'start']);
  const ask = (script: string): Promise<string> =>
    run(join(programs, 'psql'), ['-h', folder, ...PSQL], { input: script });
  const runAll: Postgres['runAll'] = async (jobs) => {
    const found = results(await ask(jobs.map(scriptOf).join('')));
    return jobs.map(({ queries }) => found.splice(0, queries.length));
  };
  return {
    host: {
      name: `PostgreSQL ${(await ask('SHOW server_version;')).split(' ')[0]}`,
      run: async (statements, queries) => (await runAll([{ statements, queries }]))[0]!,
    },
    runAll,
    stop: async () => {
      await call('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
      await rm(folder, { recursive: true });
    },
  };
}

const INITDB = ['--no-sync', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-U', 'espalier'];
const PSQL = ['-X', '-q', '-A', '-t', '-U', 'espalier', '-d', 'postgres', '-f', '-'];

/** Where `initdb` and the others are. */
async function findPrograms(): Promise<string | null> {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? await readdir(debian) : [];
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.toSorted((a, b) => Number(b) - Number(a)).map((one) => join(debian, one, 'bin')),
  ];
  const all = ['initdb', 'pg_ctl', 'psql'];
  return (
    folders.find((folder) => all.every((program) => existsSync(join(folder, program)))) ?? null
  );
}

/** The server refuses to run as root: somebody else then; `null` where nobody else is needed. */
async function unprivilegedUser(): Promise<{ uid: number; gid: number } | null> {
  if (process.getuid?.() !== 0) return null;
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const found = ['postgres', 'nobody'].map((name) => users.find(([user]) => user === name));
  const [, , uid, gid] = found.find((user) => user !== undefined) ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

const CLEAN = ['SET client_min_messages = error', 'DROP TABLE IF EXISTS rows CASCADE'];
const MARK = '\u0001';

/** Each query gives its rows as lines of JSON, and then a marked line that says how it ended. */
function scriptOf({ statements, queries }: SqlJob): string {
  const asked = queries.map((query) => {
    // psql would cut a line at a NUL, and what follows with it: PostgreSQL refuses it as well.
    const inner = query.includes('\0') ? 'a NUL' : query.replace(/;\s*$/, '\n');
    return `SELECT row_to_json("a row") FROM (${inner}\n) AS "a row";\n\\echo '${MARK}' :ERROR :LAST_ERROR_MESSAGE\n`;
  });
  const setUp = [...CLEAN, ...statements].map((statement) => `${statement};\n`);
  return ['\\set ON_ERROR_STOP on\n', ...setUp, '\\set ON_ERROR_STOP off\n', ...asked].join('');
}

function results(output: string): QueryResult[] {
  let rows: unknown[][] = [];
  const found: QueryResult[] = [];
  for (const line of output.split('\n')) {
    if (line.startsWith(MARK)) {
      const [, failed, ...message] = line.split(' ');
      found.push(failed === 'true' ? { error: message.join(' ') } : { rows });
      rows = [];
    } else if (line !== '') {
      rows.push(Object.values(JSON.parse(line) as object));
    }
  }
  return found;
}

interface RunOptions {
  readonly uid?: number;
  readonly gid?: number;
  readonly cwd?: string;
  readonly input?: string;
}

/** What a program prints. @throws Error where it fails. */
function run(
  program: string,
  args: readonly string[],
  { input = '', ...options }: RunOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
    const output = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.err += text));
    child.on('error', reject);
    // It may end without having read all: what it prints tells why.
    child.stdin.on('error', () => undefined);
    child.on('close', (code) => {
      if (code === 0) resolve(output.out);
      else reject(new Error(`${program} failed: ${output.err}`));
    });
    child.stdin.end(input);
  });
}
