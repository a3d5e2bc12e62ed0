// A graph of generated scripts in a folder of its own, runs of it that can be watched, and gates that hold its tasks.
import { spawn, spawnSync } from 'node:child_process';
import { constants, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from '../../src/outcome/user-error.ts';
import { HOME } from '../../src/workspace/locate.ts';
import { programOf } from '../try.ts';

/** One event of a run, as `--json` prints it. */
export interface Said {
  readonly event: string;
  readonly task?: string;
  readonly verdict?: string | null;
  readonly because?: string | null;
  readonly lease?: number | string;
  readonly holder?: string;
}

export interface Run {
  readonly pid: number;
  readonly said: readonly Said[];
  /** Its standard output as it came, for what prints one document. */
  readonly lines: readonly string[];
  /** The first event that passes, past or to come; it is an error when the run ends without one. */
  seen(what: (said: Said) => boolean): Promise<Said>;
  readonly ended: Promise<{
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly stderr: string;
  }>;
}

export interface Graph {
  readonly root: string;
  readonly state: string;
  readonly scripts: string;
  /** What the tasks themselves wrote, line by line, outside the workspace. */
  log(): string[];
  /** A named pipe: its reader waits until the writer closes it. */
  gate(name: string): string;
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Run;
}

/** `tasks` are the scripts of the area `g`, by name; `@/` in them is the folder outside. */
export function makeGraph(folder: string, tasks: Readonly<Record<string, string>>, home = HOME): Graph {
  const [root, outside] = [join(folder, 'workspace'), join(folder, 'outside')];
  const scripts = join(folder, 'scripts');
  for (const each of [root, outside, join(scripts, 'g'), join(folder, 'node_modules')])
    mkdirSync(each, { recursive: true });
  symlinkSync(home, join(folder, 'node_modules/turnaround'));
  symlinkSync(join(HOME, 'node_modules/yaml'), join(folder, 'node_modules/yaml'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(outside, 'log'), '');
  for (const [name, text] of Object.entries(tasks)) {
    const file = name.includes('.') ? name : `${name}.ts`;
    writeFileSync(join(scripts, 'g', file), text.replaceAll('@/', `${outside}/`));
  }
  return {
    root,
    state: join(root, '.turnaround'),
    scripts,
    log: () => readFileSync(join(outside, 'log'), 'utf8').split('\n').filter(Boolean),
    gate: (name) => {
      const path = join(outside, name);
      if (!existsSync(path) && spawnSync('mkfifo', [path]).status !== 0) throw new Error('no mkfifo');
      return path;
    },
    run: (args, env = {}) =>
      watch(home, [...args, '--workspace', root, '--json'], { TURNAROUND_SCRIPTS: scripts, ...env }),
  };
}

/** A run that hangs is ended, so that the test can say what it had done; no test depends on the time itself. */
const LIMIT = 150_000;

function watch(home: string, args: readonly string[], own: NodeJS.ProcessEnv): Run {
  const env: NodeJS.ProcessEnv = { ...process.env, TURNAROUND_CWD: home, ...own };
  for (const name of ['WORKSPACE', 'TURNAROUND_STATE', 'DATABASE_URL']) if (own[name] === undefined) delete env[name];
  const argv = [...programOf(home), ...args];
  const child = spawn(process.execPath, argv, { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = (): void => void child.kill('SIGKILL');
  const limit = setTimeout(end, LIMIT);
  process.setMaxListeners(0);
  process.once('exit', end);
  const said: Said[] = [];
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let over = false;
  let stderr = '';
  const tell = (): void => {
    for (const each of waiting) each();
  };
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    if (line.startsWith('{"')) said.push(JSON.parse(line) as Said);
    tell();
  });
  const ended = new Promise<Awaited<Run['ended']>>((resolve) => {
    child.once('close', (code, signal) => {
      over = true;
      clearTimeout(limit);
      process.off('exit', end);
      tell();
      resolve({ code, signal, stderr });
    });
  });
  return {
    pid: child.pid ?? 0,
    said,
    lines,
    ended,
    seen: (what) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = said.find(what);
          if (found === undefined && !over) return;
          waiting.delete(look);
          if (found !== undefined) resolve(found);
          else reject(new Error(`ended without it: ${JSON.stringify(said)} ${stderr}`));
        };
        waiting.add(look);
        look();
      }),
  };
}

/** Resolves once a reader stands at the gate; what it returns lets it through. */
export async function reached(gate: string): Promise<() => Promise<void>> {
  for (const until = performance.now() + LIMIT; ;) {
    try {
      // Without a reader this fails at once, where a blocking call could never be given up.
      const writer = await open(gate, constants.O_WRONLY | constants.O_NONBLOCK);
      return () => writer.close();
    } catch (error) {
      if (errorCode(error) !== 'ENXIO' || performance.now() > until) throw error;
      await pause(5);
    }
  }
}

/** A task whose work is a command: it says that it begins, waits at its gate where it has one, and says that it ends. */
export function working(name: string, part: { needs?: readonly string[]; gate?: string; ends?: string } = {}): string {
  const { needs = [], gate, ends = 'met({ done: 1 })' } = part;
  return [
    `import { met, task, unmet } from 'turnaround/task';`,
    ...needs.map((need) => `import { ${need} } from './${need}.ts';`),
    `export const ${name} = task(import.meta, {`,
    `  summary: 'Works', effect: 'none', needs: { ${needs.join(', ')} },`,
    `  async run({ $ }) {`,
    `    await $\`echo begin ${name} >> @/log; ${gate === undefined ? ':' : `cat ${gate}`}; echo end ${name} >> @/log\`;`,
    `    return ${ends};`,
    `  },`,
    `});`,
    `void unmet;`,
    '',
  ].join('\n');
}

/** Lets everybody through who comes to the gate, until that is over. */
export async function letThrough(gate: string, until: Promise<unknown>): Promise<void> {
  let isOver = false;
  void until.then(() => (isOver = true));
  while (!isOver) {
    try {
      const writer = await open(gate, constants.O_WRONLY | constants.O_NONBLOCK);
      await writer.close();
    } catch (error) {
      if (errorCode(error) !== 'ENXIO') throw error;
    }
    await pause(5);
  }
}
