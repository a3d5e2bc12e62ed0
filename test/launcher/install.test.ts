import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { HOME } from '../../src/workspace/locate.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';

const test = suite('install');

/** What a fresh clone holds that the help needs. */
const PARTS = ['task', 'package.json', 'package-lock.json', 'tsconfig.json', 'src', 'scripts', 'checklists'];

/** KiB on the disk. */
function sizeOf(folder: string): number {
  return Number(/^\d+/.exec(spawnSync('du', ['-sk', folder], { encoding: 'utf8' }).stdout)?.[0]);
}

await withFolder(async (folder) => {
  // Whether a registry answers is asked once, of npm itself, for a package that is needed anyhow.
  const reachable = spawnSync('npm', ['view', 'tsx', 'name', '--fetch-retries=0'], { encoding: 'utf8', cwd: folder });
  const title = 'a fresh clone in a path with a space, # and % installs what it says and works';
  if (reachable.status !== 0) {
    test.skip(title, `no npm registry answers: ${(reachable.stderr ?? '').trim().split('\n')[0]}`);
    return;
  }
  test(title, () =>
    withFolder(async (place) => {
      const clone = join(place, 'a b#c%20d');
      mkdirSync(clone);
      for (const part of PARTS) cpSync(join(HOME, part), join(clone, part), { recursive: true });
      copyFileSync(join(HOME, 'task'), join(clone, 'task'));
      const env = { ...process.env, WORKSPACE: undefined, TURNAROUND_CWD: undefined };
      const first = spawnSync(join(clone, 'task'), ['--help'], { cwd: place, env, encoding: 'utf8' });
      assert.is(first.status, 0, first.stderr);
      assert.match(first.stdout, /^usage: \.\/task/);
      const said = Number(/once, about (\d+) MB/.exec(first.stderr)?.[1]) * 1e6;
      const size = sizeOf(join(clone, 'node_modules')) * 1024;
      assert.ok(
        said / size > 0.8 && said / size < 1.25,
        `it says ${said} bytes, and ${size} are on the disk: mend the figure in ./task`,
      );
      const second = spawnSync(join(clone, 'task'), ['list'], {
        cwd: '/',
        env,
        encoding: 'utf8',
      });
      assert.is(second.stderr, '');
      assert.is(second.status, 0);
      assert.match(second.stdout, /^docs:openapi /m);
    }),
  );
});

test.run();
