import type { Fact, Unread } from '../facts/fact.ts';
import type { Application } from '../facts/python/applications.ts';
import type { Subject } from '../facts/subjects.ts';
import type { Walk, WalkOptions } from '../files/walk.ts';
import type { Finding } from '../rule/finding.ts';
import type { Tracked } from '../workspace/git.ts';
import type { Workspace as Known } from '../workspace/workspace.ts';

/**
 * The workspace as a task sees it. Every answer of `facts`, `applications`, `unread` and `rules` becomes part of the proof:
 * the task is stale once the same question has another answer. It only reads and runs nothing.
 */
export interface Workspace extends Known {
  /** What the files state about a subject, as `./task facts --subject` prints it. */
  readonly facts: <S extends Subject>(subject: S) => Promise<readonly Fact<S>[]>;
  /** The FastAPI applications that the code creates, the likeliest first. */
  readonly applications: () => Promise<readonly Application[]>;
  /** Files that should be read but could not be; nothing is known about them. */
  readonly unread: () => Promise<readonly Unread[]>;
  /** The findings of an area of rules (`k8s`) or of one rule, without waived ones. */
  readonly rules: (...names: readonly string[]) => Promise<readonly Finding[]>;
  /**
   * Every entry of the workspace, as `walk` of `turnaround/tools/files` gives it; each folder is listed once per run. It is not
   * part of the proof by itself: return what was found from `probe`.
   */
  readonly walk: (options?: WalkOptions) => Walk;
  /** What git tracks in a folder (absolute); asked once per run. */
  readonly tracked: (folder: string) => Promise<Tracked>;
}
