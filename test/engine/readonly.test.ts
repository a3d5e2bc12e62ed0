import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../harness.ts';
import { turnaround, withFolder } from '../try.ts';
import { makeCanary, systemPython, type Canary } from './readonly-canary.ts';
import { marks } from './readonly-marks.ts';

const test = suite('commands that only look');

const LOOKS: readonly (readonly [...string[]])[] = [
  [],
  ['list'],
  ['status'],
  ['status', '--json'],
  ['plan'],
  ['why'],
  ['why', 'docs:openapi', '--json'],
  ['graph'],
  ['graph', '--mermaid'],
  ['--help'],
  ['docs:openapi', '--help'],
  ['facts'],
  ['facts', '--json'],
  ['doctor'],
  ['rules'],
  ['rules', '--format', 'sarif', '--since', 'HEAD'],
  ['mend', '--dry-run'],
  ['init', '--dry-run'],
  ['undo', '--dry-run'],
  ['purge', '--dry-run'],
];

const python = systemPython();
const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const reason = python === undefined ? 'needs python3' : has('git') ? undefined : 'needs git';

/** Runs each command and says which of them changed something, sang, or was refused. */
async function unclean(canary: Canary, commands: readonly (readonly string[])[]): Promise<string[]> {
  const wrong: string[] = [];
  const before = marks(canary.root);
  const sang = canary.sang();
  for (const args of commands) {
    // `list` and `graph` are the same for every workspace.
    const named = ['list', 'graph'].includes(args[0] ?? '') ? [] : ['--workspace', canary.root];
    const { code, stderr } = await turnaround([...args, ...named], { cwd: canary.root });
    if (code === 2 || code === 70) wrong.push(`${args.join(' ')} ended with ${code}: ${stderr}`);
    const after = marks(canary.root);
    for (const line of new Set([...after, ...before])) {
      if (!(after.includes(line) && before.includes(line))) wrong.push(`${args.join(' ')} changed ${line}`);
    }
    for (const name of canary.sang()) if (!sang.includes(name)) wrong.push(`${args.join(' ')} executed ${name}`);
  }
  return wrong;
}

/** A workspace that would tell, with the marks of making it wiped away. */
function fresh(folder: string): Canary {
  const canary = makeCanary(folder, python ?? '');
  for (const name of canary.sang()) rmSync(join(folder, 'marks', name));
  return canary;
}

function unless(name: string, because: string | undefined, body: () => Promise<void>): void {
  if (because === undefined) test(name, body);
  else test.skip(name, because);
}

unless('the canaries do sing when they are executed', reason, async () => {
  await withFolder(async (folder) => {
    const canary = fresh(folder);
    spawnSync('git', ['-C', canary.root, 'status']);
    spawnSync('git', ['-C', canary.root, 'add', '--all', 'backend']);
    spawnSync(join(canary.root, '.venv/bin/python'), ['-c', 'import fastapi']);
    spawnSync(join(canary.root, 'venv/bin/python'), ['-V'], { input: '' });
    spawnSync('npm', ['run', 'build'], { cwd: canary.root });
    const sang = canary.sang();
    // Not `sitecustomize`: Debian's own comes before it.
    for (const name of [
      'git-filter',
      'git-fsmonitor',
      'hook-post-index-change',
      'pth',
      'fastapi',
      'venv-python',
      'npm-build',
    ]) {
      assert.ok(sang.includes(name), `${name}: ${sang.join(' ')}`);
    }
  });
});

unless('change nothing and execute nothing where nothing ever ran', reason, async () => {
  await withFolder(async (folder) => {
    const canary = fresh(folder);
    assert.equal(await unclean(canary, LOOKS), []);
    assert.not.ok(existsSync(join(canary.root, '.turnaround')));
  });
});

unless('a dry run of everything changes nothing and executes nothing', reason, async () => {
  await withFolder(async (folder) => {
    const canary = fresh(folder);
    assert.equal(
      await unclean(canary, [
        ['all', '--dry-run'],
        ['all', '--dry-run', '--json', '--force'],
      ]),
      [],
    );
    assert.not.ok(existsSync(join(canary.root, '.turnaround')));
  });
});

unless('change nothing and execute nothing where something ran before', reason, async () => {
  await withFolder(async (folder) => {
    const canary = fresh(folder);
    utimesSync(join(canary.root, 'logs/old.log'), 1000, 1000);
    const { code } = await turnaround(['cleanup:all', '--workspace', canary.root]);
    assert.is(code, 0);
    assert.equal(canary.sang(), [], 'cleaning up executes nothing of the workspace either');
    assert.equal(await unclean(canary, [...LOOKS, ['cleanup:all'], ['cleanup:all', '--dry-run']]), []);
  });
});

test.run();
