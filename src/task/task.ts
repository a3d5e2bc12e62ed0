import type { Context } from './context.ts';
import type { Options, OptionValues } from './option.ts';
import type { Json, Met, NotApplicable, Unknown, Unmet } from '../outcome/outcome.ts';
import type { Setting } from './setting.ts';
import type { Workspace } from './workspace.ts';

/**
 * `none`: a check. `reversible`: changes the workspace, `undo` takes it back. `local`: changes something of this machine
 * that is no file of the workspace and cannot be taken back, such as a local database. `outside`: planned until `--apply`.
 */
export type Effect = 'none' | 'reversible' | 'local' | 'outside';

/** A task that needs none. */
export type NoNeeds = Readonly<Record<never, never>>;
export type Needs = Readonly<Record<string, Task<Json>>>;

/** The values that the needed tasks passed on in `met(value)`, by their names in `needs`. */
export type From<N extends Needs> = { readonly [K in keyof N]: N[K] extends Task<infer V> ? V : never };

/** A program that the result depends on. */
export interface Tool {
  /** A name on PATH, or an absolute path that depends on the workspace. */
  readonly name: string | ((workspace: Workspace) => string);
  /** The line that installs it: `./task doctor` prints it where the program is missing. */
  readonly install: string;
  /** Subjects of facts: only a workspace that states one of them needs the program; every workspace when not given. */
  readonly subjects?: readonly string[];
}

export interface Definition<N extends Needs, V extends Json, O extends Options = Options> {
  /** One line, in the imperative. */
  readonly summary: string;
  /** Tasks that must be met first, imported from their files. */
  readonly needs?: N;
  /** Files and folders (relative to the workspace) whose content decides whether the last run is up to date. */
  readonly reads?: (workspace: Workspace) => readonly string[] | Promise<readonly string[]>;
  /** Files that the run leaves in the workspace; they are checked before the task is skipped. */
  readonly writes?: (workspace: Workspace) => readonly string[] | Promise<readonly string[]>;
  /** Ids of criteria that a `met` proves. */
  readonly proves?: readonly string[];
  /** Criteria that the task works towards but does not prove, each with what is still missing. */
  readonly partial?: Readonly<Record<string, string>>;
  readonly effect: Effect | ((workspace: Workspace) => Effect);
  /** Flags of this task: instructions for one run, which are not part of the proof. */
  readonly options?: O;
  /** What of `turnaround.yaml` the result depends on: keys that the script declares, and functions for other values. */
  readonly settings?: readonly (Setting<Json | undefined> | ((workspace: Workspace) => Json))[];
  /** Names of environment variables that the result depends on. Only a hash of a value is kept. */
  readonly env?: readonly string[];
  /** Programs that the result depends on. */
  readonly tools?: readonly Tool[];
  /** Reads state that is in no single file; must change nothing and run nothing of the workspace. */
  readonly probe?: (workspace: Workspace) => Promise<Json>;
  /** How long a `met` is valid, in milliseconds, for a state that cannot be probed without touching it (a database, a cluster). */
  readonly expires?: number;
  /** What a run would execute from the workspace, and which services it would call: `plan` prints both. */
  readonly executes?: (workspace: Workspace) => readonly string[] | Promise<readonly string[]>;
  readonly calls?: (workspace: Workspace) => readonly string[];
  /** Leases that the task takes beside its own, such as `db`. */
  readonly locks?: readonly string[];
  /** Time limit of one attempt in milliseconds; 10 minutes when not given. */
  readonly timeout?: number;
  /** How often a failed command or an exceeded time limit is tried again. */
  readonly retry?: number;
  run(context: Context<From<N>, OptionValues<O>>): Promise<Met<V> | Unmet | Unknown | NotApplicable>;
}

export interface Task<V extends Json> {
  readonly id: string;
  readonly area: string;
  /** Absolute path of the script. */
  readonly file: string;
  readonly needs: readonly Task<Json>[];
  readonly definition: Definition<Needs, V>;
}
