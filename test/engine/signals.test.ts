import { setTimeout as sleep } from 'node:timers/promises';
import { writeFileSync } from 'node:fs';
import { Leases } from '../../src/run/lease.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';
import { eventsOf, launch, Rig, type Place } from './rig.ts';

const test = suite('signals');

const quick = `import { met, task } from 'turnaround/task';
export const quick = task(import.meta, { summary: 'Be quick', effect: 'none', run: async ({ $ }) => {
  await $\`sh -c 'echo quick >> "$RIG_LOG"'\`;
  return met(1);
} });
`;

/** A task whose work goes on until it is told that it may end: by the file RIG_GO. */
function long(fields: string, body: string, head = ''): string {
  return `import { existsSync } from 'node:fs';
import { met, task } from 'turnaround/task';
${head}import { quick } from './quick.ts';
const go = (): boolean => existsSync(process.env['RIG_GO'] ?? '');
export const long = task(import.meta, { summary: 'Take long', needs: { quick }, effect: 'none', ${fields}
  async run({ $, step, signal, workspace, progress }) {
    ${body}
    return met(2);
  },
});
`;
}

const patient = `await step('one', async () => { await $\`sh -c 'echo one >> "$RIG_LOG"'\`; return 1; });
    await $\`sh -c 'echo at work; test -e "$RIG_GO" || sleep 300; echo long >> "$RIG_LOG"'\`;`;

/** A workspace with a quick task and a long one. */
async function at(script: string, body: (place: Place) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    using rig = new Rig(folder);
    rig.script('a:quick', quick);
    rig.script('a:long', script);
    for (let i = 0; i < 40; i += 1) rig.file(`tree/${i}/file.txt`, 'something to look at\n');
    await body(rig.place());
  });
}

/** What was recorded of the signal: its name and the tasks that it cut short. */
function interruptions(place: Place): string[] {
  return place
    .records()
    .flatMap((record) => (record.event === 'interrupted' ? [`${record.signal}: ${record.tasks.join()}`] : []));
}

/** The same command goes on where it was interrupted and comes to its end. */
async function goesOn(place: Place): Promise<void> {
  writeFileSync(place.go, '');
  const resumed = await place.run(['all', '--json']);
  assert.is(resumed.code, 0, `${resumed.stdout}${resumed.stderr}`);
  const events = eventsOf(resumed);
  assert.equal(
    events.filter(({ event }) => event === 'start').map((event) => event.task),
    ['a:long'],
  );
  assert.equal(
    events.filter(({ event }) => event === 'waiting'),
    [],
  );
  assert.equal(place.survivors(), []);
}

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

for (const [signal, code] of SIGNALS) {
  for (const whom of ['process', 'group']) {
    test(`${signal} to the ${whom} of ./task ends it with ${code}, and the same command goes on`, async () => {
      await at(long('', patient), async (place) => {
        const run = launch(place, ['all']);
        await run.until({ event: 'output', text: 'at work' });
        process.kill(whom === 'group' ? -run.pid : run.pid, signal);
        const ran = await run.ended;
        assert.is(ran.code, code, `${ran.signal} ${ran.stdout}${ran.stderr}`);
        assert.equal(interruptions(place), [`${signal}: a:long`]);
        assert.equal(place.survivors(), []);
        await goesOn(place);
        assert.equal(place.said(), ['quick', 'one', 'long']);
      });
    });
  }
}

test('SIGINT ends what left its group as well', async () => {
  const body = `await $\`sh -c 'setsid sleep 300 >/dev/null 2>&1 & echo at work; test -e "$RIG_GO" || sleep 300'\`;`;
  await at(long('', body), async (place) => {
    const run = launch(place, ['all']);
    await run.until({ event: 'output', text: 'at work' });
    process.kill(run.pid, 'SIGINT');
    assert.is((await run.ended).code, 130);
    assert.equal(place.survivors(), []);
    await goesOn(place);
  });
});

// A walk pauses between folders once it has worked for a while: each entry takes a millisecond, as on a slow disk.
const walking = `for (let round = 0; !go(); round += 1) {
      if (round === 1) progress('walking');
      for await (const entry of walk(workspace.root, OPTIONS)) {
        const until = performance.now() + 1;
        while (performance.now() < until) entry.lstat();
      }
    }`;

for (const [name, options] of [
  ['a long walk', '{ signal }'],
  ['a walk that was not told of the signal', '{}'],
] as const) {
  test(`SIGINT in ${name} ends the run`, async () => {
    const script = long('', walking.replace('OPTIONS', options), "import { walk } from 'turnaround/tools/files';\n");
    await at(script, async (place) => {
      const run = launch(place, ['all']);
      await run.until({ event: 'progress', text: 'walking' });
      process.kill(run.pid, 'SIGINT');
      assert.is((await run.ended).code, 130);
      assert.equal(interruptions(place), ['SIGINT: a:long']);
      await goesOn(place);
    });
  });
}

test('SIGINT ends a run whose task waits for something that never comes', async () => {
  const body = "progress('waits');\n    if (!go()) await new Promise(() => setInterval(progress, 60_000, 'still'));";
  await at(long('', body), async (place) => {
    const run = launch(place, ['all']);
    await run.until({ event: 'progress', text: 'waits' });
    process.kill(run.pid, 'SIGINT');
    assert.is((await run.ended).code, 130);
    await goesOn(place);
  });
});

for (const [name, lease] of [
  ['its own lease', 'a:long'],
  ['a lease beside its own', 'db'],
] as const) {
  test(`SIGINT while a task waits for ${name} leaves it to its holder`, async () => {
    await at(long("locks: ['db'],", patient), async (place) => {
      const held = new Leases(place.state, 'another').take(lease);
      if (!('number' in held)) throw new Error('a fresh lease is free');
      const run = launch(place, ['all']);
      await run.until({ event: 'waiting', lease });
      process.kill(run.pid, 'SIGINT');
      assert.is((await run.ended).code, 130);
      assert.ok(held.held());
      assert.equal(interruptions(place), ['SIGINT: ']);
      held.release();
      await goesOn(place);
    });
  });
}

test('a second SIGINT ends children that ignore the first one, at once', async () => {
  const body = `await $\`sh -c 'trap "" TERM INT; echo at work; while ! test -e "$RIG_GO"; do sleep 1; done'\`;`;
  await at(long('', body), async (place) => {
    const run = launch(place, ['all']);
    await run.until({ event: 'output', text: 'at work' });
    process.kill(run.pid, 'SIGINT');
    await run.until({ event: 'interrupted' });
    process.kill(run.pid, 'SIGINT');
    assert.is((await run.ended).code, 130);
    // What was killed is seen for a moment longer, by whoever looks at once.
    for (let tries = 0; tries < 100 && place.survivors().length > 0; tries += 1) await sleep(50);
    assert.equal(place.survivors(), []);
    // The patient way records the end of the run, after the children had their time.
    assert.is(place.count('end'), 0);
    await goesOn(place);
  });
});

test.run();
