import type { Fact, Unread } from '../facts/fact.ts';
import type { Application } from '../facts/python/applications.ts';
import type { Subject } from '../facts/subjects.ts';
import type { Walk, WalkOptions } from '../files/walk.ts';
import type { Finding } from '../rule/finding.ts';
import type { Tracked } from '../workspace/git.ts';
import type { Workspace as Known } from '../workspace/workspace.ts';

/**
 * The workspace as a task asks it. Every answer of `facts`, `applications`, `unread` and `rules` becomes part of the
 * proof: the task is stale when the same question has another answer. Reads, runs nothing.
 */
export interface Workspace extends Known {
  /** What the files state about a subject; facts of files that are not deployed (tests, examples) come last. */
  readonly facts: <S extends Subject>(subject: S) => Promise<readonly Fact<S>[]>;
  /** The FastAPI applications that the code makes, the likeliest first. */
  readonly applications: () => Promise<readonly Application[]>;
  /** Files of a kind that is read, and that could not be: nothing is known of them. */
  readonly unread: () => Promise<readonly Unread[]>;
  /** What the rules of an area (`k8s`), or one rule, find and nobody waived. */
  readonly rules: (...names: readonly string[]) => Promise<readonly Finding[]>;
  /**
   * Everything that lies in the workspace, as `walk` of `turnaround/tools/files` gives it; a folder is listed once a run.
   * Not part of the proof by itself: what was found is what `probe` returns.
   */
  readonly walk: (options?: WalkOptions) => Walk;
  /** What git tracks below a folder (absolute); asked once a run. */
  readonly tracked: (folder: string) => Promise<Tracked>;
}
