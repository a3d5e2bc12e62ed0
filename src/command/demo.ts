import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { AnyTask } from '../plan/catalog.ts';
import { HOME } from '../workspace/locate.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import type { Call } from './call.ts';
import { COPY, makeExample } from './example.ts';
import { plantJunk } from './junk.ts';
import { init } from './init.ts';
import { look } from './look.ts';
import { takeBack } from './undo.ts';
import { work } from './work.ts';

/** The tour, stop by stop. What it did last stands in a file, so that it goes on there after a kill. */
const STOPS = ['copy', 'init', 'clean', 'undo', 'all', 'end'] as const;
type Stop = (typeof STOPS)[number];
const PLACE = join(HOME, '.scratch/demo.json');

/** The whole job on a fresh copy of the example; exit 0 when the tour reached its end, whatever the checklist says. */
export async function demo(call: Call, catalog: readonly AnyTask[], version: string): Promise<number> {
  // The tour is about the example: an address of somebody's own database has no part in it.
  delete process.env['DATABASE_URL'];
  let stop = readStop();
  if (stop !== 'copy') say(`going on where it was: ${stop}`);
  let workspace: Workspace | undefined;
  let status = 3;
  for (; ; stop = STOPS[STOPS.indexOf(stop) + 1] ?? 'end') {
    writeStop(stop);
    if (stop === 'copy') {
      say('a fresh copy of examples/toolbox, with junk in it');
      rmSync(COPY, { recursive: true, force: true });
      plantJunk(makeExample());
      continue;
    }
    workspace ??= await openWorkspace(COPY, process.env);
    if (stop === 'end') {
      say('./task status');
      status = await look({ ...call, name: 'status', rest: [] }, catalog, workspace);
      break;
    }
    const code = await visit(stop, call, catalog, workspace, version);
    if (code >= 128 || code === 70 || code === 2) return code;
  }
  rmSync(PLACE, { force: true });
  const shown = relative(process.env['TURNAROUND_CWD'] ?? process.cwd(), COPY) || '.';
  process.stdout.write(
    [
      '',
      `The tour reached its end. ./task status would exit with ${status}${status === 0 ? '' : ': lines of the checklist are still open'}.`,
      `  workspace  ${shown}`,
      `  documents  ${shown}/${workspace.docs.openapi.json}, ${workspace.docs.openapi.yaml}`,
      `  journal    ${shown}/.turnaround/journal.jsonl`,
      `  junk       ${shown}/.turnaround/quarantine, back with ./task undo`,
      'Next: ./task, ./task why, or the same on a workspace of yours: ./task --workspace DIR',
      '',
    ].join('\n'),
  );
  return 0;
}

async function visit(
  stop: Exclude<Stop, 'copy' | 'end'>,
  call: Call,
  catalog: readonly AnyTask[],
  workspace: Workspace,
  version: string,
): Promise<number> {
  if (stop === 'init') {
    say('./task init: what is in it, and where');
    return init({ ...call, name: 'init', rest: [] }, workspace, version);
  }
  if (stop === 'undo') {
    say('./task undo: everything comes back');
    return takeBack({ ...call, name: 'undo', rest: [] }, workspace, version);
  }
  const name = stop === 'clean' ? 'cleanup:all' : 'all';
  say(`./task ${name}`);
  return work({ ...call, name, rest: [] }, catalog, workspace, version);
}

function say(text: string): void {
  process.stdout.write(`\n── ${text}\n`);
}

/** A stop that cannot be read, or a copy that is gone, begins the tour anew. */
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
