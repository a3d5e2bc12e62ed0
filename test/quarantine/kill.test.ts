import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { assert, suite } from '../harness.ts';
import { undo } from '../../src/quarantine/quarantine.ts';
import { stored } from '../../src/quarantine/store.ts';
import { snapshot } from './snapshot.ts';
import { fill, folder, scan, takeJunk } from './workspace.ts';

const test = suite('kill');
const script = join(import.meta.dirname, 'killed.ts');

class Victim {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #said = '';

  constructor(...args: string[]) {
    this.#child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#ended = once(this.#child, 'exit');
    this.#child.stdout?.on('data', (text: Buffer) => (this.#said += text.toString()));
  }

  async #until(word: string): Promise<void> {
    while (!this.#said.includes(word)) {
      if (this.#child.exitCode !== null) throw new Error(`the child ended with ${this.#child.exitCode}`);
      await after(1);
    }
  }

  /** Milliseconds that the whole work takes. */
  async finish(): Promise<number> {
    await this.#until('ready');
    const start = performance.now();
    this.#child.stdin?.write('go\n');
    await this.#until('done');
    await this.#ended;
    return performance.now() - start;
  }

  /** Whether the kill came in time. */
  async kill(afterMs: number): Promise<boolean> {
    await this.#until('ready');
    this.#child.stdin?.write('go\n');
    await after(afterMs);
    this.#child.kill('SIGKILL');
    await this.#ended;
    return !this.#said.includes('done');
  }
}

const ROUNDS = 10;

interface Scene {
  readonly see: (root: string) => string[];
  readonly root: string;
  readonly state: string;
  readonly before: readonly string[];
}

async function undoAll({ root, state }: Scene): Promise<void> {
  while ((await undo({ root, state })).run !== null);
}

async function round(
  scene: Scene,
  i: number,
  takeMs: number,
  undoMs: number,
): Promise<{ take: boolean; undo: boolean }> {
  const { root, state } = scene;
  const run = `round-${i}`;
  const take = await new Victim('take', root, state, run).kill(takeMs * Math.random());
  const again = await takeJunk(root, { state, run: i % 2 === 0 ? run : `${run}-again` });
  assert.equal(
    again.skipped.map(({ path, because }) => `${path}: ${because}`),
    [],
  );
  assert.equal(await scan(root), []);
  // With two runs, the first undo takes back the second one.
  if (i % 2 === 1) await undo({ root, state });
  const killed = await new Victim('undo', root, state).kill(undoMs * Math.random());
  await undoAll(scene);
  const now = scene.see(root);
  assert.equal(
    now.filter((line) => !scene.before.includes(line)),
    [],
    `round ${i}`,
  );
  assert.is(now.length, scene.before.length);
  const left = [run, `${run}-again`].map((name) => join(state, 'quarantine', name)).filter((name) => existsSync(name));
  assert.equal(
    left.flatMap((name) => [...stored(name)]),
    [],
  );
  return { take, undo: killed };
}

async function rounds(scene: Scene): Promise<void> {
  const { root, state } = scene;
  const takeMs = await new Victim('take', root, state, 'warm').finish();
  assert.equal(await scan(root), []);
  const undoMs = await new Victim('undo', root, state).finish();
  assert.equal(scene.see(root), scene.before);
  const killed = { take: 0, undo: 0 };
  for (let i = 0; i < 60 && (killed.take < ROUNDS || killed.undo < ROUNDS); i += 1) {
    const hit = await round(scene, i, takeMs, undoMs);
    killed.take += Number(hit.take);
    killed.undo += Number(hit.undo);
  }
  assert.ok(killed.take >= ROUNDS && killed.undo >= ROUNDS, JSON.stringify(killed));
}

async function scene(root: string, state: string, files: number, see: Scene['see']): Promise<Scene> {
  await fill(root, files);
  mkdirSync(state, { recursive: true });
  return { root, state, see, before: see(root) };
}

// Copying takes its time: whether a folder's mtime was left by us or by others cannot always be told after a kill,
// and in doubt it stays. What a folder holds is compared to the nanosecond.
const withoutFolderTimes = (root: string): string[] =>
  snapshot(root).map((line) => line.replace(/( directory \S+ \S+) \d+/, '$1'));

test('take and undo, killed at any moment, end the same when they are run again', async () => {
  using at = folder();
  await rounds(await scene(at.path, join(at.path, '.turnaround'), 1500, snapshot));
});

const shm = '/dev/shm';
const another = 'take and undo with the store on another device, killed at any moment, end the same';
using probe = folder();
if (existsSync(shm) && statSync(shm).dev !== statSync(probe.path).dev) {
  test(another, async () => {
    using at = folder();
    using elsewhere = folder(shm);
    await rounds(await scene(at.path, join(elsewhere.path, 'state'), 30, withoutFolderTimes));
  });
} else test.skip(another, `${shm} is no other device`);

test.run();
