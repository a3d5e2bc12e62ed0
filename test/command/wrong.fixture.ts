import { spawn } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Ran } from '../try.ts';

/** Files of a workspace, by path. */
export type Files = Readonly<Record<string, string>>;

export function put(root: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** Every entry below a folder: kind, mode, content, and the times that a change would leave. */
export function snapshot(root: string, without: readonly string[] = []): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (path: string): void => {
    for (const name of readdirSync(join(root, path))) {
      const at = join(path, name);
      if (without.includes(at)) continue;
      const stats = lstatSync(join(root, at), { bigint: true });
      const link = stats.isSymbolicLink() ? readlinkSync(join(root, at)) : '';
      const content = stats.isFile() ? readFileSync(join(root, at), 'latin1') : link;
      // A folder in which something came and went again has other times; what stays of that is nothing.
      const times = stats.isDirectory() ? '' : `${stats.mtimeNs} ${stats.ctimeNs}`;
      found[at] = `${stats.mode} ${times} ${content}`;
      if (stats.isDirectory()) visit(at);
    }
  };
  visit('.');
  return found;
}

/** Runs a program and resolves with what it printed and how it ended. */
export function ran(program: string, args: readonly string[], cwd: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const out = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => (out[name] += text));
    }
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, ...out }));
  });
}
