import type { Finding, Json, Verdict } from '../outcome/outcome.ts';
import type { Proof } from '../plan/proof.ts';

/** A run began. */
export interface RunStarted {
  readonly event: 'run';
  readonly pid: number;
  readonly host: string;
  readonly worktree: string;
  readonly call: readonly string[];
  readonly version: string;
}

/** A task began. A `start` without a `done` means that it was interrupted. */
export interface Started {
  readonly event: 'start';
  readonly task: string;
  readonly lease: number;
  /** Hash of what the attempt depends on; checkpoints of an attempt with another hash are ignored. */
  readonly key: string;
}

/** A child process group was started for a task. `since` distinguishes the pid from a later process with the same number. */
export interface Child {
  readonly event: 'child';
  readonly task: string;
  readonly lease: number;
  readonly pid: number;
  readonly since: string | null;
}

/** A command ended. */
export interface CommandEnded {
  readonly event: 'command';
  readonly task: string;
  readonly lease: number;
  readonly command: string;
  readonly code: number | null;
  readonly ms: number;
}

/** A checkpoint inside a task was reached. */
export interface StepDone {
  readonly event: 'step';
  readonly task: string;
  readonly lease: number;
  readonly name: string;
  readonly value: Json;
}

export interface Retried {
  readonly event: 'retry';
  readonly task: string;
  readonly lease: number;
  readonly because: string;
}

/** A task ended. `verdict` is null when the work was only planned. */
export interface Done {
  readonly event: 'done';
  readonly task: string;
  readonly lease: number;
  readonly verdict: Verdict | null;
  readonly because: string | null;
  readonly value: Json;
  readonly findings: readonly Finding[];
  readonly proof: Proof | null;
  readonly ms: number;
}

/** A task was not run: it is up to date, another run did it, or a task that it needs is not met. */
export interface Skipped {
  readonly event: 'skipped';
  readonly task: string;
  readonly verdict: Verdict | null;
  readonly because: string;
}

export interface Interrupted {
  readonly event: 'interrupted';
  readonly signal: string;
  readonly tasks: readonly string[];
}

export interface RunEnded {
  readonly event: 'end';
  readonly code: number;
}

/** Something was taken back or deleted for good. */
export interface TakenBack {
  readonly event: 'undo' | 'purge';
  readonly of: string;
  readonly tasks: readonly string[];
  readonly items: number;
}

/** A file that a task wrote, so that `undo` and the next run recognize it. `before` is its former hash, null if it was absent. */
export interface Wrote {
  readonly event: 'wrote';
  readonly task: string;
  readonly lease: number;
  readonly path: string;
  readonly hash: string;
  readonly before: string | null;
  /** Folders that were created for it, outermost first. */
  readonly made: readonly string[];
}

/** Shown while it happens, but not kept. */
export interface Output {
  readonly event: 'output';
  readonly task: string;
  readonly text: string;
}
export interface Progress {
  readonly event: 'progress';
  readonly task: string;
  readonly text: string;
  readonly done?: number;
  readonly total?: number;
}
export interface Planned {
  readonly event: 'would';
  readonly task: string;
  readonly what: string;
}
export interface Waiting {
  readonly event: 'waiting';
  readonly task: string;
  readonly lease: string;
  readonly holder: string;
}
export interface FindingSeen {
  readonly event: 'finding';
  readonly task: string;
  readonly finding: Finding;
}

export type Kept =
  | RunStarted
  | Started
  | Child
  | CommandEnded
  | StepDone
  | Retried
  | Done
  | Skipped
  | Interrupted
  | RunEnded
  | TakenBack
  | Wrote;
export type Shown = Output | Progress | Planned | Waiting | FindingSeen;
export type Event = Kept | Shown;

/** A kept event as a record of the journal: with its run, its number in that run, and its time. */
export type Recorded<E extends Kept = Kept> = E & { readonly run: string; readonly seq: number; readonly at: string };
