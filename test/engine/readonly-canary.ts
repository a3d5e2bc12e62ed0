// A workspace full of things that would leave a mark outside if anybody executed, imported or loaded them.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Canary {
  readonly root: string;
  /** What was executed so far, by the name of what did it. */
  sang(): string[];
}

const HOOKS = [
  'pre-commit',
  'post-index-change',
  'post-checkout',
  'post-commit',
  'reference-transaction',
  'pre-auto-gc',
];

export function makeCanary(folder: string, python: string): Canary {
  const [root, outside] = [join(folder, 'canary'), join(folder, 'marks')];
  mkdirSync(outside, { recursive: true });
  const sing = (name: string): string => `touch '${join(outside, name)}'`;
  const singing = (name: string): string => `open(${JSON.stringify(join(outside, name))}, 'w').close()\n`;
  const put = (path: string, text: string, mode = 0o644): void => {
    const full = join(root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    chmodSync(full, mode);
  };
  const program = (path: string, name: string): void => put(path, `#!/bin/sh\n${sing(name)}\nexec cat\n`, 0o755);
  const git = (...args: string[]): void => {
    const { status, stderr } = spawnSync('git', ['-C', root, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };

  // Python: what an interpreter loads by itself, what pytest loads, what an import does.
  for (const place of ['', 'backend/', '.venv/lib/PYTHON/site-packages/']) {
    const at = place.replace('PYTHON', versionOf(python));
    put(`${at}sitecustomize.py`, singing('sitecustomize'));
    put(`${at}usercustomize.py`, singing('usercustomize'));
    put(`${at}canary.pth`, `import os; open(${JSON.stringify(join(outside, 'pth'))}, 'w').close()\n`);
    put(`${at}fastapi/__init__.py`, `${singing('fastapi')}class FastAPI: pass\n`);
  }
  put('.venv/pyvenv.cfg', `home = ${dirname(python)}\nversion = 3\n`);
  mkdirSync(join(root, '.venv/bin'), { recursive: true });
  symlinkSync(python, join(root, '.venv/bin/python'));
  program('venv/bin/python', 'venv-python');
  put('venv/pyvenv.cfg', 'home = /nowhere\n');
  put('backend/conftest.py', singing('conftest'));
  put('backend/app/__init__.py', singing('package'));
  put('backend/app/main.py', `${singing('import')}from fastapi import FastAPI\napp = FastAPI()\n`);
  put('backend/app/__pycache__/main.cpython-311.pyc', 'bytecode');
  put('.DS_Store', 'junk');
  put('logs/old.log', 'old');

  // JavaScript, make, direnv, SQL.
  const scripts = ['preinstall', 'install', 'postinstall', 'prepare', 'test', 'build', 'start'];
  const named = Object.fromEntries(scripts.map((name) => [name, sing(`npm-${name}`)]));
  put('package.json', JSON.stringify({ name: 'canary', version: '1.0.0', scripts: named }));
  put('dashboard/package.json', JSON.stringify({ name: 'dashboard', version: '1.0.0', scripts: named }));
  put('vite.config.js', `require('fs').writeFileSync(${JSON.stringify(join(outside, 'vite'))}, '')\n`);
  put('.envrc', `${sing('envrc')}\n`);
  put('Makefile', `MARK := $(shell ${sing('make')})\nall:\n\t${sing('make')}\n`);
  put(
    'database/schema.sql',
    `COPY (SELECT 1) TO PROGRAM '${sing('sql').replaceAll("'", "''")}';\nCREATE TABLE t (a int);\n`,
  );
  put('turnaround.yaml', 'database:\n  throw-away: database\n');

  // git: everything that a repository's own settings may run.
  spawnSync('git', ['init', '--quiet', root]);
  git('add', '--all', '--force', 'backend', 'Makefile');
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '--message=first');
  put('.gitattributes', '* filter=canary diff=canary\n');
  for (const name of ['filter', 'fsmonitor', 'pager', 'textconv', 'external', 'editor'])
    program(`.git/canary/${name}`, `git-${name}`);
  const own = (name: string): string => join(root, '.git/canary', name);
  for (const [key, value] of Object.entries({
    'filter.canary.clean': own('filter'),
    'filter.canary.smudge': own('filter'),
    'filter.canary.process': own('filter'),
    'core.fsmonitor': own('fsmonitor'),
    'core.pager': own('pager'),
    'pager.ls-files': own('pager'),
    'core.editor': own('editor'),
    'diff.canary.textconv': own('textconv'),
    'diff.external': own('external'),
    'core.untrackedCache': 'true',
  }))
    git('config', key, value);
  for (const hook of HOOKS) program(`.git/hooks/${hook}`, `hook-${hook}`);
  // Newer than the index: git would have to look at the content, by way of the filter.
  put('backend/app/main.py', `${singing('import')}from fastapi import FastAPI\napp = FastAPI()\n# later\n`);
  return { root, sang: () => readdirSync(outside).toSorted() };
}

function versionOf(python: string): string {
  const { stdout } = spawnSync(python, ['-I', '-c', 'import sys; print("python%d.%d" % sys.version_info[:2])'], {
    encoding: 'utf8',
  });
  return stdout.trim();
}

/** A real interpreter, past the shims of version managers. */
export function systemPython(): string | undefined {
  const { stdout, status } = spawnSync(
    'python3',
    ['-I', '-c', 'import os, sys; print(os.path.realpath(sys.executable))'],
    { encoding: 'utf8' },
  );
  return status === 0 ? stdout.trim() : undefined;
}
