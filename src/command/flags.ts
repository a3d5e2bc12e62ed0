import { availableParallelism } from 'node:os';
import type { Session } from '../run/session.ts';
import { UserError } from '../outcome/user-error.ts';
import type { Given, Options, OptionValues } from '../task/option.ts';

/** Every command has it. */
export const HELP = {
  help: { type: 'boolean', description: 'print what this command does and its flags' },
} as const satisfies Options;

/** Every command that works on a workspace has it. */
export const WORKSPACE = {
  workspace: {
    type: 'string',
    value: 'DIR',
    description: 'the workspace; also WORKSPACE=DIR; by default it is found from the current directory',
  },
} as const satisfies Options;

export const JSON_FLAG = {
  json: { type: 'boolean', description: 'print one JSON document' },
} as const satisfies Options;

export const SELECTION = {
  only: { type: 'string', value: 'A,B', description: 'run only these tasks' },
  from: { type: 'string', value: 'A', description: 'run this task and its dependents' },
} as const satisfies Options;

export const FORCE = {
  force: {
    type: 'boolean',
    description: 'rerun up-to-date tasks and overwrite files that Turnaround did not write',
  },
} as const satisfies Options;

/** Flags of whatever changes the workspace by a run. */
export const CHANGES = {
  'dry-run': { type: 'boolean', description: 'read everything, print every command and path, change nothing' },
  'no-wait': { type: 'boolean', description: 'exit with 4 if another run holds a task, instead of waiting' },
  json: { type: 'boolean', description: 'print one JSON event a line' },
} as const satisfies Options;

/** Flags of every run of tasks. */
export const RUN = {
  'dry-run': CHANGES['dry-run'],
  apply: { type: 'boolean', description: 'also make changes outside the workspace, which are otherwise only planned' },
  ...FORCE,
  ...SELECTION,
  jobs: { type: 'string', value: 'N', description: 'run at most N tasks at once' },
  'no-wait': CHANGES['no-wait'],
  offline: { type: 'boolean', description: 'make no network requests' },
  json: CHANGES.json,
} as const satisfies Options;

/** The flags of a run; a command that starts one need not have them all. */
export type RunFlags = Partial<OptionValues<typeof RUN>>;

export function sessionOptions(flags: RunFlags, given: Given = {}): Session['options'] {
  return {
    dryRun: flags['dry-run'] ?? false,
    apply: flags.apply ?? false,
    force: flags.force ?? false,
    wait: !(flags['no-wait'] ?? false),
    offline: flags.offline ?? false,
    jobs: jobsOf(flags.jobs),
    given,
  };
}

function jobsOf(text: string | undefined): number {
  if (text === undefined) return Math.max(2, availableParallelism());
  const jobs = Number(text);
  if (Number.isInteger(jobs) && jobs >= 1) return jobs;
  throw new UserError(`--jobs ${text} is not a number of tasks`, 'give a whole number of at least 1, such as --jobs 4');
}

/** The tasks that `--only` and `--from` leave of a goal. */
export function selectionOf(
  goal: string,
  { only, from }: Partial<OptionValues<typeof SELECTION>>,
): { goal: string; only?: readonly string[]; from?: string } {
  const ids = only?.split(',').map((id) => id.trim());
  return {
    goal,
    ...(ids === undefined ? {} : { only: ids.filter(Boolean) }),
    ...(from === undefined ? {} : { from }),
  };
}
