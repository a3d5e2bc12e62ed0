import type { Ended, Open, Past } from '../plan/freshness.ts';
import type { Json } from '../outcome/outcome.ts';
import type { Recorded } from './event.ts';
import { JournalReader } from './journal.ts';

interface OpenTask extends Open {
  readonly key: string;
  readonly steps: Map<string, Json>;
  readonly children: { pid: number; since: string | null }[];
}

/** A change by a run, so that it can be taken back. */
export interface Change {
  readonly task: string;
  readonly path: string;
  readonly hash: string;
  readonly before: string | null;
  readonly made: readonly string[];
}

/** The state that follows from the journal; `refresh` reads the new records. There is no second state. */
export class JournalState {
  readonly #reader: JournalReader;
  readonly tasks = new Map<string, Past>();
  /** Files that tasks wrote, by path: every hash that a task of this workspace ever wrote. */
  readonly written = new Map<string, Set<string>>();
  /** Changes by run, in the order of the runs, without those that were taken back. */
  readonly changes = new Map<string, Change[]>();
  /** Runs in the order in which they began: their worktree and tasks. */
  readonly runs = new Map<string, { readonly worktree: string; readonly tasks: Set<string> }>();
  readonly #lease = new Map<string, number>();
  readonly #open = new Map<string, OpenTask>();

  constructor(state: string) {
    this.#reader = new JournalReader(state);
  }

  get unreadable(): number {
    return this.#reader.unreadable;
  }

  /** The highest lease number that was ever recorded for a task. */
  leaseOf(task: string): number {
    return this.#lease.get(task) ?? 0;
  }

  refresh(): this {
    for (const record of this.#reader.read()) this.#fold(record);
    return this;
  }

  #fold(record: Recorded): void {
    // A holder that was taken over may still be writing; its records no longer count.
    if ('lease' in record && record.lease < (this.#lease.get(record.task) ?? 0)) return;
    switch (record.event) {
      case 'run':
        this.runs.set(record.run, { worktree: record.worktree, tasks: new Set() });
        break;
      case 'start':
        this.#start(record);
        break;
      case 'child':
        this.#open.get(record.task)?.children.push({ pid: record.pid, since: record.since });
        break;
      case 'step':
        this.#open.get(record.task)?.steps.set(record.name, record.value);
        break;
      case 'wrote':
        this.#wrote(record);
        break;
      case 'done':
        this.#open.delete(record.task);
        this.tasks.set(record.task, { ended: endedOf(record) });
        break;
      case 'undo':
        this.#takenBack(record.of, record.tasks);
        break;
      case 'command':
      case 'retry':
      case 'skipped':
      case 'interrupted':
      case 'end':
      case 'purge':
        break;
      default:
        // A record of a newer version: it is unknown here, so nothing is concluded from it.
        record satisfies never;
    }
  }

  #start(record: Recorded & { event: 'start' }): void {
    this.#lease.set(record.task, record.lease);
    this.runs.get(record.run)?.tasks.add(record.task);
    const before = this.#open.get(record.task);
    // Checkpoints of an interrupted attempt stay valid as long as the work is the same.
    const same = before?.key === record.key;
    const open: OpenTask = {
      run: record.run,
      at: record.at,
      lease: record.lease,
      key: record.key,
      steps: same ? before.steps : new Map(),
      children: before?.children ?? [],
    };
    this.#open.set(record.task, open);
    this.tasks.set(record.task, { ...this.tasks.get(record.task), open });
  }

  #wrote(record: Recorded & { event: 'wrote' }): void {
    const { task, path, hash, before, made, run } = record;
    this.written.set(path, (this.written.get(path) ?? new Set()).add(hash));
    this.changes.set(run, [...(this.changes.get(run) ?? []), { task, path, hash, before, made }]);
  }

  #takenBack(run: string, tasks: readonly string[]): void {
    this.changes.delete(run);
    for (const task of tasks) {
      const past = this.tasks.get(task);
      if (past?.ended !== undefined) this.tasks.set(task, { ...past, ended: { ...past.ended, proof: null } });
    }
  }
}

function endedOf(record: Recorded & { event: 'done' }): Ended {
  const { run, at, verdict, because, value, findings, proof, ms } = record;
  return { run, at, verdict, because, value, findings, proof, ms };
}
