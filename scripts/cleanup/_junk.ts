import { met, unknown, type Context, type Json, type Workspace } from 'turnaround/task';
import { printable, type Entry, type Seen } from 'turnaround/tools/files';
import { key, trackedAmong } from './_tracked.ts';

export interface Junk {
  readonly entries: readonly Seen[];
  /** How many entries look like junk but are in git. They stay: only their owner may decide to untrack them. */
  readonly tracked: number;
  /** Why the search is incomplete. */
  readonly partial: string | undefined;
}

/** Folders of installed packages and Python environments: what is in them belongs to a package manager. */
const INSTALLED = new Set(['node_modules', 'site-packages', '.tox', '.nox']);

interface Search {
  readonly workspace: Workspace;
  readonly signal?: AbortSignal;
  /** Whether an entry is junk. */
  readonly pick: (entry: Entry, path: string) => boolean;
  /** Folders that are not searched. */
  readonly skip?: (path: string) => boolean;
  /** With `skip`, Python environments and installed packages are not searched. */
  readonly installed?: 'skip';
}

/** Every entry of the workspace that `pick` accepts and git does not track. Names are bytes throughout. */
export async function untracked({ workspace, signal, pick, skip, installed }: Search): Promise<Junk> {
  const found: Entry[] = [];
  const environments: string[] = [];
  const all = workspace.walk({
    ...(signal === undefined ? {} : { signal }),
    skip: (folder) => {
      if (installed === 'skip' && INSTALLED.has(folder.name.toString('latin1'))) return true;
      return found.at(-1) === folder || skip?.(key(folder.path)) === true;
    },
  });
  for await (const entry of all) {
    const path = key(entry.path);
    if (installed === 'skip' && entry.kind === 'file' && entry.name.equals(PYVENV))
      environments.push(path.slice(0, -PYVENV.length));
    if (pick(entry, path)) found.push(entry);
  }
  const own = found.filter((entry) => !environments.some((folder) => key(entry.path).startsWith(folder)));
  const { tracked, partial } = await trackedAmong(workspace, own);
  const entries = own.filter((entry) => !tracked.has(entry)).flatMap((entry) => entry.seen() ?? []);
  const [unread] = all.unreadable;
  const blind =
    unread === undefined
      ? undefined
      : `${all.unreadable.length} places could not be read; the first is ${printable(unread.path)}: ${unread.error.message}`;
  return { entries: partial === undefined ? entries : [], tracked: tracked.size, partial: partial ?? blind };
}

const PYVENV = Buffer.from('pyvenv.cfg');

/** The names that were found. If a later search finds the same names, nothing new has appeared. */
export const names = ({ entries, partial }: Junk): Json => [
  partial ?? null,
  ...entries.map(({ path }) => key(path)).toSorted(),
];

/** Moves what was found into the quarantine and reports the result. */
export async function clean(
  { remove, progress }: Context<unknown>,
  junk: Junk,
): Promise<ReturnType<typeof unknown> | ReturnType<typeof met>> {
  progress(`${junk.entries.length} found`);
  const { moved, bytes, skipped } = await remove(junk.entries);
  const [left] = skipped;
  if (junk.partial !== undefined) return unknown(`${moved} moved to the quarantine, but ${junk.partial}`);
  if (left !== undefined)
    return unknown(
      `${moved} moved to the quarantine, but ${skipped.length} could not be moved; the first is ${left.path}: ${left.because}`,
    );
  return met({ moved, bytes, tracked: junk.tracked });
}
