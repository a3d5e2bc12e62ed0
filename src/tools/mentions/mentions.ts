import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { trackedBelow } from '../git/git.ts';
import { parseAddress } from '../postgres/address.ts';

export interface Mention {
  /** Without password and options. */
  readonly shown: string;
  readonly kind: 'postgresql' | 'mysql' | 'sqlite' | 'other';
  readonly file: string;
  readonly line: number;
}

const ADDRESS = /\b(?:postgres(?:ql)?|mysql|mariadb|sqlite)(?:\+\w+)?:\/\/[^\s'"`<>()]+/g;
const TEXT = /\.(?:py|ya?ml|toml|ini|cfg|json|md|sh|ts|js|conf)$|(?:^|\/)(?:Dockerfile|Makefile|Procfile)[^/]*$/;

/** Database addresses that stand in the workspace's tracked files, each once. Settings with real values (.env) are not opened. */
export async function mentionedDatabases(root: string): Promise<Mention[]> {
  const tracked = await trackedBelow(root);
  if ('unknown' in tracked) return [];
  const found = new Map<string, Mention>();
  for (const file of [...tracked.names].filter((name) => TEXT.test(name) && !/(?:^|\/)\.env/.test(name))) {
    const path = join(root, Buffer.from(file, 'latin1').toString());
    const { size } = await stat(path).catch(() => ({ size: 0 })); // deleted, and still in the index
    if (size === 0 || size > 1_000_000) continue;
    for (const [at, text] of (await readFile(path, 'utf8')).split('\n').entries()) {
      for (const [match] of text.matchAll(ADDRESS)) {
        const address = parseAddress(match);
        if ('error' in address || found.has(address.shown)) continue;
        found.set(address.shown, { shown: address.shown, kind: address.kind, file, line: at + 1 });
      }
    }
  }
  return [...found.values()];
}
