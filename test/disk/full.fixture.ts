import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { JournalState } from '../../src/run/journal-state.ts';
import { assert } from '../harness.ts';
import { turnaround, withFolder, type Ran } from '../try.ts';
import { contents, fill, makeScripts, makeWorkspace, mountTmpfs, treasures, unmount } from './disk.fixture.ts';

/** Free pages of 4 KiB when the run begins: the disk is full at each of these points in turn; the last is enough. */
const SIZES = [...Array.from({ length: 21 }, (_, at) => at), 40];
/** Pages of the whole disk: room for the job and for what makes it full. */
const ROOM = 160;
const TASKS = ['cleanup:ds-store', 'cleanup:logs', 'cleanup:python-cache', 'docs:look', 'docs:pages'];

export interface Places {
  readonly root: string;
  readonly state: string;
  /** What is full, and is mounted there. */
  readonly full: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The whole job at every point at which the disk may be full, two at a time; where `places` of a folder says. */
export async function untilItFits(places: (folder: string) => Places): Promise<void> {
  await withFolder(async (folder) => {
    const scripts = makeScripts(folder);
    const done = await ordinary(scripts);
    const queue = [...SIZES];
    const codes = new Map<number, number | null>();
    const worker = async (): Promise<void> => {
      for (let free = queue.shift(); free !== undefined; free = queue.shift()) {
        const own = join(folder, `free-${free}`);
        mkdirSync(own);
        codes.set(free, await at(free, places(own), scripts, done));
      }
    };
    await Promise.all([worker(), worker()]);
    const failed = [...codes.values()].filter((code) => code !== 0).length;
    assert.ok(failed >= 10, `only ${failed} of ${SIZES.length} sizes were too small`);
    assert.is(codes.get(40), 0, 'the largest is still too small: the sizes do not span the whole job');
  });
}

/** How the job ends where there is room. */
async function ordinary(scripts: string): Promise<Files> {
  return withFolder(async (root) => {
    makeWorkspace(root);
    const ran = await turnaround(['all', '--workspace', root], { env: { TURNAROUND_SCRIPTS: scripts } });
    assert.is(ran.code, 0, ran.stdout + ran.stderr);
    return contents(root);
  });
}

type Files = ReturnType<typeof contents>;

/** One size: the exit code of the first run. */
async function at(free: number, places: Places, scripts: string, done: Files): Promise<number | null> {
  const { root, state, env, full } = places;
  const call = (args: readonly string[]): Promise<Ran> =>
    turnaround([...args, '--workspace', root], { env: { TURNAROUND_SCRIPTS: scripts, ...env } });
  mountTmpfs(full, ROOM);
  try {
    makeWorkspace(root);
    const before = contents(root);
    const mine = treasures(root);
    const ballast = fill(full, free);
    const first = await call(['all']);
    if (first.code !== 0) said(first);
    const kept = treasures(root, ...(full === root ? [] : [full]));
    for (const content of mine) assert.ok(kept.has(content), `${free} pages free: lost: ${content.slice(0, 20)}`);
    // What is in the workspace now is as it was, or as it is when all is done: never in between.
    for (const [path, content] of Object.entries(contents(root))) {
      assert.ok(content === before[path] || content === done[path], `${free} pages free: ${path} is half-written`);
    }
    if (free % 10 === 5) {
      const looked = await call(['status', '--json']);
      assert.ok(looked.code === 3 || looked.code === 1, looked.stderr);
      assert.type(JSON.parse(looked.stdout), 'object');
    }

    rmSync(ballast);
    const second = await call(['all']);
    const both = [first, second].map(({ stdout, stderr }) => stdout + stderr).join('\nthen, with room:\n');
    assert.is(second.code, 0, `${free} pages free:\n${both}`);
    assert.equal(contents(root), done, `${free} pages were free`);
    const past = new JournalState(state).refresh();
    for (const id of TASKS) assert.is(past.tasks.get(id)?.ended?.verdict, 'met', id);
    // A torn record at the most, where the disk was full; never one that was whole.
    assert.ok(past.unreadable <= 2, `${past.unreadable} lines cannot be read`);
    return first.code;
  } finally {
    unmount(full);
    rmSync(root, { recursive: true, force: true });
  }
}

/** In words, and nothing of our insides. */
function said({ code, stdout, stderr }: Ran): void {
  const all = `${stdout}${stderr}`;
  assert.ok(code === 2 || code === 3, `exit ${code}:\n${all}`);
  assert.match(all, /no space left|ENOSPC/i);
  assert.not.match(all, /^\s+at .*[:(]\d+|internal error/m);
}
