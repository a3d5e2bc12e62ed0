import { nameKey } from '../files/name.ts';
import { foldersAbove } from '../files/path.ts';
import type { Seen } from '../files/identity.ts';

export interface Outermost {
  readonly entries: readonly Seen[];
  /** Entries inside a directory that is itself in the list; they move with it. */
  readonly inner: readonly { readonly entry: Seen; readonly within: Seen }[];
}

export function outermost(all: readonly Seen[]): Outermost {
  const byPath = new Map(all.map((entry) => [nameKey(entry.path), entry]));
  const directories = new Map([...byPath].filter(([, { kind }]) => kind === 'directory'));
  const entries: Seen[] = [];
  const inner: { entry: Seen; within: Seen }[] = [];
  for (const entry of byPath.values()) {
    const within = directories.size > 0 ? topmost(entry, directories) : undefined;
    if (within) inner.push({ entry, within });
    else entries.push(entry);
  }
  return { entries, inner };
}

function topmost(entry: Seen, directories: ReadonlyMap<string, Seen>): Seen | undefined {
  let top: Seen | undefined;
  for (const folder of foldersAbove(entry.path)) top = directories.get(nameKey(folder)) ?? top;
  return top;
}
