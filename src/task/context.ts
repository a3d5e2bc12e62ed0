import type { Shell } from 'zx';
import type { Seen } from '../files/identity.ts';
import type { Workspace } from './workspace.ts';
import type { Json } from '../outcome/outcome.ts';

export interface Removed {
  /** Entries moved into the quarantine; a folder counts as one. */
  readonly moved: number;
  /** The bytes that `purge` would free. */
  readonly bytes: number;
  /** Left unchanged, each with its reason. */
  readonly skipped: readonly { readonly path: string; readonly because: string }[];
}

/** What a task gets. Every change goes through this interface, so that it can be planned and undone. */
export interface Context<From, Given = unknown> {
  /** zx's `$` in the workspace: commands get a process group, the time limit, and redaction. In a dry run they are only planned. */
  readonly $: Shell;
  readonly from: From;
  /** The workspace. Answers to its questions become part of the proof. */
  readonly workspace: Workspace;
  /** `workspace.facts`. */
  readonly facts: Workspace['facts'];
  /** `workspace.rules`. */
  readonly rules: Workspace['rules'];
  /** Aborted on SIGINT, SIGTERM and at the time limit. */
  readonly signal: AbortSignal;
  /** True in a dry run, and for work outside the workspace without `--apply`: nothing may be changed. */
  readonly planned: boolean;
  /** The values of the task's own flags. */
  readonly options: Given;
  /** True with `--offline`: no network request may be made. */
  readonly offline: boolean;
  /** A folder outside the workspace for this attempt only, removed afterwards. */
  readonly scratch: string;
  /** Adds a file or folder (absolute, or relative to the workspace) to what the result of this run depends on. */
  readonly dependsOn: (path: string | Buffer) => void;
  /**
   * Writes a file of the workspace as a whole or not at all; returns its path relative to the workspace. A file that
   * Turnaround did not write is left unchanged, unless the new content was made `from` its present content.
   */
  readonly write: (path: string, content: string, from?: string) => string;
  /** Moves entries into the quarantine; `undo` brings them back. */
  readonly remove: (entries: readonly Seen[]) => Promise<Removed>;
  /** A checkpoint: a finished step is not repeated on resume. `name` is the exact command; undefined if only planned. */
  readonly step: <V extends Json>(name: string, body: () => Promise<V>) => Promise<V | undefined>;
  /** Reports the progress of long work; `total` has the same unit, if it is known. */
  readonly progress: (text: string, done?: number, total?: number) => void;
}
