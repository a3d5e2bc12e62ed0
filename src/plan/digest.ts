import { isUtf8 } from 'node:buffer';
import { accessSync, constants, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, relative, resolve } from 'node:path';
import { digest } from '../files/digest.ts';
import { errorCode } from '../outcome/user-error.ts';

/** Names that come and go by themselves; the digest of a folder ignores them. */
const PASSING = new Set([
  '__pycache__',
  '.turnaround',
  '.git',
  '.DS_Store',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
]);

/** Marks the absolute path of a name that is not UTF-8, with one character per byte. */
const BYTES = 'bytes:';

/** The digest of a file's content or of the names in a folder (`name/`); null if there is none. Devices and pipes are not opened. */
export function digestOf(root: string, name: string): string | null {
  const path = name.startsWith(BYTES) ? Buffer.from(name.slice(BYTES.length), 'latin1') : resolve(root, name);
  try {
    const stat = statSync(path);
    if (stat.isDirectory())
      return digest(
        readdirSync(path, 'latin1')
          .filter((entry) => !PASSING.has(entry))
          .toSorted()
          .join('\0'),
      );
    return stat.isFile() ? digest(readFileSync(path)) : 'not a file';
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return null;
    return `cannot be read (${code})`;
  }
}

/** The name of a path in a proof: relative inside the workspace, absolute outside, with `/` at the end for a folder. */
export function proofName(root: string, path: string | Buffer): string {
  if (typeof path !== 'string') return BYTES + path.toString('latin1');
  const full = resolve(root, path);
  const inside = relative(root, full);
  const name = inside === '..' || inside.startsWith('../') || isAbsolute(inside) ? full : inside;
  return isFolder(full) ? `${name}/` : name;
}

/** Every file in a folder, also through links, or the file itself, by its name in the proof. */
export function filesBelow(root: string, path: string): string[] {
  const full = resolve(root, path);
  return isFolder(full) ? below(root, Buffer.from(full), new Set()) : [proofName(root, path)];
}

function below(root: string, folder: Buffer, entered: Set<string>): string[] {
  const real = realpathSync(folder, 'latin1');
  if (entered.has(real)) return [];
  entered.add(real);
  return readdirSync(folder, 'buffer')
    .filter((name) => !PASSING.has(name.toString()) && !name.toString('latin1').endsWith('.pyc'))
    .flatMap((name) => {
      const path = Buffer.concat([folder, Buffer.from('/'), name]);
      if (isFolder(path)) return below(root, path, entered);
      return [proofName(root, isUtf8(path) ? path.toString() : path)];
    });
}

/** A program by its path, size and time, because asking for its version would run it. */
export function digestOfTool(name: string, env: NodeJS.ProcessEnv): string | null {
  const candidates = isAbsolute(name)
    ? [name]
    : (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  for (const candidate of candidates) {
    try {
      accessSync(candidate, constants.X_OK);
      const path = realpathSync(candidate);
      const stat = statSync(path, { bigint: true });
      if (stat.isFile()) return `${path} ${stat.size} ${stat.mtimeNs}`;
    } catch {
      // not in this folder of PATH
    }
  }
  return null;
}

function isFolder(path: string | Buffer): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
