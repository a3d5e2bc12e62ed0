import { met, unknown, type Context, type Json, type Workspace } from 'turnaround/task';
import { printable, type Entry, type Seen } from 'turnaround/tools/files';
import { key, trackedAmong } from './_tracked.ts';

export interface Junk {
  readonly entries: readonly Seen[];
  /** Looks like junk and is in git: untracking it is its owner's decision. */
  readonly tracked: number;
  /** Why the search is not complete. */
  readonly partial: string | undefined;
}

/** Folders that are a Python environment or somebody's installed packages: what lies in them is theirs. */
const INSTALLED = new Set(['node_modules', 'site-packages', '.tox', '.nox']);

interface Search {
  readonly workspace: Workspace;
  readonly signal?: AbortSignal;
  /** Whether an entry is junk; `beside` are the names that stand beside it. */
  readonly pick: (entry: Entry, path: string) => boolean;
  /** Folders that need not be looked into. */
  readonly skip?: (path: string) => boolean;
  /** Whether a Python environment and installed packages are somebody else's business. */
  readonly installed?: 'skip';
}

/** Everything below `root` that `pick` names and git does not track, outside environments. Names are bytes throughout. */
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
      : `could not look into ${all.unreadable.length} places, the first is ${printable(unread.path)}: ${unread.error.message}`;
  return { entries: partial === undefined ? entries : [], tracked: tracked.size, partial: partial ?? blind };
}

const PYVENV = Buffer.from('pyvenv.cfg');

/** What a later look is compared with: the same names again mean that nothing has come since. */
export const names = ({ entries, partial }: Junk): Json => [
  partial ?? null,
  ...entries.map(({ path }) => key(path)).toSorted(),
];

/** Moves what was found into the quarantine and says what became of it. */
export async function clean(
  { remove, progress }: Context<unknown>,
  junk: Junk,
): Promise<ReturnType<typeof unknown> | ReturnType<typeof met>> {
  progress(`${junk.entries.length} found`);
  const { moved, bytes, skipped } = await remove(junk.entries);
  const [left] = skipped;
  if (junk.partial !== undefined) return unknown(`${moved} moved away, but ${junk.partial}`);
  if (left !== undefined)
    return unknown(
      `${moved} moved away, but ${skipped.length} could not be, the first is ${left.path}: ${left.because}`,
    );
  return met({ moved, bytes, tracked: junk.tracked });
}
