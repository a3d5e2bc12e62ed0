import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Fault, messageOf } from '../outcome/user-error.ts';
import { suggestion } from '../plan/order.ts';
import { commandOf, FLAGS } from './help.ts';

/** What was typed, parsed. */
export interface Call {
  readonly name: string;
  /** What follows the name: tasks for `why`, a run for `undo`, a name for `new`. */
  readonly rest: readonly string[];
  readonly workspace: string | undefined;
  readonly flags: Flags;
}

export const FORMATS = ['text', 'json', 'sarif', 'junit', 'github', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

export interface Flags {
  readonly dryRun: boolean;
  readonly apply: boolean;
  readonly force: boolean;
  readonly only: readonly string[] | undefined;
  readonly from: string | undefined;
  readonly jobs: number;
  readonly wait: boolean;
  readonly offline: boolean;
  readonly makeEnv: boolean;
  readonly json: boolean;
  readonly mermaid: boolean;
  readonly subject: string | undefined;
  readonly check: boolean;
  readonly format: Format | undefined;
  readonly output: string | undefined;
  readonly since: string | undefined;
  readonly baseline: boolean;
  readonly fold: readonly string[];
  readonly broken: boolean;
  readonly help: boolean;
}

const OPTIONS = {
  workspace: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  apply: { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  only: { type: 'string' },
  from: { type: 'string' },
  jobs: { type: 'string' },
  'no-wait': { type: 'boolean', default: false },
  offline: { type: 'boolean', default: false },
  'make-env': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  mermaid: { type: 'boolean', default: false },
  subject: { type: 'string' },
  check: { type: 'boolean', default: false },
  format: { type: 'string' },
  output: { type: 'string' },
  since: { type: 'string' },
  baseline: { type: 'boolean', default: false },
  fold: { type: 'string', multiple: true, default: [] as string[] },
  broken: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Parses the words behind `./task`; `WORKSPACE=folder` may stand before or after the name. */
export function parseCall(argv: readonly string[], env: NodeJS.ProcessEnv): Call {
  let parsed;
  try {
    parsed = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    const flag = /'(--?[^' =]+)/.exec(messageOf(error))?.[1] ?? '';
    const row = FLAGS.find(([name]) => name.split(' ')[0] === flag);
    const known = Object.keys(OPTIONS).map((name) => `--${name}`);
    const remedy = row === undefined ? suggestion(flag, known, './task --help lists the flags') : row.join(': ');
    throw new Fault(messageOf(error).split('. ')[0] ?? 'unusable flags', remedy);
  }
  const { values, positionals } = parsed;
  const assigned = positionals.find((word) => word.startsWith('WORKSPACE='))?.slice('WORKSPACE='.length);
  const [name = '', ...rest] = positionals.filter((word) => !word.startsWith('WORKSPACE='));
  refuseMore(name, rest);
  return {
    name,
    rest,
    workspace: values.workspace ?? assigned ?? env['WORKSPACE'],
    flags: {
      dryRun: values['dry-run'],
      apply: values.apply,
      force: values.force,
      only: values.only
        ?.split(',')
        .map((id) => id.trim())
        .filter(Boolean),
      from: values.from,
      jobs: jobsOf(values.jobs),
      wait: !values['no-wait'],
      offline: values.offline,
      makeEnv: values['make-env'],
      json: values.json,
      mermaid: values.mermaid,
      subject: values.subject,
      check: values.check,
      format: formatOf(values.format),
      output: values.output,
      since: values.since,
      baseline: values.baseline,
      fold: values.fold,
      broken: values.broken,
      help: values.help,
    },
  };
}

/** How many words a name takes stands in the table of the commands; a task takes none. */
function refuseMore(name: string, rest: readonly string[]): void {
  const takes = commandOf(name)?.[0] ?? '';
  const most = takes.includes('…') ? Infinity : takes === '' || takes.startsWith('[--') ? 0 : 1;
  const word = rest[most];
  if (word === undefined) return;
  const remedy = Object.hasOwn(OPTIONS, word) ? `did you mean --${word}?` : `one name a call: ./task ${name}`;
  throw new Fault(`${name} takes ${most === 0 ? 'no further word' : 'one word'}, and not ${word} as well`, remedy);
}

function formatOf(text: string | undefined): Format | undefined {
  const format = FORMATS.find((known) => known === text);
  if (text === undefined || format !== undefined) return format;
  throw new Fault(`--format ${text} is none`, `give one of ${FORMATS.join(', ')}`);
}

function jobsOf(text: string | undefined): number {
  if (text === undefined) return Math.max(2, availableParallelism());
  const jobs = Number(text);
  if (Number.isInteger(jobs) && jobs >= 1) return jobs;
  throw new Fault(`--jobs ${text} is not a number of tasks`, 'give a whole number from 1 on, such as --jobs 4');
}
