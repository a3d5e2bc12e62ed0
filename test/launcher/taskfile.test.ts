import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { NAMES } from '../../src/command/commands.ts';
import { AREAS, loadCatalog } from '../../src/plan/catalog.ts';
import { HOME } from '../../src/workspace/locate.ts';
import { assert, suite } from '../harness.ts';
import { turnaround, withFolder } from '../try.ts';
import { goTask } from './go-task.fixture.ts';

const test = suite('Taskfile');

interface Taskfile {
  readonly tasks: Readonly<Record<string, { readonly desc: string; readonly cmds: readonly string[] }>>;
}

function read(path: string): Taskfile {
  return parse(readFileSync(join(HOME, path), 'utf8')) as Taskfile;
}

test('has every command, every area and the terminals', () => {
  const { tasks } = read('Taskfile.yml');
  const terminals = ['terminal:5', 'terminal:6', 'terminal:7', 'terminal:8'];
  assert.equal(Object.keys(tasks).toSorted(), ['default', 'all', ...terminals, ...NAMES].toSorted());
  assert.equal(
    Object.keys(parse(readFileSync(join(HOME, 'Taskfile.yml'), 'utf8')).includes).toSorted(),
    [...AREAS].toSorted(),
  );
});

test('every command is one call of ./task by its own name', () => {
  for (const [name, { desc, cmds }] of Object.entries(read('Taskfile.yml').tasks)) {
    assert.is(cmds.length, 1, name);
    const args = name === 'test' ? 'CLI_ARGS' : 'ARGS';
    assert.is(cmds[0], `./task ${name === 'default' ? '' : `${name} `}{{.${args}}}`);
    assert.ok(desc.length > 0);
  }
  for (const area of AREAS) {
    for (const [name, { cmds }] of Object.entries(read(`scripts/${area}/Taskfile.yml`).tasks)) {
      assert.equal(cmds, [`./task ${area}:${name} {{.ARGS}}`]);
    }
  }
});

test('generated files are up to date', async () => {
  const { code, stdout } = await turnaround(['generate', '--dry-run']);
  assert.is(code, 0, stdout);
});

/** Says how it was called, in the place of ./task. */
const SAYS = `#!/bin/sh
printf 'folder=%s caller=%s' "$(pwd)" "$TURNAROUND_CWD"
for word; do printf ' [%s]' "$word"; done
echo
exit "\${FAKE_EXIT-0}"
`;

interface Said {
  readonly status: number | null;
  readonly lines: readonly string[];
  readonly stderr: string;
}

const found = goTask();

/** The Taskfiles as they are, around a ./task that says how it was called; `[…]` is what it says. */
async function facade(
  body: (clone: string, call: (args: readonly string[], cwd?: string, env?: NodeJS.ProcessEnv) => Said) => void,
): Promise<void> {
  await withFolder(async (folder) => {
    const clone = join(folder, 'a b');
    mkdirSync(join(clone, 'sub'), { recursive: true });
    copyFileSync(join(HOME, 'Taskfile.yml'), join(clone, 'Taskfile.yml'));
    for (const area of AREAS) {
      mkdirSync(join(clone, 'scripts', area), { recursive: true });
      copyFileSync(join(HOME, `scripts/${area}/Taskfile.yml`), join(clone, `scripts/${area}/Taskfile.yml`));
    }
    writeFileSync(join(clone, 'task'), SAYS);
    chmodSync(join(clone, 'task'), 0o755);
    body(clone, (args, cwd = clone, env = {}) => {
      if (!('program' in found)) throw new Error(found.because);
      const own = { PATH: process.env['PATH'], HOME: folder };
      const { status, stdout, stderr } = spawnSync(found.program, args, {
        cwd,
        env: { ...own, ...env },
        encoding: 'utf8',
      });
      return { status, lines: stdout.split('\n').filter(Boolean), stderr };
    });
    // It keeps no state of its own beside the journal.
    assert.not.ok(readdirSync(clone).includes('.task'));
  });
}

const catalog = await loadCatalog(join(HOME, 'scripts'));

const withGoTask: Record<string, () => Promise<void>> = {
  'lists every task with its line': () =>
    facade((_, call) => {
      const { status, lines, stderr } = call(['-l']);
      assert.is(status, 0, stderr);
      const listed = new Map(
        lines
          .map((line) => /^\* (\S+): +(.*)$/.exec(line)?.slice(1) as [string, string] | undefined)
          .filter((pair) => pair !== undefined),
      );
      for (const { id, definition } of catalog) assert.is(listed.get(id), definition.summary);
      assert.ok(listed.size > catalog.length);
    }),

  'says what a task is': () =>
    facade((_, call) => {
      const { status, lines } = call(['--summary', 'docs:openapi']);
      assert.is(status, 0);
      assert.is(lines[1], "Write the application's OpenAPI document");
      assert.is(lines[2], './task docs:openapi --help shows what it reads, writes and runs.');
    }),

  'hands on what stands behind --, word by word': () =>
    facade((clone, call) => {
      const { lines, stderr } = call([
        'docs:openapi',
        '--',
        '--dry-run',
        '--only=a,b',
        'two words',
        "it's",
        '$HOME',
        '*',
      ]);
      assert.equal(
        lines,
        [`folder=${clone} caller=${clone} [docs:openapi] [--dry-run] [--only=a,b] [two words] [it's] [$HOME] [*]`],
        stderr,
      );
      assert.equal(call(['--', '--json']).lines, [`folder=${clone} caller=${clone} [--json]`]);
      assert.equal(call(['undo', '--', 'some-run']).lines, [`folder=${clone} caller=${clone} [undo] [some-run]`]);
    }),

  'hands on WORKSPACE as its variable and of the environment; the variable wins': () =>
    facade((clone, call) => {
      const said = (workspace: string): string[] => [
        `folder=${clone} caller=${clone} [cleanup:all] [WORKSPACE=${workspace}]`,
      ];
      assert.equal(call(['cleanup:all', 'WORKSPACE=../my shop']).lines, said('../my shop'));
      assert.equal(call(['WORKSPACE=../shop', 'cleanup:all']).lines, said('../shop'));
      assert.equal(call(['cleanup:all'], clone, { WORKSPACE: '/srv/a b' }).lines, said('/srv/a b'));
      assert.equal(call(['cleanup:all', 'WORKSPACE=/b'], clone, { WORKSPACE: '/a' }).lines, said('/b'));
      const status = call(['status', 'WORKSPACE=x', '--', '--json']);
      assert.equal(status.lines, [`folder=${clone} caller=${clone} [status] [WORKSPACE=x] [--json]`]);
    }),

  "hands on the caller's folder": () =>
    facade((clone, call) => {
      const sub = join(clone, 'sub');
      const said = (caller: string): string[] =>
        ['docs:openapi', 'status'].map((name) => `folder=${clone} caller=${caller} [${name}]`);
      const names = ['docs:openapi', 'status'];
      assert.equal(call(names, sub).lines, said(sub));
      assert.equal(call(['-d', '..', ...names], sub).lines, said(sub));
      assert.equal(call(['-t', '../Taskfile.yml', ...names], sub).lines, said(sub));
      assert.equal(call(['-t', join(clone, 'Taskfile.yml'), ...names], '/').lines, said('/'));
      assert.equal(call(['-d', clone, ...names], '/').lines, said('/'));
    }),

  'ends with 0 or 201, and with -x with the exit code of ./task': () =>
    facade((_, call) => {
      assert.is(call(['all']).status, 0);
      for (const [code, env] of [1, 2, 3, 4, 130].map((code) => [code, { FAKE_EXIT: String(code) }] as const)) {
        assert.is(call(['all'], undefined, env).status, 201);
        assert.is(call(['-x', 'all'], undefined, env).status, code);
        assert.is(call(['-x', 'docs:openapi'], undefined, env).status, code);
      }
    }),

  'runs several in one call, each once': () =>
    facade((clone, call) => {
      const said = (name: string): string => `folder=${clone} caller=${clone} [${name}]`;
      assert.equal(call(['docs:openapi', 'cleanup:all']).lines, [said('docs:openapi'), said('cleanup:all')]);
      assert.equal(call(['docs:openapi', 'status', 'docs:openapi']).lines, [said('docs:openapi'), said('status')]);
    }),
};

for (const [title, body] of Object.entries(withGoTask)) {
  if ('program' in found) test(title, body);
  else test.skip(title, found.because);
}

test.run();
