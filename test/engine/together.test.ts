import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JournalState } from '../../src/run/journal-state.ts';
import { hostId } from '../../src/run/process.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';
import { letThrough, makeGraph, reached, working, type Graph, type Run } from './together-graph.ts';

const test = suite('eight processes at once');

/** Task `a` waits at a gate; `d` needs `b` and `c`, which need `a`; `e` and `f` stand alone. */
function diamond(folder: string, ends?: string): { graph: Graph; gate: string } {
  const gate = makeGraph(folder, {}).gate('gate');
  const graph = makeGraph(join(folder, 'graph'), {
    a: working('a', { gate, ...(ends === undefined ? {} : { ends }) }),
    b: working('b', { needs: ['a'] }),
    c: working('c', { needs: ['a'] }),
    d: working('d', { needs: ['b', 'c'] }),
    e: working('e'),
    f: working('f'),
  });
  return { graph, gate };
}

interface Crowd {
  readonly holder: Run;
  readonly others: readonly Run[];
}

/** Eight runs, once one of them works on `a` and the seven others wait for it. */
async function crowd(graph: Graph): Promise<Crowd> {
  const runs = Array.from({ length: 8 }, () => graph.run(['all']));
  const first = await Promise.all(
    runs.map((run) => run.seen(({ event, task }) => task === 'g:a' && (event === 'start' || event === 'waiting'))),
  );
  const holders = runs.filter((_, at) => first[at]?.event === 'start');
  assert.is(holders.length, 1, 'exactly one works on it');
  const [holder] = holders;
  if (holder === undefined) throw new Error('nobody works');
  for (const said of first)
    if (said.event === 'waiting') assert.match(said.holder ?? '', new RegExp(`^process ${holder.pid} `));
  return { holder, others: runs.filter((run) => run !== holder) };
}

/** A stopped holder is alive: whoever looks is told its name, and the lease keeps its number. */
async function stoppedHolds(graph: Graph, holder: Run): Promise<void> {
  process.kill(holder.pid, 'SIGSTOP');
  const asked = graph.run(['all', '--only', 'g:a', '--no-wait']);
  const { code, stderr } = await asked.ended;
  assert.is(code, 4);
  assert.match(stderr, new RegExp(`g:a is held by process ${holder.pid} `));
  assert.equal(
    readdirSync(join(graph.state, 'leases')).filter((name) => name.startsWith('g-a.') && !name.endsWith('.new')),
    ['g-a.1'],
  );
}

function verdicts({ said }: Run): Map<string | undefined, string | null | undefined> {
  return new Map(
    said.filter(({ event }) => event === 'done' || event === 'skipped').map(({ task, verdict }) => [task, verdict]),
  );
}

async function codes(runs: readonly Run[]): Promise<(number | null)[]> {
  return (await Promise.all(runs.map((run) => run.ended))).map(({ code }) => code);
}

const all = (value: string | null): [string, string | null][] =>
  ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [`g:${name}`, value]);
const once = (...names: string[]): string[] => names.flatMap((name) => [`begin ${name}`, `end ${name}`]).toSorted();
const sorted = (entries: Iterable<[string | undefined, unknown]>): unknown[] =>
  [...entries].toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));

test('do each task once, and a holder that is only stopped is waited for', async () => {
  await withFolder(async (folder) => {
    const { graph, gate } = diamond(folder);
    const { holder, others } = await crowd(graph);
    const open = await reached(gate);
    await stoppedHolds(graph, holder);
    process.kill(holder.pid, 'SIGCONT');
    await open();
    assert.equal(
      await codes([holder, ...others]),
      Array.from({ length: 8 }, () => 0),
    );
    assert.equal(graph.log().toSorted(), once('a', 'b', 'c', 'd', 'e', 'f'));
    for (const run of [holder, ...others]) assert.equal(sorted(verdicts(run)), all('met'));
    // `start` is only said by whoever did it.
    const starts = [holder, ...others].flatMap(({ said }) =>
      said.filter(({ event }) => event === 'start').map(({ task }) => task),
    );
    assert.equal(starts.map(String).toSorted(), ['g:a', 'g:b', 'g:c', 'g:d', 'g:e', 'g:f']);
  });
});

test('go on when the holder is killed in the middle: only its task is begun again', async () => {
  await withFolder(async (folder) => {
    const { graph, gate } = diamond(folder);
    const { holder, others } = await crowd(graph);
    const open = await reached(gate);
    // What stands alone is over by now, so that the kill hits one task alone.
    for (const id of ['g:e', 'g:f'])
      await holder.seen(({ event, task }) => task === id && (event === 'done' || event === 'skipped'));
    await stoppedHolds(graph, holder);
    process.kill(holder.pid, 'SIGKILL');
    assert.is((await holder.ended).signal, 'SIGKILL');
    await Promise.any(others.map((run) => run.seen(({ event, task }) => event === 'start' && task === 'g:a')));
    const ended = codes(others);
    await open();
    // What the killed one left may still stand at the gate, and whoever took over come there later.
    await letThrough(gate, ended);
    assert.equal(
      await ended,
      Array.from({ length: 7 }, () => 0),
    );
    assert.equal(graph.log().toSorted(), [...once('a', 'b', 'c', 'd', 'e', 'f'), 'begin a'].toSorted());
    for (const run of others) assert.equal(sorted(verdicts(run)), all('met'));
  });
});

test('all end with 1 when a task is unmet, and what needs it never runs', async () => {
  await withFolder(async (folder) => {
    const ends = `unmet([{ message: 'is wrong', remedy: 'mend it' }])`;
    const { graph, gate } = diamond(folder, ends);
    const { holder, others } = await crowd(graph);
    await (
      await reached(gate)
    )();
    assert.equal(
      await codes([holder, ...others]),
      Array.from({ length: 8 }, () => 1),
    );
    assert.equal(graph.log().toSorted(), once('a', 'e', 'f'));
    for (const run of [holder, ...others]) {
      assert.equal(sorted(verdicts(run)), [
        ['g:a', 'unmet'],
        ['g:b', null],
        ['g:c', null],
        ['g:d', null],
        ['g:e', 'met'],
        ['g:f', 'met'],
      ]);
    }
  });
});

test('a run that waited takes over what ended unmet while it waited, even if it was slow to look', async () => {
  await withFolder(async (folder) => {
    const gate = makeGraph(folder, {}).gate('gate');
    const ends = `unmet([{ message: 'is wrong', remedy: 'mend it' }])`;
    const graph = makeGraph(join(folder, 'graph'), {
      a: working('a', { gate }),
      b: working('b', { needs: ['a'], ends }),
    });
    const one = graph.run(['all']);
    await one.seen(({ event, task }) => event === 'start' && task === 'g:a');
    const two = graph.run(['all']);
    await two.seen(({ event, task }) => event === 'waiting' && task === 'g:a');
    // The second is held up while the first ends the whole graph.
    process.kill(two.pid, 'SIGSTOP');
    await (
      await reached(gate)
    )();
    assert.is((await one.ended).code, 1);
    process.kill(two.pid, 'SIGCONT');
    assert.is((await two.ended).code, 1);
    assert.equal(graph.log(), ['begin a', 'end a', 'begin b', 'end b']);
  });
});

test('with --no-wait end with 4 where somebody else holds a task, and do not do it', async () => {
  await withFolder(async (folder) => {
    const { graph, gate } = diamond(folder);
    const holder = graph.run(['all']);
    await holder.seen(({ event, task }) => event === 'start' && task === 'g:a');
    const open = await reached(gate);
    const others = Array.from({ length: 7 }, () => graph.run(['all', '--no-wait']));
    assert.equal(
      await codes(others),
      Array.from({ length: 7 }, () => 4),
    );
    for (const run of others) assert.match((await run.ended).stderr, new RegExp(`g:\\w is held by process \\d+ `));
    assert.equal(
      graph.log().filter((line) => line.endsWith(' a')),
      ['begin a'],
    );
    await open();
    assert.is((await holder.ended).code, 0);
    assert.equal(graph.log().toSorted(), once('a', 'b', 'c', 'd', 'e', 'f'));
  });
});

test('with --no-wait two tasks of one run that hold the same lease wait for each other', async () => {
  await withFolder(async (folder) => {
    const holding = (name: string): string => working(name).replace(`effect: 'none'`, `effect: 'none', locks: ['db']`);
    const graph = makeGraph(folder, { a: holding('a'), b: holding('b') });
    const { code, stderr } = await graph.run(['all', '--no-wait', '--jobs', '2']).ended;
    assert.is(stderr.replace(/^workspace .*\n/, ''), '');
    assert.is(code, 0);
    assert.equal(
      graph.log().map((line) => line.split(' ')[0]),
      ['begin', 'end', 'begin', 'end'],
    );
  });
});

/** A task that stands in its own process (a survivor's command would be ended) and waits where GATE says. */
const SLOW = [
  `import { readFileSync } from 'node:fs';`,
  `import { readFile } from 'node:fs/promises';`,
  `import { met, task } from 'turnaround/task';`,
  `export const slow = task(import.meta, {`,
  `  summary: 'Works', effect: 'reversible',`,
  `  async run({ write }) {`,
  `    if (process.env.GATE) await readFile(process.env.GATE);`,
  `    if (process.env.WRITES) write('out.txt', process.env.WHO ?? '');`,
  `    return met({ who: process.env.WHO ?? '' });`,
  `  },`,
  `});`,
  `void readFileSync;`,
  '',
].join('\n');

/** A first run is stopped in the middle, declared dead by a lease with a higher number, done by another, and goes on. */
async function declaredDead(graph: Graph, env: NodeJS.ProcessEnv): Promise<Run> {
  const gate = graph.gate('gate');
  const first = graph.run(['all'], { ...env, GATE: gate, WHO: 'first' });
  await first.seen(({ event, task }) => event === 'start' && task === 'g:slow');
  const open = await reached(gate);
  process.kill(first.pid, 'SIGSTOP');
  const dead = { run: 'another', pid: 2 ** 22 + 1, since: '1', host: hostId(), at: '' };
  writeFileSync(join(graph.state, 'leases/g-slow.2'), JSON.stringify(dead));
  const second = graph.run(['all'], { ...env, WHO: 'second' });
  assert.is((await second.ended).code, 0);
  assert.is(second.said.find(({ event }) => event === 'start')?.lease, 3);
  process.kill(first.pid, 'SIGCONT');
  await open();
  return first;
}

test('a holder that was declared dead and goes on ends too late: its end does not count', async () => {
  await withFolder(async (folder) => {
    const graph = makeGraph(folder, { slow: SLOW });
    const first = await declaredDead(graph, {});
    await first.ended;
    assert.match(readFileSync(join(graph.state, 'journal.jsonl'), 'utf8'), /"event":"done","task":"g:slow","lease":3/);
    assert.equal(new JournalState(graph.state).refresh().tasks.get('g:slow')?.ended?.value, { who: 'second' });
    const third = graph.run(['all'], { WHO: 'third' });
    assert.is((await third.ended).code, 0);
    assert.equal(
      third.said.map(({ event }) => event).filter((event) => event === 'start'),
      [],
    );
  });
});

test('a holder that was declared dead and goes on writes nothing any more, and that is no defect', async () => {
  await withFolder(async (folder) => {
    const graph = makeGraph(folder, { slow: SLOW });
    const first = await declaredDead(graph, { WRITES: '1' });
    const { code, stderr } = await first.ended;
    assert.is(readFileSync(join(graph.root, 'out.txt'), 'utf8'), 'second');
    assert.equal([...(new JournalState(graph.state).refresh().written.get('out.txt') ?? [])].length, 1);
    assert.not.ok(existsSync(join(graph.state, 'before')));
    assert.match(stderr, /taken over/, JSON.stringify(first.said));
    assert.is(code, 4, stderr);
  });
});

test.run();
