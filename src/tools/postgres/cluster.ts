import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, chown, lstat, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HOME } from '../../workspace/locate.ts';
import { embeddedBinaries, reaches, systemBinaries, type Account } from './binaries.ts';

/** Where downloaded binaries are kept: in the clone, or with its copy if the clone is read-only. */
const CACHE = join(HOME, '.scratch/postgres');

export type ClusterOptions = {
  /** SQL files, run in this order, each in its own session. */
  load: string[];
  database: string;
  /** Where downloaded binaries are kept; the default is `CACHE`. */
  cache?: string;
  /** Ends the cluster, even if it already runs. */
  signal?: AbortSignal;
  onMessage?(text: string): void;
  /** Only the machine's own binaries, or only npm's; by default npm's if the machine has none. */
  binaries?: 'system' | 'embedded';
  /** Download nothing. */
  offline?: boolean;
};
export type Cluster = { url: string; version: string; directory: string; stop(): Promise<void> };
/** SQL that PostgreSQL refused: a defect of the workspace, not a lack of this machine. `message` contains file and line. */
export type Rejected = { file: string; line: number | null; message: string };

// One shell is the parent of all processes. Its input is a pipe from this process, and the end of the pipe means stop: it
// ends when we stop the cluster, and also when we are killed. Each signal goes to the shell's own process group: TERM ends an
// initdb, INT is PostgreSQL's fast shutdown. Signals are repeated, because one may fall between initdb and postgres.
const keeper = `
bin=$1 dir=$2
exec 3<&0 </dev/null
(
  trap '' TERM INT HUP
  read -r _ <&3
  tries=0
  while kill -0 $$ 2>/dev/null && [ $tries -lt 200 ]; do
    kill -TERM 0; kill -INT 0; sleep 0.05; tries=$((tries + 1))
  done
  test -f "$dir/data/postmaster.pid" && kill -KILL "$(head -n 1 "$dir/data/postmaster.pid")" 2>/dev/null
  rm -rf -- "$dir"
) &
exec 3<&-
trap : TERM INT HUP
"$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1 &&
  "$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c fsync=off >>"$dir/log" 2>&1
exit $?
`;

/** A temporary PostgreSQL on a socket in a temporary folder, which never outlives this process. */
export async function startCluster(
  options: ClusterOptions,
): Promise<Cluster | { unavailable: string } | { rejected: Rejected }> {
  if (interrupted(options)) return { unavailable: 'interrupted' };
  const account = process.getuid?.() === 0 ? unprivileged() : null;
  // The path of a socket is limited to about 100 characters.
  const temporary = [tmpdir(), '/tmp'].find((folder) => folder.length < 70 && reaches(account, folder));
  if (temporary === undefined)
    return { unavailable: `there is no temporary folder that uid ${account?.uid ?? '?'} can enter` };
  const found = await binaries(options, account);
  if ('unavailable' in found) return found;
  const bin = join(found.folder, 'bin');
  if (!reaches(account, bin)) return { unavailable: `uid ${account?.uid ?? '?'} cannot enter ${bin}` };
  const directory = await mkdtemp(join(temporary, 'ta-pg-'));
  await chmod(directory, 0o700);
  if (account !== null) await chown(directory, account.uid, account.gid);
  const shell = keep(bin, directory, account);
  if (typeof shell === 'string') {
    await rm(directory, { recursive: true });
    return { unavailable: `cannot run PostgreSQL as uid ${account?.uid ?? 'ours'}: ${shell}` };
  }
  const stop = stopper(shell, options.signal);
  const started = await ready(shell, directory, options.signal);
  if (started !== null) {
    await stop();
    return { unavailable: started };
  }
  try {
    const loaded = await loadInto(directory, options.database, options.load);
    if (typeof loaded === 'string') {
      return { url: address(directory, options.database), version: loaded, directory, stop };
    }
    await stop();
    return interrupted(options) ? { unavailable: 'interrupted' } : { rejected: loaded };
  } catch (error) {
    await stop();
    if (interrupted(options)) return { unavailable: 'interrupted' };
    throw error;
  }
}

const interrupted = (options: ClusterOptions): boolean => options.signal?.aborted === true;

async function binaries(
  options: ClusterOptions,
  account: Account | null,
): Promise<{ folder: string } | { unavailable: string }> {
  if (options.binaries !== 'embedded') {
    const bin = await systemBinaries(account);
    if (bin !== null) return { folder: join(bin, '..') };
    if (options.binaries === 'system') return { unavailable: 'PostgreSQL is not installed on this machine' };
  }
  const cache = await reachableCache(account, options.cache ?? CACHE);
  if (typeof cache !== 'string') return cache;
  return embeddedBinaries({ ...options, cache, offline: options.offline ?? false });
}

/**
 * Root may not run PostgreSQL, and another account may not be able to enter root's folders; then the binaries are kept in a
 * folder that everyone can enter. They are not copied for each start, because a killed copy would stay behind.
 */
async function reachableCache(account: Account | null, cache: string): Promise<string | { unavailable: string }> {
  let existing = cache;
  while (!existsSync(existing)) existing = dirname(existing);
  if (reaches(account, existing)) return cache;
  const shared = `/var/tmp/turnaround-${process.getuid?.() ?? 0}`;
  await mkdir(shared, { mode: 0o755 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  // Whoever can write to this folder determines what is run.
  const at = await lstat(shared);
  if (at.isDirectory() && at.uid === process.getuid?.() && (at.mode & 0o022) === 0) return shared;
  return { unavailable: `uid ${account?.uid ?? '?'} cannot enter ${cache}, and other users can write to ${shared}` };
}

/** 65534 is nobody on almost every system. initdb needs an account with a name, so another one is used if it has none. */
function unprivileged(): Account {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([, , uid, gid]) => ({ uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid > 0);
  return accounts.find(({ uid }) => uid === 65534) ?? accounts.at(-1) ?? { uid: 65534, gid: 65534 };
}

/** Starts the keeper shell; returns why not, if root may not switch to another account. */
function keep(bin: string, directory: string, account: Account | null): ChildProcess | string {
  const run = process.env['TURNAROUND_RUN'];
  try {
    return spawn('/bin/sh', ['-c', keeper, 'turnaround-postgres', bin, directory], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
      // No other variables: PGDATA, PGOPTIONS and similar ones refer to another server.
      env: { PATH: process.env['PATH'], LC_ALL: 'C', ...(run === undefined ? {} : { TURNAROUND_RUN: run }) },
      ...account,
    });
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return error.message;
    throw error;
  }
}

function stopper(shell: ChildProcess, signal: AbortSignal | undefined): () => Promise<void> {
  const { stdin, stdout } = shell;
  // Node's types do not say that a child's pipes are sockets.
  if (!(stdin instanceof Socket && stdout instanceof Socket)) throw new Error('the shell was started without pipes');
  // Not `exit`, because the part that removes the folder also holds the pipe.
  const closed = once(shell, 'close');
  const held = [shell, stdin, stdout];
  const stop = async (): Promise<void> => {
    signal?.removeEventListener('abort', onAbort);
    for (const one of held) one.ref();
    stdin.end();
    await closed;
  };
  const onAbort = (): void => void stop();
  signal?.addEventListener('abort', onAbort, { once: true });
  stdin.on('error', () => undefined); // EPIPE: the shell has already ended, which is the purpose of closing the pipe
  shell.once('exit', () => stdin.end());
  stdout.resume();
  // A cluster that was not stopped must not keep this process alive; the end of this process ends the cluster.
  for (const one of held) one.unref();
  return stop;
}

/** Waits until PostgreSQL writes `ready` into its pid file; returns the reason if it does not. */
async function ready(shell: ChildProcess, directory: string, signal?: AbortSignal): Promise<string | null> {
  const file = (name: string): Promise<string> => readFile(join(directory, name), 'utf8').catch(() => ''); // not yet
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(15)) {
    if (signal?.aborted === true) return 'interrupted';
    if (shell.pid === undefined || shell.exitCode !== null || shell.signalCode !== null) break;
    if ((await file('data/postmaster.pid')).split('\n')[7]?.trim() === 'ready') return null;
  }
  const said = (await file('log')).trim().split('\n').slice(-4).join('\n');
  const remedy = said.includes('could not look up') ? ' (to fix it, run: useradd --system postgres)' : '';
  return `PostgreSQL did not start: ${said || 'it printed nothing'}${remedy}`;
}

function address(directory: string, database: string): string {
  return `postgresql://postgres@/${encodeURIComponent(database)}?host=${directory}`;
}

/** Returns the version of the server, or the SQL that it refused. */
async function loadInto(directory: string, database: string, files: string[]): Promise<string | Rejected> {
  const { Client, escapeIdentifier } = (await import('pg')).default;
  const session = async (name: string, sql: string): Promise<unknown> => {
    const client = new Client({ host: directory, user: 'postgres', database: name, ssl: false });
    client.on('error', () => undefined); // if the server goes away, the running query reports it
    await client.connect();
    try {
      const result = await client.query<{ server_version?: string }>(sql);
      return result.rows?.[0]?.server_version;
    } finally {
      await client.end();
    }
  };
  if (database !== 'postgres') await session('postgres', `create database ${escapeIdentifier(database)}`);
  for (const file of files) {
    let sql = '';
    try {
      sql = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
      await session(database, sql);
    } catch (error) {
      return rejection(file, sql, error);
    }
  }
  return String(await session(database, 'show server_version')).split(' ')[0] ?? '';
}

function rejection(file: string, sql: string, error: unknown): Rejected {
  if (!(error instanceof Error)) throw error;
  const position = 'position' in error ? Number(error.position) : NaN;
  // PostgreSQL counts characters, JavaScript UTF-16 units.
  const before = Array.from(sql).slice(0, position - 1);
  const line = Number.isNaN(position) ? null : before.filter((character) => character === '\n').length + 1;
  const detail = 'detail' in error && typeof error.detail === 'string' ? ` (${error.detail})` : '';
  return { file, line, message: `${file}${line === null ? '' : `:${line}`}: ${error.message}${detail}` };
}
