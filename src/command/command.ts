import type { AnyTask } from '../plan/catalog.ts';
import type { Options, OptionValues } from '../task/option.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** The words that may follow the name of a command. */
export interface Words {
  /** What help calls one of them: `TASK`. */
  readonly name: string;
  readonly most: number;
  readonly required?: true;
}

/** What a command is handed. */
export interface Call<F extends Options, W extends boolean, C extends boolean> {
  readonly words: readonly string[];
  readonly flags: OptionValues<F>;
  readonly workspace: W extends true ? Workspace : undefined;
  readonly catalog: C extends true ? readonly AnyTask[] : undefined;
  /** Every command, for those that describe them. */
  readonly commands: () => Promise<readonly Command[]>;
  /** Turnaround's own version, for the journal and for reports. */
  readonly version: string;
}

/** Everything that is said of one command: dispatch, help, errors, completion, docs and Taskfile entries come from it. */
export interface Command<F extends Options = Options, W extends boolean = boolean, C extends boolean = boolean> {
  readonly name: string;
  /** One line, in the imperative, without a full stop. */
  readonly summary: string;
  readonly words?: Words;
  readonly flags: F;
  /** Whether it works on a workspace; `--workspace` is its flag then. */
  readonly workspace: W;
  /** Whether it needs the tasks: scripts are not loaded for a command that does not. */
  readonly catalog: C;
  /** Changes nothing; with `--json` or another `--format` it prints one document and nothing else. */
  readonly readOnly?: true;
  run(call: Call<F, W, C>): Promise<number>;
}

/** Declares a command. It returns what it is given: the types of flags and of the call are inferred from the literal. */
export function defineCommand<const F extends Options, const W extends boolean, const C extends boolean>(
  command: Command<F, W, C>,
): Command<F, W, C> {
  return command;
}
