import type { Shell } from 'zx';
import type { Seen } from '../files/identity.ts';
import type { Workspace } from './workspace.ts';
import type { Json } from '../outcome/outcome.ts';

export interface Removed {
  /** Entries moved into the quarantine; a folder counts as one. */
  readonly moved: number;
  /** What `purge` would free. */
  readonly bytes: number;
  /** Left alone, each with its reason. */
  readonly skipped: readonly { readonly path: string; readonly because: string }[];
}

/** What a task is handed. Everything that changes something goes through here, so that it can be planned and undone. */
export interface Context<From, Given = unknown> {
  /** zx's `$` in the workspace: its commands get a process group, the time limit, and masking. Only planned in a dry run. */
  readonly $: Shell;
  readonly from: From;
  /** What is asked of it becomes part of the proof. */
  readonly workspace: Workspace;
  /** `workspace.facts`. */
  readonly facts: Workspace['facts'];
  /** `workspace.rules`. */
  readonly rules: Workspace['rules'];
  /** Aborted on SIGINT, SIGTERM and at the time limit. */
  readonly signal: AbortSignal;
  /** True in a dry run, and for work outside without `--apply`: nothing may be changed. */
  readonly planned: boolean;
  /** The values of the task's own flags. */
  readonly options: Given;
  /** True with `--offline`: no network request may be made. */
  readonly offline: boolean;
  /** A folder outside the workspace for this attempt alone, removed afterwards. */
  readonly scratch: string;
  /** Adds a file or folder (absolute, or relative to the workspace) to what decides whether this run still stands. */
  readonly saw: (path: string | Buffer) => void;
  /**
   * Writes a file of the workspace whole or not at all; returns its path relative to the workspace. What is not ours is left
   * alone, unless the new content was made `from` the very one that stands there.
   */
  readonly write: (path: string, content: string, from?: string) => string;
  /** Moves entries into the quarantine; `undo` brings them back. */
  readonly remove: (entries: readonly Seen[]) => Promise<Removed>;
  /** A checkpoint: once done it is not done again on resume. `name` is the very command; undefined when only planned. */
  readonly step: <V extends Json>(name: string, body: () => Promise<V>) => Promise<V | undefined>;
  /** How far long work has come; `total` in the same unit, when it is known. */
  readonly progress: (text: string, done?: number, total?: number) => void;
}
