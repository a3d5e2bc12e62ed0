import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { parse, typed, type Typed } from './command/cli.ts';
import type { Command } from './command/command.ts';
import { allCommands, commandOf, NAMES } from './command/commands.ts';
import { RUN } from './command/flags.ts';
import { commandHelp, flagsOf, help, taskHelp } from './command/help.ts';
import { loadCatalog, type AnyTask } from './plan/catalog.ts';
import { declaredSettings } from './plan/declared.ts';
import { suggestion } from './plan/order.ts';
import { errorCode, UserError, messageOf } from './outcome/user-error.ts';
import { valuesOf, type Given } from './task/option.ts';
import { cacheFolder, HOME, locate } from './workspace/locate.ts';
import { openWorkspace, type Workspace } from './workspace/workspace.ts';

/** Where a call comes from; `catalog` gives the tasks it may name. */
export interface Caller {
  readonly cwd: string;
  readonly catalog: () => Promise<AnyTask[]>;
}

/** One call of the tool; returns its exit code. */
export async function main(argv: readonly string[], caller: Caller): Promise<number> {
  try {
    return await run(typed(argv), caller);
  } catch (error) {
    if (error instanceof UserError) {
      process.stderr.write(`${error.message}\n→ ${error.remedy}\n`);
      return 2;
    }
    const where = process.env['TURNAROUND_DEBUG']
      ? ((error as Error).stack ?? '')
      : 'set TURNAROUND_DEBUG=1 to see where it happened, and report it';
    process.stderr.write(`internal error: ${messageOf(error)}\n→ ${where}\n`);
    return 70;
  }
}

async function run(call: Typed, caller: Caller): Promise<number> {
  let loaded: Promise<AnyTask[]> | undefined;
  const catalog = (): Promise<AnyTask[]> => (loaded ??= caller.catalog());
  const command = (await commandOf(call.name)) ?? (await goalOf(call.name, catalog));
  const { given, words } = parse(call, flagsOf(command), command.words);
  const open = (): Promise<Workspace> => workspaceOf(call, given, caller.cwd, catalog);
  if (given['help'] === true) {
    process.stdout.write(`${await helpOf(command, await catalog(), open)}\n`);
    return 0;
  }
  const workspace = command.workspace ? await open() : undefined;
  if (workspace !== undefined) announce(workspace, command, given);
  return command.run({
    words,
    flags: valuesOf(command.flags, given),
    workspace,
    catalog: command.catalog ? await catalog() : undefined,
    commands: allCommands,
    version: VERSION,
  });
}

/** A name that is no command is a task, an area, a terminal or `all`. */
async function goalOf(name: string, catalog: () => Promise<AnyTask[]>): Promise<Command> {
  if (name !== 'all' && !name.includes(':'))
    throw new UserError(
      `no command is called ${name}`,
      suggestion(name, [...NAMES, 'all'], './task --help lists commands and tasks; flags come after the name'),
    );
  return (await import('./command/run.ts')).goal(name, await catalog());
}

function isGoal(name: string): boolean {
  return name !== '' && !NAMES.includes(name);
}

/** The first line printed names the workspace; documents and events have standard output for themselves. */
function announce({ root }: Workspace, { readOnly }: Command, { json, format }: Given): void {
  const isData = json === true || (format !== undefined && format !== 'text');
  if (isData && readOnly) return;
  (isData ? process.stderr : process.stdout).write(`workspace ${root}\n`);
}

/** The workspace of a call; inside our own clone it is a copy of the example, made when tasks are to run. */
async function workspaceOf(
  { name, workspace }: Typed,
  given: Given,
  cwd: string,
  catalog: () => Promise<AnyTask[]>,
): Promise<Workspace> {
  const flag = given['workspace'];
  const found = locate({
    cwd,
    named: typeof flag === 'string' ? flag : (workspace ?? process.env['WORKSPACE']),
    own: [realpathSync(HOME), process.env['TURNAROUND_CLONE'] ?? []].flat(),
  });
  const root =
    found === 'own'
      ? await (await import('./command/example.ts')).exampleFor(isGoal(name) && given['dry-run'] !== true)
      : realpathSync(found.root);
  return openWorkspace(root, process.env, async () => declaredSettings(await catalog()));
}

async function helpOf(command: Command, catalog: readonly AnyTask[], open: () => Promise<Workspace>): Promise<string> {
  if (command.name === '') return help(catalog, await allCommands());
  const task = catalog.find(({ id }) => id === command.name);
  if (task !== undefined) return taskHelp(task, await orNone(open));
  // Options are explained by the task that declares them.
  return commandHelp(isGoal(command.name) ? { ...command, flags: RUN } : command);
}

/** Help names paths of the workspace if there is one. */
async function orNone(open: () => Promise<Workspace>): Promise<Workspace | undefined> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Ends the process once everything is said: work that ignored its time limit must not keep it. */
export async function leave(code: number): Promise<never> {
  for (const stream of [process.stdout, process.stderr]) await new Promise((said) => stream.write('', said));
  process.exit(code);
}

/** The reader of a pipe may end (`| head`); the work goes on. */
function forgiveReader(error: Error): void {
  if (errorCode(error) !== 'EPIPE') throw error;
}

const VERSION = (JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8')) as { version: string }).version;

async function start(): Promise<never> {
  // A promise that never settles must not end as success.
  process.exitCode = 70;
  // Set by `task` for this process; what tasks start keeps its own.
  if (process.env['NODE_COMPILE_CACHE'] === join(cacheFolder(process.env), 'compiled'))
    delete process.env['NODE_COMPILE_CACHE'];
  const cwd = process.env['TURNAROUND_CWD'] ?? process.cwd();
  for (const stream of [process.stdout, process.stderr]) stream.on('error', forgiveReader);
  const scripts = process.env['TURNAROUND_SCRIPTS'] ?? join(HOME, 'scripts');
  return leave(await main(process.argv.slice(2), { cwd, catalog: () => loadCatalog(scripts) }));
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) void start();
