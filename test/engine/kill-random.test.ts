import { execFileSync } from 'node:child_process';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { HOME } from '../../src/workspace/locate.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';
import { eventsOf, launch, Rig, type Place } from './rig.ts';

const test = suite('kill at any time');
const ROUNDS = 10;
const ALL = ['all', '--offline'];

/** A repository with something for every script that cleans, and nothing that needs Python or PostgreSQL. */
function workspace(rig: Rig): Place {
  const place = rig.place(join(HOME, 'scripts'));
  const git = (...args: string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: place.root });
  git('init', '-q');
  git('add', 'src', 'README.md');
  git('commit', '-q', '-m', 'first');
  for (let i = 0; i < 5; i += 1) utimesSync(join(place.root, `logs/${i}.log`), 1, 1);
  return place;
}

function files(rig: Rig): void {
  rig.file('README.md', '# Something\n');
  for (let i = 0; i < 40; i += 1) {
    rig.file(`src/part${i}/main.py`, `print(${i})\n`);
    rig.file(`src/part${i}/__pycache__/main.cpython-311.pyc`, `compiled ${i}`);
    rig.file(`src/part${i}/.DS_Store`, 'a view');
  }
  for (let i = 0; i < 5; i += 1) rig.file(`logs/${i}.log`, 'long ago\n');
}

/** Names of the repository's own files tell nothing of a run. */
function left(place: Place): string[] {
  return place.snapshot().filter((line) => !line.startsWith('.git/'));
}

test(`killed ${ROUNDS} times at random, the real scripts come to the same end`, async () => {
  await withFolder(async (folder) => {
    using rig = new Rig(folder);
    files(rig);
    const whole = workspace(rig);
    const before = left(whole);
    const first = launch(whole, ALL);
    await first.until({ event: 'start' });
    const began = performance.now();
    const { code } = await first.ended;
    const takes = performance.now() - began;
    assert.not.equal(left(whole), before, 'there was something to do');
    let hits = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const place = workspace(rig);
      const run = launch(place, ALL);
      await run.until({ event: 'start' });
      const delay = Math.random() * takes;
      await after(delay);
      run.kill();
      const killed = await run.ended;
      hits += killed.signal === 'SIGKILL' ? 1 : 0;
      const resumed = await place.run([...ALL, '--json']);
      const at = `round ${round}, killed after ${Math.round(delay)} of ${Math.round(takes)} ms`;
      assert.is(resumed.code, code, `${at}: ${resumed.stdout}${resumed.stderr}`);
      assert.equal(left(place), left(whole), at);
      assert.equal(place.survivors(), [], at);
      assert.equal(
        eventsOf(resumed).filter(({ event }) => event === 'waiting'),
        [],
        at,
      );
      if (round === ROUNDS - 1) {
        const status = await place.run(['status', '--json']);
        assert.is((JSON.parse(status.stdout) as { workspace: string }).workspace, place.root, at);
      }
    }
    assert.ok(hits > 0, 'no kill came in time');
    console.log(`${hits} of ${ROUNDS} kills came in time`);
  });
});

test.run();
