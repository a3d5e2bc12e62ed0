import { task } from 'turnaround/task';
import type { Context } from 'turnaround/task';
import { clean, names, untracked } from './_junk.ts';

/** Moves the `.DS_Store` files that git does not track into the quarantine; `./task undo` brings them back. */
export const dsStore = task(import.meta, {
  summary: 'Move .DS_Store files away',
  effect: 'reversible',
  probe: async ({ root }) => names(await search(root)),

  async run(context) {
    return clean(context, await search(context.workspace.root, context.signal));
  },
});

function search(root: string, signal?: Context<unknown>['signal']): ReturnType<typeof untracked> {
  return untracked({
    root,
    ...(signal && { signal }),
    pick: ({ kind, name }) => kind === 'file' && name.equals(DS_STORE),
  });
}

const DS_STORE = Buffer.from('.DS_Store');
