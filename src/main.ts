import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { parseCall, type Call } from './command/call.ts';
import { commandOf, COMMANDS, help, helpFor } from './command/help.ts';
import { loadCatalog, type AnyTask } from './plan/catalog.ts';
import { suggestion } from './plan/order.ts';
import { errorCode, Fault, messageOf } from './outcome/user-error.ts';
import { cacheFolder, HOME, locate } from './workspace/locate.ts';
import { openWorkspace, type Workspace } from './workspace/workspace.ts';

/** Where a call comes from; `catalog` gives the tasks it may name. */
export interface Caller {
  readonly cwd: string;
  readonly catalog: () => Promise<AnyTask[]>;
}

const LOOKS = new Set(['', 'status', 'why', 'plan', 'facts', 'rules', 'doctor']);

/** One call of the tool; returns its exit code. */
export async function main(argv: readonly string[], caller: Caller): Promise<number> {
  try {
    return await run(parseCall(argv, process.env), caller);
  } catch (error) {
    if (error instanceof Fault) {
      process.stderr.write(`${error.message}\n→ ${error.remedy}\n`);
      return 2;
    }
    const where = process.env['TURNAROUND_DEBUG']
      ? ((error as Error).stack ?? '')
      : 'set TURNAROUND_DEBUG=1 for where it happened, and report it';
    process.stderr.write(`a defect of this tool: ${messageOf(error)}\n→ ${where}\n`);
    return 70;
  }
}

async function run(call: Call, caller: Caller): Promise<number> {
  // Scripts are not read for what knows nothing of them.
  const catalog = ['facts', 'rules', 'mend'].includes(call.name) && !call.flags.help ? [] : await caller.catalog();
  if (call.flags.help) {
    process.stdout.write(
      `${call.name === '' ? help(catalog) : await helpFor(call.name, catalog, await describable(call, caller))}\n`,
    );
    return 0;
  }
  refuse(call);
  if (call.name === 'demo')
    return call.flags.broken
      ? (await import('./command/broken.ts')).broken()
      : (await import('./command/demo.ts')).demo(call, catalog, VERSION);
  if (call.name === 'new') return (await import('./command/new.ts')).create(call);
  if (call.name === 'generate') return (await import('./command/generate.ts')).generate(call, catalog);
  if (call.name === 'list' || call.name === 'graph') return (await import('./command/show.ts')).show(call, catalog);
  const isRun = commandOf(call.name) === undefined && call.name !== '';
  const workspace = await workspaceOf(call, caller, isRun);
  const isData = call.flags.json || (call.flags.format ?? 'text') !== 'text';
  if (!(isData && LOOKS.has(call.name)))
    (isData ? process.stderr : process.stdout).write(`workspace ${workspace.root}\n`);
  const command = commandOn(call.name);
  if (command !== undefined) return command(call, workspace, catalog);
  if (isRun && catalog.length > 0) return (await import('./command/work.ts')).work(call, catalog, workspace, VERSION);
  throw new Fault(`nothing is called ${call.name}`, './task --help lists everything');
}

type Command = (call: Call, workspace: Workspace, catalog: readonly AnyTask[]) => Promise<number>;

/** Commands on a workspace; each is loaded when it is called. */
const ON_WORKSPACE: Readonly<Record<string, Command>> = {
  init: async (call, workspace) => (await import('./command/init.ts')).init(call, workspace, VERSION),
  doctor: async (call, workspace, catalog) => (await import('./command/doctor.ts')).doctor(call, catalog, workspace),
  rules: async (call, workspace) => (await import('./command/rules.ts')).rules(call, workspace, VERSION),
  mend: async (call, workspace) => (await import('./command/mend.ts')).mend(call, workspace, VERSION),
  facts: async (call, workspace) => (await import('./command/facts.ts')).facts(call, workspace),
  tick: async (call, workspace, catalog) => (await import('./command/tick.ts')).tick(call, catalog, workspace),
  undo: async (call, workspace) => (await import('./command/undo.ts')).takeBack(call, workspace, VERSION),
  purge: async (call, workspace) => (await import('./command/undo.ts')).takeBack(call, workspace, VERSION),
};

const look: Command = async (call, workspace, catalog) =>
  (await import('./command/look.ts')).look(call, catalog, workspace);

function commandOn(name: string): Command | undefined {
  if (['', 'status', 'why', 'plan'].includes(name)) return look;
  return Object.hasOwn(ON_WORKSPACE, name) ? ON_WORKSPACE[name] : undefined;
}

/** What cannot be done whatever the workspace. */
function refuse(call: Call): void {
  if ((call.name === 'new' || call.name === 'generate') && process.env['TURNAROUND_CLONE'] && !call.flags.dryRun) {
    throw new Fault(
      `${process.env['TURNAROUND_CLONE']} cannot be written`,
      `${call.name} writes into the clone: use one that can be`,
    );
  }
  const isRun = commandOf(call.name) === undefined && call.name !== '';
  if (isRun && call.name !== 'all' && !call.name.includes(':')) {
    const known = [...Object.keys(COMMANDS), 'all'];
    throw new Fault(`nothing is called ${call.name}`, suggestion(call.name, known, './task --help lists everything'));
  }
}

/** The workspace of a call; inside our own clone it is a copy of the example, made when something is to run. */
async function workspaceOf(call: Call, { cwd }: Caller, isRun: boolean): Promise<Workspace> {
  const found = locate({
    cwd,
    named: call.workspace,
    own: [realpathSync(HOME), process.env['TURNAROUND_CLONE'] ?? []].flat(),
  });
  if (found !== 'own') return openWorkspace(realpathSync(found.root), process.env);
  const { exampleFor } = await import('./command/example.ts');
  return openWorkspace(await exampleFor(isRun && !call.flags.dryRun), process.env);
}

/** Help names paths of the workspace where there is one, and does without where there is none. */
async function describable(call: Call, caller: Caller): Promise<Workspace | undefined> {
  try {
    return await workspaceOf(call, caller, false);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

/** Ends the process once everything is said: work that ignored its time limit must not keep it. */
export async function leave(code: number): Promise<never> {
  for (const stream of [process.stdout, process.stderr]) await new Promise((said) => stream.write('', said));
  process.exit(code);
}

/** The reader of a pipe may leave (`| head`); the work goes on without it. */
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
