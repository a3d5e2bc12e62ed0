import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Workspace } from './workspace.ts';
import type { Context } from './context.ts';
import type { Json, Met, NotApplicable, Unknown, Unmet } from '../outcome/outcome.ts';

export type { Context } from './context.ts';
export type { Workspace } from './workspace.ts';
export { Fault } from '../outcome/user-error.ts';
export { met, notApplicable, unknown, unmet } from '../outcome/outcome.ts';
export type { Finding, Json, Outcome, Place } from '../outcome/outcome.ts';

/**
 * `none`: a check. `reversible`: changes the workspace, `undo` takes it back. `local`: changes something of this machine
 * that is no file of the workspace and cannot be taken back, such as a local database. `outside`: planned until `--apply`.
 */
export type Effect = 'none' | 'reversible' | 'local' | 'outside';

/** A task that needs none. */
export type NoNeeds = Readonly<Record<never, never>>;
export type Needs = Readonly<Record<string, Task<Json>>>;

/** What the tasks that are needed handed on in `met(value)`, by the names given in `needs`. */
export type From<N extends Needs> = { readonly [K in keyof N]: N[K] extends Task<infer V> ? V : never };

export interface Definition<N extends Needs, V extends Json> {
  /** One line, in the imperative. */
  readonly summary: string;
  /** Tasks that must be met first, imported from their files. */
  readonly needs?: N;
  /** Files and folders (relative to the workspace) whose content decides whether the last run still stands. */
  readonly reads?: (workspace: Workspace) => readonly string[] | Promise<readonly string[]>;
  /** Files that the run leaves in the workspace; re-verified before it is skipped. */
  readonly writes?: (workspace: Workspace) => readonly string[] | Promise<readonly string[]>;
  /** Ids of criteria that a `met` proves. */
  readonly settles?: readonly string[];
  /** Criteria that this works towards and does not prove, each with what is still missing. */
  readonly leaves?: Readonly<Record<string, string>>;
  readonly effect: Effect | ((workspace: Workspace) => Effect);
  /** Settings of `turnaround.yaml` that the result depends on. */
  readonly settings?: (workspace: Workspace) => Json;
  /** Names of environment variables that the result depends on. Only a hash of a value is kept. */
  readonly env?: readonly string[];
  /** Programs that the result depends on: a name on PATH or an absolute path. */
  readonly tools?: (workspace: Workspace) => readonly string[];
  /** Reads the state that has no file of its own; must change nothing and run nothing of the workspace. */
  readonly probe?: (workspace: Workspace) => Promise<Json>;
  /** How long a `met` stands, in milliseconds, for what cannot be probed without touching it (a database, a cluster). */
  readonly expires?: number;
  /** What of the workspace a run would execute, and whom it would call: `plan` prints both. */
  readonly executes?: (workspace: Workspace) => readonly string[] | Promise<readonly string[]>;
  readonly calls?: (workspace: Workspace) => readonly string[];
  /** Leases that are needed beside the task's own, such as `db`. */
  readonly holds?: readonly string[];
  /** Time limit of one attempt in milliseconds; 10 minutes when not given. */
  readonly timeout?: number;
  /** How often a failed command or an exceeded time limit is tried again. */
  readonly retry?: number;
  run(context: Context<From<N>>): Promise<Met<V> | Unmet | Unknown | NotApplicable>;
}

export interface Task<V extends Json> {
  readonly id: string;
  readonly area: string;
  /** Absolute path of the script. */
  readonly file: string;
  readonly needs: readonly Task<Json>[];
  readonly definition: Definition<Needs, V>;
}

/** Declares the task of a script; run directly (`npx tsx scripts/docs/openapi.ts`), the script runs it. */
export function task<const N extends Needs = NoNeeds, V extends Json = Json>(
  meta: ImportMeta,
  definition: Definition<N, V>,
): Task<V> {
  const file = fileURLToPath(meta.url);
  const area = basename(dirname(file));
  const defined: Task<V> = {
    id: `${area}:${basename(file, '.ts')}`,
    area,
    file,
    needs: Object.values(definition.needs ?? {}),
    definition: definition,
  };
  if (isProgram(file)) {
    // A promise that never settles must not end as success.
    process.exitCode = 70;
    setImmediate(() => void import('../run-script.ts').then(({ alone }) => alone(defined)));
  }
  return defined;
}

function isProgram(file: string): boolean {
  const program = process.argv[1];
  if (program === undefined) return false;
  const bare = (path: string): string => path.replace(/\.ts$/, '');
  if (bare(program) === bare(file)) return true;
  try {
    return bare(realpathSync(program)) === bare(realpathSync(file));
  } catch {
    return false; // argv[1] need not be a file: `node -e`, a name without its extension
  }
}
