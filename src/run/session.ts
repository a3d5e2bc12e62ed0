import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { History } from '../plan/freshness.ts';
import { errorCode, UserError } from '../outcome/user-error.ts';
import type { Given } from '../task/option.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Done, Event, Kept, Shown, Started, StepDone } from './event.ts';
import { Heartbeat } from './heartbeat.ts';
import { JournalState } from './journal-state.ts';
import { Journal } from './journal.ts';
import { isMachineError, unwritable } from './machine-errors.ts';
import { Leases } from './lease.ts';
import { Redactor } from './redact.ts';
import { endSurvivorsOf, RUN_MARK, signalGroup } from './process.ts';

/** How a run was requested: the flags of the same names. */
export interface Options {
  readonly dryRun: boolean;
  readonly apply: boolean;
  readonly force: boolean;
  readonly wait: boolean;
  readonly offline: boolean;
  /** What was typed of the tasks' own flags. */
  readonly given: Given;
  readonly jobs: number;
}

export type Listener = (event: Event) => void;

/** Milliseconds that children have between SIGTERM and SIGKILL. */
const GRACE = 5000;

/** Fields that identify and compare runs: they are not redacted, even if a secret is also part of a path or name. */
const NOT_WORDS = new Set([
  'event',
  'task',
  'tasks',
  'lease',
  'key',
  'verdict',
  'proof',
  'path',
  'hash',
  'before',
  'made',
  'worktree',
  'of',
]);

/** Events that are only kept together with others. */
const IDLE = new Set<Kept['event']>(['run', 'skipped', 'end']);

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** One run on one workspace: its journal, leases, children and listeners. */
export class Session {
  readonly run = `${new Date().toISOString().replace(/[-:]|\.\d+Z/g, '')}-${randomBytes(3).toString('hex')}`;
  readonly workspace: Workspace;
  readonly options: Options;
  readonly redactor: Redactor;
  readonly past: JournalState;
  /** The journal's state when the run began: a task that ended since was done by another run at the same time. */
  readonly before: History;
  readonly leases: Leases;
  readonly heartbeat = new Heartbeat();
  /** Process groups of children that run now. */
  readonly groups = new Set<number>();
  /** How many commands were started. */
  commands = 0;
  /** Tasks that run now. */
  readonly running = new Set<string>();
  /** None in a dry run, which changes nothing. */
  readonly #journal: Journal | undefined;
  readonly #stop = new AbortController();
  readonly #unsaid: Kept[] = [];
  #worked = false;
  readonly #listeners = new Set<Listener>();
  readonly #handlers = new Map<NodeJS.Signals, () => void>();
  /** An unexpected exception of a script or of the engine: exit code 70. */
  bug: unknown;
  /** Why the run cannot go on at all, such as a journal that cannot be written. */
  failure: UserError | undefined;
  /** The exit code of the signal that ended the run, if one did. */
  interrupted: number | undefined;

  constructor(workspace: Workspace, options: Options, call: readonly string[], version: string) {
    this.workspace = workspace;
    this.options = options;
    this.redactor = new Redactor(process.env);
    this.#journal = options.dryRun ? undefined : new Journal(workspace.state, this.run);
    this.past = new JournalState(workspace.state).refresh();
    this.before = new Map(this.past.tasks);
    // Marks everything that this process starts, so that it can be recognized even after a kill.
    process.env[RUN_MARK] = this.run;
    this.leases = new Leases(workspace.state, this.run);
    this.emit({ event: 'run', pid: process.pid, host: hostname(), worktree: workspace.root, call, version });
    for (const [signal, code] of Object.entries(SIGNALS) as [keyof typeof SIGNALS, number][]) {
      const handler = (): void => this.#interrupt(signal, code);
      this.#handlers.set(signal, handler);
      process.on(signal, handler);
    }
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  listen(listener: Listener): void {
    this.#listeners.add(listener);
  }

  unlisten(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  /** Ends the run: nothing may go on that cannot be recorded. */
  fail(error: unknown): void {
    if (error instanceof UserError) this.failure ??= error;
    else if (isMachineError(error)) this.failure ??= unwritable(`the state folder ${this.workspace.state}`, error);
    else this.bug ??= error;
    this.#stop.abort(error);
  }

  /** Records an event, then passes it to the listeners; secrets are redacted in both. */
  emit(event: Kept): void {
    const masked = this.#masked(event);
    for (const each of this.#due(masked)) this.#journal?.append(each);
    this.#tell(masked);
  }

  /** The same for what has to be on the disk before it is told; other tasks go on until it is there. */
  async record(event: Started | StepDone | Done): Promise<void> {
    const masked = this.#masked(event);
    await this.#journal?.record(this.#due(masked));
    this.#tell(masked);
  }

  /** The records to write now. A run that has nothing to do writes nothing: the records around its work wait for the first work. */
  #due(masked: Kept): Kept[] {
    if (IDLE.has(masked.event) && !this.#worked) {
      this.#unsaid.push(masked);
      return [];
    }
    this.#worked = true;
    return [...this.#unsaid.splice(0), masked];
  }

  show(event: Shown): void {
    this.#tell(this.#masked(event));
  }

  #masked<E extends Event>(event: E): E {
    const parts = Object.entries(event).map(([name, part]) => [
      name,
      NOT_WORDS.has(name) ? part : this.redactor.json(part),
    ]);
    return Object.fromEntries(parts) as E;
  }

  #tell(event: Event): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Ends the process groups of children: first SIGTERM, then SIGKILL. */
  async endGroups(groups: Iterable<number>): Promise<void> {
    const left = new Set([...groups].filter((pid) => signalGroup(pid, 'SIGTERM')));
    const until = performance.now() + GRACE;
    while (left.size > 0 && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      for (const pid of left) if (!signalGroup(pid, 0 as unknown as NodeJS.Signals)) left.delete(pid);
    }
    for (const pid of left) signalGroup(pid, 'SIGKILL');
  }

  #interrupt(signal: NodeJS.Signals, code: number): void {
    if (this.interrupted !== undefined) {
      // Second interrupt: end at once.
      for (const pid of this.groups) signalGroup(pid, 'SIGKILL');
      process.exit(code);
    }
    this.interrupted = code;
    try {
      this.emit({ event: 'interrupted', signal, tasks: [...this.running] });
    } catch (error) {
      this.fail(error);
    }
    this.#stop.abort(new Error(signal));
  }

  async close(code: number): Promise<number> {
    for (const [signal, handler] of this.#handlers) process.off(signal, handler);
    const final = this.interrupted ?? code;
    await this.endGroups(this.groups);
    // Each task ended its own already; this finds what left its group so late that it was not there to be seen.
    if (this.commands > 0) endSurvivorsOf(this.run, { task: 'any' });
    await this.heartbeat.stop();
    if (this.failure === undefined) this.emit({ event: 'end', code: final });
    this.leases.close();
    this.#journal?.close();
    return final;
  }
}

/** Creates the state folder, which contains its own .gitignore, so that no repository tracks it. */
export function openState(state: string): void {
  try {
    mkdirSync(dirname(state), { recursive: true });
    // The last one not with `recursive`: on a read-only file system Node would report ENOENT.
    if (!existsSync(state)) mkdirSync(state);
    const ignore = join(state, '.gitignore');
    if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
  } catch (error) {
    // Another process was faster.
    if (errorCode(error) !== 'EEXIST') throw unwritable(`the state folder ${state}`, error);
  }
}
