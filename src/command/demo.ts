import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { select } from '../plan/order.ts';
import { valuesOf, type Options } from '../task/option.ts';
import { HOME } from '../workspace/locate.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import { defineCommand, type Call } from './command.ts';
import { COPY, makeExample } from './example.ts';
import { plantJunk } from './junk.ts';
import { init } from './init.ts';
import { RUN } from './flags.ts';
import { runTasks } from './run.ts';
import { status } from './status.ts';
import { undo } from './undo.ts';

/** The tour, stop by stop. A file keeps the present one, so that a killed tour continues there. */
const STOPS = ['copy', 'init', 'clean', 'undo', 'all', 'end'] as const;
type Stop = (typeof STOPS)[number];
const PLACE = join(HOME, '.scratch/demo.json');

const FLAGS = {
  broken: {
    type: 'boolean',
    description: "show what the rules find in the example with the checklists' own files in it",
  },
  jobs: RUN.jobs,
  offline: RUN.offline,
} as const satisfies Options;

type DemoCall = Call<typeof FLAGS, false, true>;

/** Exit code 0 when the tour reached its end, whatever the checklist says. */
export const demo = defineCommand({
  name: 'demo',
  summary: 'run everything on a fresh copy of the bundled example',
  flags: FLAGS,
  workspace: false,
  catalog: true,

  run: async (call) => (call.flags.broken ? (await import('./demo-broken.ts')).demoBroken() : tour(call)),
});

async function tour(call: DemoCall): Promise<number> {
  // The tour is about the example: a database of the caller has no part in it.
  delete process.env['DATABASE_URL'];
  let stop = readStop();
  if (stop !== 'copy') say(`continuing at: ${stop}`);
  let workspace: Workspace | undefined;
  for (; ; stop = STOPS[STOPS.indexOf(stop) + 1] ?? 'end') {
    writeStop(stop);
    if (stop === 'copy') {
      say('a fresh copy of examples/toolbox, with junk in it');
      rmSync(COPY, { recursive: true, force: true });
      plantJunk(makeExample());
      continue;
    }
    workspace ??= await openWorkspace(COPY, process.env);
    const code = await visit(stop, call, workspace);
    if (stop === 'end') return end(workspace, code);
    if (code >= 128 || code === 70 || code === 2) return code;
  }
}

async function visit(
  stop: Exclude<Stop, 'copy'>,
  { flags, catalog, commands, version }: DemoCall,
  workspace: Workspace,
): Promise<number> {
  const call = { words: [], workspace, catalog, commands, version };
  switch (stop) {
    case 'init':
      say('./task init: what is in it, and where');
      return init.run({ ...call, flags: valuesOf(init.flags, {}) });
    case 'undo':
      say('./task undo: everything comes back');
      return undo.run({ ...call, catalog: undefined, flags: valuesOf(undo.flags, {}) });
    case 'end':
      say('./task status');
      return status.run({ ...call, flags: valuesOf(status.flags, {}) });
    case 'clean':
    case 'all': {
      const goal = stop === 'clean' ? 'cleanup:all' : 'all';
      say(`./task ${goal}`);
      return runTasks(select(catalog, { goal }), { call: [goal], flags, workspace, version });
    }
    default:
      return stop satisfies never;
  }
}

function end(workspace: Workspace, code: number): number {
  rmSync(PLACE, { force: true });
  const shown = relative(process.env['TURNAROUND_CWD'] ?? process.cwd(), COPY) || '.';
  process.stdout.write(
    [
      '',
      `The tour reached its end. ./task status would exit with ${code}${code === 0 ? '' : ': some criteria are not met yet'}.`,
      `  workspace  ${shown}`,
      `  documents  ${shown}/${workspace.docs.openapi.json}, ${workspace.docs.openapi.yaml}`,
      `  journal    ${shown}/.turnaround/journal.jsonl`,
      `  junk       ${shown}/.turnaround/quarantine; ./task undo brings it back`,
      'Next: ./task, ./task why, or the same on your own workspace: ./task --workspace DIR',
      '',
    ].join('\n'),
  );
  return 0;
}

function say(text: string): void {
  process.stdout.write(`\n── ${text}\n`);
}

/** Without a stop that can be read, or without the copy, the tour starts again. */
function readStop(): Stop {
  if (!existsSync(PLACE) || !existsSync(COPY)) return 'copy';
  const text = readFileSync(PLACE, 'utf8');
  return STOPS.find((known) => text === JSON.stringify({ stop: known })) ?? 'copy';
}

function writeStop(stop: Stop): void {
  mkdirSync(dirname(PLACE), { recursive: true });
  const aside = `${PLACE}.new`;
  writeFileSync(aside, JSON.stringify({ stop }));
  renameSync(aside, PLACE);
}
