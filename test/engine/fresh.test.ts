import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { HOME } from '../../src/workspace/locate.ts';
import { JournalState } from '../../src/run/journal-state.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';
import { NAMES, SCRIPTS } from './fresh-scripts.ts';
import { marks } from './readonly-marks.ts';
import { makeGraph, type Graph } from './together-graph.ts';

const test = suite('what stands is not run again');

interface Place {
  readonly graph: Graph;
  readonly env: NodeJS.ProcessEnv;
  readonly file: (name: string, content: string) => void;
  /** The scripts that ran, by what they wrote themselves, and the exit code. */
  readonly run: (args?: readonly string[], env?: NodeJS.ProcessEnv) => Promise<{ ran: string[]; code: number | null }>;
  /** What `why` says of the tasks that would run: task → reasons. */
  readonly why: (env?: NodeJS.ProcessEnv) => Promise<Readonly<globalThis.Record<string, readonly string[]>>>;
}

/** A workspace in which every script has been met once. */
async function settled(folder: string, home = HOME): Promise<Place> {
  const graph = makeGraph(folder, SCRIPTS, home);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const file = (name: string, content: string): void => writeFileSync(join(graph.root, name), content);
  for (const name of ['folder', 'folder/below', 'listed']) mkdirSync(join(graph.root, name));
  for (const name of ['input.txt', 'folder/one.txt', 'folder/below/two.txt', 'seen.txt', 'listed/one.txt', 'text.txt'])
    file(name, name);
  file('number.txt', '1');
  file('turnaround.yaml', 'fresh:\n  days: 7\n');
  tool(bin, 'one');
  const env = { PATH: [bin, process.env['PATH']].join(delimiter) };
  const run: Place['run'] = async (args = ['all'], more = {}) => {
    const before = graph.log().length;
    const { code } = await graph.run(args, { ...env, ...more }).ended;
    return { ran: graph.log().slice(before).toSorted(), code };
  };
  const why: Place['why'] = async (more = {}) => {
    const look = graph.run(['why'], { ...env, ...more });
    await look.ended;
    const all = JSON.parse(look.lines.join('\n')) as {
      id: string;
      stale: boolean;
      verdict: string | null;
      reasons: string[];
    }[];
    const open = all.filter(({ stale, verdict }) => stale || verdict !== 'met');
    return Object.fromEntries(open.map(({ id, reasons }) => [id.replace('g:', ''), reasons]));
  };
  assert.equal(await run(), { ran: [...NAMES], code: 0 });
  return { graph, env, file, run, why };
}

function tool(bin: string, words: string): void {
  const path = join(bin, 'fresh-tool');
  writeFileSync(path, `#!/bin/sh\necho ${words}\n`);
  chmodSync(path, 0o755);
}

test('a second run runs nothing and changes no byte, time or entry of workspace and state', async () => {
  await withFolder(async (folder) => {
    const { graph, run, why } = await settled(folder);
    const before = marks(graph.root);
    assert.equal(await run(), { ran: [], code: 0 });
    assert.equal(await why(), {});
    assert.equal(marks(graph.root), before);
    assert.ok(before.some((line) => line.includes('journal.jsonl')));
    // A tool that comes with us is looked for where commands find it.
    const { tools } = new JournalState(graph.state).refresh().tasks.get('g:bundled')?.ended?.proof ?? {};
    assert.match(tools?.['zx'] ?? 'not found', /zx/);
  });
});

interface Change {
  readonly what: string;
  readonly change: (place: Place, folder: string) => void;
  readonly env?: NodeJS.ProcessEnv;
  readonly runs: readonly string[];
  /** What `why` says of each that runs by itself. */
  readonly because: readonly string[];
}

const append = (path: string): void => writeFileSync(path, `${readFileSync(path, 'utf8')}\n// and more\n`);
const script = (folder: string, name: string): string => join(folder, 'scripts/g', name);

const CHANGES: readonly Change[] = [
  {
    what: 'a file that it reads',
    change: ({ file }) => file('input.txt', 'other'),
    runs: ['reader'],
    because: ['input.txt changed'],
  },
  {
    what: 'a file that came into a folder that it reads',
    change: ({ file }) => file('folder/below/new.txt', ''),
    runs: ['reader'],
    because: ['folder/below/new.txt is new'],
  },
  {
    what: 'a file that left a folder that it reads',
    change: ({ graph }) => rmSync(join(graph.root, 'folder/one.txt')),
    runs: ['reader'],
    because: ['folder/one.txt is gone'],
  },
  {
    what: 'its script',
    change: (_, folder) => append(script(folder, 'alone.ts')),
    runs: ['alone'],
    because: ['g/alone.ts changed (part of the task)'],
  },
  {
    what: 'a file that its script brings in by way of another',
    change: (_, folder) => append(script(folder, '_deep.ts')),
    runs: ['library'],
    because: ['g/_deep.ts changed (part of the task)'],
  },
  {
    what: 'a program beside its script',
    change: (_, folder) => append(script(folder, '_asks.py')),
    runs: ['library'],
    because: ['g/_asks.py changed (part of the task)'],
  },
  {
    what: 'a setting',
    change: ({ file }) => file('turnaround.yaml', 'fresh:\n  days: 8\n'),
    runs: ['setting'],
    because: ['fresh.days changed (setting)'],
  },
  {
    what: 'a setting that says where it writes',
    change: ({ file }) => file('turnaround.yaml', 'docs: papers\nfresh:\n  days: 8\n'),
    runs: ['placed'],
    because: ['papers/openapi.json is new'],
  },
  {
    what: 'a tool on PATH',
    change: (_, folder) => tool(join(folder, 'bin'), 'another'),
    runs: ['tool'],
    because: ['fresh-tool is another version (tool)'],
  },
  {
    what: 'an output that was deleted',
    change: ({ graph }) => rmSync(join(graph.root, 'out.txt')),
    runs: ['writer'],
    because: ['out.txt is gone'],
  },
  {
    what: 'a file that the run saw',
    change: ({ file }) => file('seen.txt', 'other'),
    runs: ['seer'],
    because: ['seen.txt changed'],
  },
  {
    what: 'a file that was absent when the run looked for it',
    change: ({ file }) => file('absent.txt', ''),
    runs: ['seer'],
    because: ['absent.txt is new'],
  },
  {
    what: 'a folder that the run listed',
    change: ({ file }) => file('listed/two.txt', ''),
    runs: ['seer'],
    because: ['listed/ changed'],
  },
  // 1 → 3: what it hands on is the same, so that what needs it does not run.
  {
    what: 'a need that ends the same',
    change: ({ file }) => file('number.txt', '3'),
    runs: ['source'],
    because: ['number.txt changed', 'needs g:source, which has to run'],
  },
  {
    what: 'a need that ends differently',
    change: ({ file }) => file('number.txt', '4'),
    runs: ['dependent', 'source'],
    because: ['number.txt changed', 'needs g:source, which has to run'],
  },
];

test('what changed decides what runs, and nothing else does', async () => {
  await withFolder(async (folder) => {
    const place = await settled(folder);
    for (const { what, change, runs, because } of CHANGES) {
      change(place, folder);
      assert.equal(
        Object.values(await place.why())
          .flat()
          .toSorted(),
        [...because].toSorted(),
        what,
      );
      assert.equal(await place.run(), { ran: [...runs], code: 0 }, what);
    }
    assert.equal(await place.run(), { ran: [], code: 0 });
  });
});

test('a variable that it names, and its age', async () => {
  await withFolder(async (folder) => {
    const { run, why } = await settled(folder);
    assert.equal(await why({ FRESH_MODE: 'x' }), { environment: ['FRESH_MODE is set (environment)'] });
    assert.equal((await run(['all'], { FRESH_MODE: 'x' })).ran, ['environment']);
    assert.equal((await run(['all'], { FRESH_MODE: 'y' })).ran, ['environment']);
    assert.equal((await run(['all'], { FRESH_MODE: 'y', ANOTHER: 'z', EXPIRES: '86400000' })).ran, []);
    assert.equal(await why({ FRESH_MODE: 'y', EXPIRES: '0' }), { expiring: ['its result is older than 0 h'] });
    assert.equal((await run(['all'], { FRESH_MODE: 'y', EXPIRES: '0' })).ran, ['expiring']);
  });
});

test('an output that was edited is left alone until --force, and undo brings the edit back', async () => {
  await withFolder(async (folder) => {
    const { graph, file, run, why } = await settled(folder);
    file('out.txt', 'edited by hand');
    assert.equal(await why(), { writer: ['out.txt was edited since it was written'] });
    assert.equal(await run(), { ran: ['writer'], code: 1 });
    assert.is(readFileSync(join(graph.root, 'out.txt'), 'utf8'), 'edited by hand');
    const ended = new JournalState(graph.state).refresh().tasks.get('g:writer')?.ended;
    assert.is(ended?.verdict, 'unmet');
    assert.equal(
      ended?.findings.map(({ place }) => place),
      [{ file: 'out.txt' }],
    );

    assert.equal(await run(['g:writer', '--force']), { ran: ['writer'], code: 0 });
    assert.is(readFileSync(join(graph.root, 'out.txt'), 'utf8'), 'text.txt');
    assert.is((await graph.run(['undo']).ended).code, 0);
    assert.is(readFileSync(join(graph.root, 'out.txt'), 'utf8'), 'edited by hand');
    assert.equal(await why(), { writer: ['was taken back'] });
  });
});

const MENDER = `import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { met, task } from 'turnaround/task';

export const mender = task(import.meta, {
  summary: 'Mend a.txt',
  effect: 'reversible',
  async run({ write, workspace }) {
    const path = join(workspace.root, 'a.txt');
    const seen = readFileSync(path, 'utf8');
    if (process.env.MEANWHILE) writeFileSync(path, 'of somebody else');
    write('a.txt', 'mended', seen);
    return met({});
  },
});
`;

test('what somebody writes between the look and the write is left alone', async () => {
  await withFolder(async (folder) => {
    const { root, run } = makeGraph(folder, { mender: MENDER });
    const path = join(root, 'a.txt');
    writeFileSync(path, 'broken');
    assert.is((await run(['g:mender'], { MEANWHILE: '1' }).ended).code, 1);
    assert.is(readFileSync(path, 'utf8'), 'of somebody else');
    assert.is((await run(['g:mender']).ended).code, 0);
    assert.is(readFileSync(path, 'utf8'), 'mended');
    assert.is((await run(['undo']).ended).code, 0);
    assert.is(readFileSync(path, 'utf8'), 'of somebody else');
  });
});

test('what was taken back runs again', async () => {
  await withFolder(async (folder) => {
    const { graph, file, run, why } = await settled(folder);
    file('text.txt', 'second');
    assert.equal(await run(), { ran: ['writer'], code: 0 });
    assert.is((await graph.run(['undo']).ended).code, 0);
    assert.is(readFileSync(join(graph.root, 'out.txt'), 'utf8'), 'text.txt');
    assert.equal(await why(), { writer: ['was taken back'] });
    assert.equal(await run(), { ran: ['writer'], code: 0 });
    assert.is(readFileSync(join(graph.root, 'out.txt'), 'utf8'), 'second');
    assert.equal(await run(), { ran: [], code: 0 });
  });
});

test('undo knows its run also where a secret is a word of the path', async () => {
  await withFolder(async (folder) => {
    const { graph, file, run } = await settled(folder);
    file('text.txt', 'second');
    const env = { SECRET_KEY: 'workspace', APP_TOKEN: 'writer' };
    assert.equal(await run(['all'], env), { ran: ['writer'], code: 0 });
    assert.equal(await run(['all'], env), { ran: [], code: 0 });
    assert.is((await graph.run(['undo'], env).ended).code, 0);
    assert.is(readFileSync(join(graph.root, 'out.txt'), 'utf8'), 'text.txt');
  });
});

test('leases that somebody deleted do not make later runs count for nothing', async () => {
  await withFolder(async (folder) => {
    const { graph, file, run } = await settled(folder);
    file('text.txt', 'second');
    assert.equal(await run(), { ran: ['writer'], code: 0 });
    rmSync(join(graph.state, 'leases'), { recursive: true });
    file('text.txt', 'third');
    assert.equal(await run(), { ran: ['writer'], code: 0 });
    assert.equal(await run(), { ran: [], code: 0 });
  });
});

test('another locked version of a package that it imports', async () => {
  await withFolder(async (folder) => {
    // A private copy of ours, since the lock file is beside the source.
    const home = join(folder, 'home');
    mkdirSync(home);
    for (const name of ['src', 'checklists', 'package.json', 'package-lock.json'])
      cpSync(join(HOME, name), join(home, name), { recursive: true });
    symlinkSync(join(HOME, 'node_modules'), join(home, 'node_modules'));
    const { run, why } = await settled(join(folder, 'graph'), home);
    const lock = join(home, 'package-lock.json');
    const parsed = JSON.parse(readFileSync(lock, 'utf8')) as {
      packages: globalThis.Record<string, { version: string }>;
    };
    const entry = parsed.packages['node_modules/yaml'];
    if (entry === undefined) throw new Error('yaml is not locked');
    entry.version = '99.0.0';
    writeFileSync(lock, JSON.stringify(parsed));
    assert.equal(await why(), { locked: ['package yaml changed (part of the task)'] });
    assert.equal(await run(), { ran: ['locked'], code: 0 });
  });
});

test.run();
