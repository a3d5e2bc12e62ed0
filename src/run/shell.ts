import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import type { Shell } from 'zx';
import type * as Zx from 'zx';
import { HOME } from '../workspace/locate.ts';
import { Lines } from './redact.ts';
import { RUN_MARK, signalGroup, startOf, TASK_MARK } from './process.ts';
import type { Session } from './session.ts';

/** Thrown when a dry run reaches a command: only a real run can tell what comes after it. */
export class OnlyPlanned extends Error {
  override readonly name = 'OnlyPlanned';
}

export interface Shelter {
  readonly session: Session;
  readonly task: string;
  readonly lease: number;
  /** Groups of the task's children, for its time limit and its end. */
  readonly groups: Set<number>;
  /** Aborted when the attempt is over; after that, nothing more is started. */
  readonly signal: AbortSignal;
  /** The first command that was started. */
  readonly began: { pid?: number };
  readonly planned: boolean;
}

/** Only a run that starts commands needs it. */
let zx: Promise<typeof Zx> | undefined;

/** zx's `$` in the workspace: each command has its own process group, is journalled, and its output is cut into redacted lines. */
export async function shellFor(shelter: Shelter): Promise<Shell> {
  const { $ } = await (zx ??= import('zx'));
  const { session, task, lease } = shelter;
  const commands = new Map<string, { command: string; stdout: Lines; stderr: Lines }>();
  const lines = (): Lines => new Lines((text) => session.show({ event: 'output', task, text }));
  const bound = $({
    cwd: session.workspace.root,
    env: childEnvironment(),
    detached: true,
    spawn: ((command: string, args: string[], options: SpawnOptions) =>
      sheltered(shelter, command, args, options)) as typeof spawn,
    // zx's own way calls `ps`, which minimal machines lack.
    kill: async (pid, signal) => void signalGroup(Number(pid), signal ?? 'SIGTERM'),
    log: (entry) => {
      if (entry.kind === 'cmd') {
        // Each stream by itself: output of one must not split a line or a secret of the other.
        commands.set(entry.id, { command: entry.cmd, stdout: lines(), stderr: lines() });
      } else if (entry.kind === 'stdout' || entry.kind === 'stderr') {
        commands.get(entry.id)?.[entry.kind].push(entry.data);
      } else if (entry.kind === 'end') {
        const { command = '', stdout, stderr } = commands.get(entry.id) ?? {};
        stdout?.end();
        stderr?.end();
        session.emit({ event: 'command', task, lease, command, code: entry.exitCode, ms: Math.round(entry.duration) });
      }
    },
  }) as Shell;
  return shelter.planned ? plannedShell(shelter, $) : bound;
}

/** Prints the exact command and stops there, because what follows depends on its output. */
function plannedShell({ session, task }: Shelter, $: Shell): Shell {
  const plan = (pieces: unknown, ...args: unknown[]): unknown => {
    if (!Array.isArray(pieces)) return plan;
    const { cmd } = $({ halt: true })(pieces as unknown as TemplateStringsArray, ...(args as string[]));
    session.show({ event: 'would', task, what: `run ${cmd}` });
    throw new OnlyPlanned(`would run ${cmd}`);
  };
  return plan as unknown as Shell;
}

type SpawnOptions = Parameters<typeof spawn>[2];

function sheltered(
  { session, task, lease, groups, began, signal }: Shelter,
  command: string,
  args: string[],
  options: SpawnOptions,
): ChildProcess {
  signal.throwIfAborted();
  const shell = typeof options.shell === 'string' ? options.shell : '/bin/sh';
  // Node's pipes are sockets. A bash whose input is a socket thinks it is a remote login and reads ~/.bashrc.
  const clean = basename(shell) === 'bash' ? ['--norc'] : [];
  const [file, ...rest] = [
    ...dieWithParent(),
    ...(options.shell ? [shell, ...clean, '-c', command] : [command, ...args]),
  ];
  const child = spawn(file ?? shell, rest, {
    ...options,
    env: { ...options.env, [RUN_MARK]: session.run, [TASK_MARK]: task },
    shell: false,
    detached: true,
  });
  const { pid } = child;
  if (pid !== undefined) {
    began.pid ??= pid;
    session.commands += 1;
    session.groups.add(pid);
    groups.add(pid);
    session.emit({ event: 'child', task, lease, pid, since: startOf(pid) ?? null });
    child.once('close', () => {
      // End everything that the command left running.
      signalGroup(pid, 'SIGTERM');
      session.groups.delete(pid);
      groups.delete(pid);
    });
  }
  return child;
}

/** Variables that make a shell read a file first, and variables that only the launcher uses. */
const NOT_HANDED_ON = new Set(['BASH_ENV', 'ENV', 'TURNAROUND_CWD', 'TURNAROUND_CLONE']);

/** Turnaround's own tools come first on PATH. GIT_* is removed, so git uses the repository of its folder. */
function childEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!name.startsWith('GIT_') && !NOT_HANDED_ON.has(name)) env[name] = value;
  }
  env['GIT_OPTIONAL_LOCKS'] = '0';
  env['PATH'] = [join(HOME, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter);
  return env;
}

let prefix: readonly string[] | undefined;

/** If the system supports it, a command dies with this process even after SIGKILL; otherwise the next run ends it. */
function dieWithParent(): readonly string[] {
  prefix ??= isProgram('setpriv') ? ['setpriv', '--pdeathsig', 'KILL', '--'] : [];
  return prefix;
}

function isProgram(name: string): boolean {
  if (process.platform !== 'linux') return false;
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false; // not in this folder of PATH
    }
  });
}
