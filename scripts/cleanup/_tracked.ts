import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Workspace } from 'turnaround/task';
import type { Entry } from 'turnaround/tools/files';

/** A path as a key, with one character per byte, so that every name can be a key. */
export const key = (path: Buffer): string => path.toString('latin1');

/** The entries that git tracks or that contain a tracked file. A repository inside the workspace is asked for its own files. */
export async function trackedAmong(
  { root, tracked: trackedBelow }: Workspace,
  entries: readonly Entry[],
): Promise<{ tracked: Set<Entry>; partial?: string }> {
  const tracked = new Set<Entry>();
  const repositories = new Map<string, Entry[]>();
  for (const entry of entries) {
    const home = repositoryOf(root, key(entry.path));
    repositories.set(home, [...(repositories.get(home) ?? []), entry]);
  }
  for (const [home, own] of repositories) {
    const known = await trackedBelow(Buffer.from(join(root, home), 'latin1').toString());
    if ('unknown' in known) return { tracked, partial: known.unknown };
    const folders = new Set([...known.names].flatMap(foldersAbove));
    for (const entry of own) {
      const name = key(entry.path).slice(home.length);
      if (known.names.has(name) || folders.has(name)) tracked.add(entry);
    }
  }
  return { tracked };
}

/** The innermost folder above a path that is a git repository of its own (`a/b/`), or the workspace itself (empty). */
function repositoryOf(root: string, path: string): string {
  const inside = foldersAbove(path).find((folder) =>
    existsSync(Buffer.concat([Buffer.from(root), Buffer.from(`/${folder}/.git`, 'latin1')])),
  );
  return inside === undefined ? '' : `${inside}/`;
}

function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('/'));
}
