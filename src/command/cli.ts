import { parseArgs } from 'node:util';
import { suggestion } from '../plan/order.ts';
import { errorCode, UserError, messageOf } from '../outcome/user-error.ts';
import type { Given, Options } from '../task/option.ts';
import type { Words } from './command.ts';
import { RUN, WORKSPACE } from './flags.ts';

/** The words behind `./task`, divided: the name, what belongs to it, and `WORKSPACE=DIR`, which may be anywhere. */
export interface Typed {
  readonly name: string;
  readonly args: readonly string[];
  readonly workspace: string | undefined;
}

const ASSIGNED = /^WORKSPACE=/;

/** Finds the name of a call. Before the name, only flags of every run may have a value: what others take is not known yet. */
export function typed(argv: readonly string[]): Typed {
  const { tokens } = parseArgs({
    args: [...argv],
    options: typesOf({ ...RUN, ...WORKSPACE }),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const words = tokens.filter((token) => token.kind === 'positional');
  const assigned = words.filter(({ value }) => ASSIGNED.test(value));
  const name = words.find(({ value }) => !ASSIGNED.test(value));
  const taken = new Set([...assigned, ...(name === undefined ? [] : [name])].map(({ index }) => index));
  return {
    name: name?.value ?? '',
    args: argv.filter((_, index) => !taken.has(index)),
    workspace: assigned[0]?.value.replace(ASSIGNED, ''),
  };
}

/** Checks the flags and words of a call against what its command declares. */
export function parse(
  { name, args }: Typed,
  flags: Options,
  takes: Words | undefined,
): { given: Given; words: readonly string[] } {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: typesOf(flags), allowPositionals: true, strict: true });
  } catch (error) {
    throw wrongFlag(error, name, flags);
  }
  const { values, positionals } = parsed;
  for (const [flag, { choices }] of Object.entries(flags)) {
    const value = values[flag];
    if (choices !== undefined && typeof value === 'string' && !choices.includes(value))
      throw new UserError(`--${flag} ${value} is not a known value`, `give one of ${choices.join(', ')}`);
  }
  refuseMore(name, positionals, takes, flags);
  return { given: values, words: positionals };
}

type ParserOptions = Record<string, { type: 'boolean' | 'string'; multiple?: boolean; short?: string }>;

function typesOf(flags: Options): ParserOptions {
  return Object.fromEntries(
    Object.entries(flags).map(([name, { type, multiple = false }]) => [
      name,
      { type, multiple, ...(name === 'help' ? { short: 'h' } : {}) },
    ]),
  );
}

function wrongFlag(error: unknown, name: string, flags: Options): unknown {
  const code = errorCode(error);
  const flag = /'(?:-\w, )?--?([^' =]+)/.exec(messageOf(error))?.[1] ?? '';
  const shown = name === '' ? './task' : name;
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const known = Object.keys(flags).map((each) => `--${each}`);
    const all = `${shown} has ${known.join(', ')}`;
    const near = suggestion(`--${flag}`, known, '');
    return new UserError(`${shown} has no flag --${flag}`, near === '' ? all : `${near} ${all}`);
  }
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return error;
  const option = flags[flag];
  return option?.type === 'string'
    ? new UserError(`--${flag} needs a value`, `--${flag} ${option.value ?? 'VALUE'}: ${option.description}`)
    : new UserError(`--${flag} takes no value`, `--${flag}: ${option?.description ?? ''}`);
}

function refuseMore(name: string, words: readonly string[], takes: Words | undefined, flags: Options): void {
  const most = takes?.most ?? 0;
  const word = words[most];
  if (word === undefined) return;
  const remedy = Object.hasOwn(flags, word) ? `did you mean --${word}?` : `./task ${name} --help says what it takes`;
  throw new UserError(
    `${name} takes ${most === 0 ? 'no more words' : `one ${takes?.name ?? 'word'}`}, and ${word} is one too many`,
    remedy,
  );
}
