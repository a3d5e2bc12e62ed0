import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { History } from '../plan/freshness.ts';
import { errorCode, Fault } from '../outcome/user-error.ts';
import type { Given } from '../task/option.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Event, Kept, Shown } from './event.ts';
import { Heartbeat } from './heartbeat.ts';
import { Record } from './journal-state.ts';
import { Journal } from './journal.ts';
import { isLackOfMachine, unwritable } from './machine-errors.ts';
import { Leases } from './lease.ts';
import { Mask } from './redact.ts';
import { RUN_MARK, signalGroup } from './process.ts';

/** How a call wants its run; the flags of the same names. */
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

/** Time that children have between the polite and the final signal, in milliseconds. */
const GRACE = 5000;

/** What runs are told apart and compared by: a secret that is also a word of a path or of a name must not tear them. */
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

/** Events that say something only beside others. */
const IDLE = new Set<Kept['event']>(['run', 'skipped', 'end']);

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** One run of the tool on one workspace: its journal, its leases, its children, and whoever listens. */
export class Session {
  readonly run = `${new Date().toISOString().replace(/[-:]|\.\d+Z/g, '')}-${randomBytes(3).toString('hex')}`;
  readonly workspace: Workspace;
  readonly options: Options;
  readonly mask: Mask;
  readonly past: Record;
  /** How things stood when the run began: what ended since was done by somebody at the same time. */
  readonly before: History;
  readonly leases: Leases;
  readonly heartbeat = new Heartbeat();
  /** Groups of children that run now. */
  readonly groups = new Set<number>();
  /** Tasks that run now. */
  readonly running = new Set<string>();
  /** None in a dry run, which changes nothing. */
  readonly #journal: Journal | undefined;
  readonly #stop = new AbortController();
  readonly #unsaid: Kept[] = [];
  #worked = false;
  readonly #listeners = new Set<Listener>();
  readonly #handlers = new Map<NodeJS.Signals, () => void>();
  /** What nobody expected a script or the engine to throw: exit 70. */
  bug: unknown;
  /** Why the run cannot go on at all, such as a journal that cannot be written. */
  failure: Fault | undefined;
  /** The exit code of the signal that ended the run, once one did. */
  interrupted: number | undefined;

  constructor(workspace: Workspace, options: Options, call: readonly string[], version: string) {
    this.workspace = workspace;
    this.options = options;
    this.mask = new Mask(process.env);
    this.#journal = options.dryRun ? undefined : new Journal(workspace.state, this.run);
    this.past = new Record(workspace.state).refresh();
    this.before = new Map(this.past.tasks);
    // Whatever this process starts can be told from strangers, also after it was killed.
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
    if (error instanceof Fault) this.failure ??= error;
    else if (isLackOfMachine(error)) this.failure ??= unwritable(`the state folder ${this.workspace.state}`, error);
    else this.bug ??= error;
    this.#stop.abort(error);
  }

  /** Records what is to be kept, then tells whoever listens; nothing of either holds a secret. */
  emit(event: Kept): void {
    const masked = this.#masked(event);
    // A run that has nothing to do leaves no byte behind: what would only frame its work waits for some.
    if (IDLE.has(event.event) && !this.#worked) {
      this.#unsaid.push(masked);
    } else {
      this.#worked = true;
      for (const each of [...this.#unsaid.splice(0), masked]) this.#journal?.append(each);
    }
    this.#tell(masked);
  }

  show(event: Shown): void {
    this.#tell(this.#masked(event));
  }

  #masked<E extends Event>(event: E): E {
    const parts = Object.entries(event).map(([name, part]) => [
      name,
      NOT_WORDS.has(name) ? part : this.mask.json(part),
    ]);
    return Object.fromEntries(parts) as E;
  }

  #tell(event: Event): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Ends the groups of children, politely first. */
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
      // Asked twice: no more patience.
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
    await this.heartbeat.stop();
    if (this.failure === undefined) this.emit({ event: 'end', code: final });
    this.#journal?.close();
    return final;
  }
}

/** The state folder ignores itself, so that no repository ever takes it in. */
export function openState(state: string): void {
  try {
    mkdirSync(dirname(state), { recursive: true });
    // Not `recursive` for the last one: Node says ENOENT then, of a file system that is read-only.
    if (!existsSync(state)) mkdirSync(state);
    const ignore = join(state, '.gitignore');
    if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
  } catch (error) {
    // Another call was quicker.
    if (errorCode(error) !== 'EEXIST') throw unwritable(`the state folder ${state}`, error);
  }
}
