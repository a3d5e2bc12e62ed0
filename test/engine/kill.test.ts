import { availableParallelism } from 'node:os';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';
import { each, eventsOf, graphRig, nameOf, type Place, type Rig } from './rig.ts';

const test = suite('kill at every record');

// By hand: RIG_TASKS=30 RIG_MODES=all; here a graph with every kind of task, and for each record one of the modes.
const TASKS = Number(process.env['RIG_TASKS'] ?? 6);
const MODES = ['before', 'after', 'torn'];

/** What must not be done again: whatever stood in the journal when the run was killed. */
function settled(place: Place): string[] {
  const past = place.past();
  return [...past.tasks].flatMap(([id, { ended, open }]) => {
    const name = id.replace(/^.*:/, '');
    if (open === undefined) return ended?.verdict === 'met' ? [name, `${name}/one`, `${name}/two`] : [];
    return [...open.steps.keys()].map((step) => `${name}/${step}`);
  });
}

/** Kills at the k-th record, now and then the next run as well, and lets the same command go on to the end. */
async function killAndResume(rig: Rig, mode: string, k: number, uninterrupted: readonly string[]): Promise<void> {
  const place = rig.place();
  const at = `killed ${mode} record ${k}`;
  const killed = await place.killedAt(mode, k);
  assert.is(killed.signal, 'SIGKILL', `${at}: ${killed.stdout}${killed.stderr}`);
  const twice = k % 9 === 4;
  if (twice) await place.killedAt(MODES[(k + 1) % 3] ?? '', 1 + (k % 7));
  const must = settled(place);
  const before = place.said().length;
  const resumed = await place.run(['all', '--json']);
  assert.is(resumed.code, 0, `${at}: ${resumed.stdout}${resumed.stderr}`);
  const repeated = place
    .said()
    .slice(before)
    .filter((word) => must.includes(word));
  assert.equal(repeated, [], `${at}: done again`);
  assert.equal(place.snapshot(), uninterrupted, at);
  assert.equal(place.survivors(), [], `${at}: left running`);
  assert.equal(
    eventsOf(resumed).filter(({ event }) => event === 'waiting'),
    [],
    `${at}: a lease blocked`,
  );
  readable(place, at, (mode === 'torn' ? 1 : 0) + (twice ? 1 : 0));
}

/** Every task is met by the journal alone; what a kill tore is all that is left out. */
function readable(place: Place, at: string, torn: number): void {
  const past = place.past();
  const ends = [...past.tasks.values()].map(({ open, ended }) => open === undefined && ended?.verdict);
  assert.equal(
    ends,
    Array.from({ length: TASKS }, () => 'met'),
    at,
  );
  assert.ok(past.unreadable <= torn, `${at}: ${past.unreadable} lines unreadable`);
}

function modes(k: number): string[] {
  return process.env['RIG_MODES'] === 'all' ? MODES : [MODES[k % 3] ?? ''];
}

async function allMet(place: Place): Promise<void> {
  const { stdout } = await place.run(['status', '--json']);
  const { tasks } = JSON.parse(stdout) as { tasks: { id: string; verdict: string; stale: boolean }[] };
  assert.equal(
    tasks.map(({ verdict, stale }) => `${verdict} ${stale}`),
    Array.from({ length: TASKS }, () => 'met false'),
  );
}

test('killed at any record, the same command ends as if nothing had happened', async () => {
  await withFolder(async (folder) => {
    using rig = graphRig(folder, TASKS);
    const whole = rig.place();
    const ran = await whole.run(['all', '--json']);
    assert.is(ran.code, 0, ran.stderr);
    assert.equal(whole.survivors(), [], 'an uninterrupted run leaves nothing running');
    assert.equal(
      whole
        .said()
        .filter((word) => !word.includes('/'))
        .toSorted(),
      Array.from({ length: TASKS }, (_, i) => nameOf(i).name),
    );
    await allMet(whole);
    const records = whole.records().filter(({ run }) => run !== 'seed').length;
    assert.ok(records > TASKS * 4, `${records} records`);
    const points = Array.from({ length: records }, (_, i) => i + 1).flatMap((k) =>
      modes(k).map((mode) => ({ mode, k })),
    );
    const began = performance.now();
    await each(points, availableParallelism(), ({ mode, k }) => killAndResume(rig, mode, k, whole.snapshot()));
    console.log(`${records} records, ${points.length} kills in ${Math.round((performance.now() - began) / 1000)} s`);
  });
});

test.run();
