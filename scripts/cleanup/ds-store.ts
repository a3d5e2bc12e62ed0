import { task } from 'turnaround/task';
import type { Workspace } from 'turnaround/task';
import { clean, names, untracked } from './_junk.ts';

/** Moves the `.DS_Store` files that git does not track into the quarantine; `./task undo` brings them back. */
export const dsStore = task(import.meta, {
  summary: 'Move .DS_Store files away',
  effect: 'reversible',
  probe: async (workspace) => names(await search(workspace)),

  async run(context) {
    return clean(context, await search(context.workspace, context.signal));
  },
});

function search(workspace: Workspace, signal?: AbortSignal): ReturnType<typeof untracked> {
  return untracked({
    workspace,
    ...(signal && { signal }),
    pick: ({ kind, name }) => kind === 'file' && name.equals(DS_STORE),
  });
}

const DS_STORE = Buffer.from('.DS_Store');
