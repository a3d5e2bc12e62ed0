import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { digest } from '../../src/files/digest.ts';
import type { Kept } from '../../src/run/event.ts';
import { JournalState } from '../../src/run/journal-state.ts';
import { encode, JournalReader } from '../../src/run/journal.ts';
import { errorCode } from '../../src/outcome/user-error.ts';
import { HOME } from '../../src/workspace/locate.ts';
import { turnaround, type Ran } from '../try.ts';

const AREAS = ['a', 'b', 'c'];

/** A catalog of scripts in a folder of its own, and workspaces to run it on; what its children say lies outside them. */
export class Rig {
  readonly folder: string;
  readonly scripts: string;
  readonly #base: string;
  readonly #places: Place[] = [];

  constructor(folder: string) {
    this.folder = folder;
    this.scripts = join(folder, 'scripts');
    this.#base = join(folder, 'base');
    mkdirSync(this.#base, { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(HOME, join(folder, 'node_modules/turnaround'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}\n');
  }

  script(id: string, text: string): void {
    put(join(this.scripts, `${id.replace(':', '/')}.ts`), text);
  }

  /** A file that every workspace begins with. */
  file(name: string, text: string, mode = 0o644): void {
    put(join(this.#base, name), text);
    chmodSync(join(this.#base, name), mode);
  }

  link(name: string, target: string): void {
    symlinkSync(target, join(this.#base, name));
  }

  /** Makes a file of the workspace one that `task` wrote in a run before. */
  wrote(task: string, path: string): void {
    const before = { run: 'seed', at: '2026-01-01T00:00:00.000Z' };
    const hash = digest(readFileSync(join(this.#base, path)));
    const state = join(this.#base, '.turnaround/journal.jsonl');
    const event = { event: 'wrote', task, lease: 1, path, hash, before: null, made: [] } as const;
    const lines = existsSync(state) ? readFileSync(state, 'utf8') : '';
    put(state, lines + encode({ ...before, seq: 1, ...event }));
  }

  /** A fresh workspace. */
  place(scripts = this.scripts): Place {
    const root = join(this.folder, `at-${this.#places.length}`);
    cpSync(this.#base, root, { recursive: true, verbatimSymlinks: true });
    const place = new Place(root, scripts);
    this.#places.push(place);
    return place;
  }

  /** What a failed test left running must not outlive it. */
  [Symbol.dispose](): void {
    for (const survivor of this.#places.flatMap((place) => place.survivors())) {
      try {
        process.kill(Number.parseInt(survivor, 10), 'SIGKILL');
      } catch (error) {
        if (errorCode(error) !== 'ESRCH') throw error; // it ended by itself meanwhile
      }
    }
  }
}

/** One workspace of a rig. */
export class Place {
  readonly root: string;
  readonly log: string;
  readonly go: string;
  readonly env: NodeJS.ProcessEnv;
  readonly #id = randomUUID();

  constructor(root: string, scripts: string) {
    this.root = root;
    this.log = `${root}.log`;
    this.go = `${root}.go`;
    // A bash of level 0 on a pipe reads ~/.bashrc: what that starts, locks of pyenv say, must not be killed here.
    this.env = { TURNAROUND_SCRIPTS: scripts, RIG_LOG: this.log, RIG_GO: this.go, RIG_ID: this.#id, SHLVL: '1' };
    writeFileSync(this.log, '');
  }

  get state(): string {
    return join(this.root, '.turnaround');
  }

  get journal(): string {
    return join(this.state, 'journal.jsonl');
  }

  run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> & { pid: number } {
    return turnaround([...args, '--workspace', this.root], { env: { ...this.env, ...env } });
  }

  /** The same, dying at the k-th append to the journal. */
  killedAt(mode: string, k: number, args: readonly string[] = ['all']): Promise<Ran> {
    // As an address: NODE_OPTIONS splits at blanks.
    const preload = pathToFileURL(join(import.meta.dirname, 'rig-kill.mjs')).href;
    return this.run(args, { RIG_KILL: `${mode}:${k}`, NODE_OPTIONS: `--import=${preload}` });
  }

  /** What the children said so far. */
  said(): string[] {
    return readFileSync(this.log, 'utf8').split('\n').filter(Boolean);
  }

  records(): ReturnType<JournalReader['read']> {
    return new JournalReader(this.state).read();
  }

  past(): JournalState {
    return new JournalState(this.state).refresh();
  }

  /** How often an event was recorded. */
  count(event: Kept['event']): number {
    return this.records().filter((record) => record.event === event).length;
  }

  /** Command lines of processes that runs here started and that still live. */
  survivors(): string[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        const environment = readOr(`/proc/${pid}/environ`).split('\0');
        const ours =
          environment.includes(`RIG_ID=${this.#id}`) && environment.some((each) => each.startsWith('TURNAROUND_RUN='));
        return ours && !/^State:\s+[ZX]/m.test(readOr(`/proc/${pid}/status`));
      })
      .map((pid) => `${pid} ${readOr(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`);
  }

  /** Names, bytes, modes and links of the workspace; times are not part of what a run leaves. */
  snapshot(): string[] {
    return snapshotOf(this.root);
  }
}

/** Events of a run with `--json`. */
export function eventsOf({ stdout }: Pick<Ran, 'stdout'>): { event: string; task?: string; [name: string]: unknown }[] {
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { event: string });
}

export interface Launched {
  readonly pid: number;
  readonly ended: Promise<Ran>;
  /** With SIGKILL, unless it has ended already. */
  kill(): void;
  /** Resolves once an event of this shape was printed. */
  until(what: { readonly [name: string]: unknown }): Promise<void>;
}

/** Starts the real launcher in a process group of its own. */
export function launch(place: Place, args: readonly string[]): Launched {
  const env = { ...process.env, ...place.env };
  for (const name of ['WORKSPACE', 'TURNAROUND_STATE']) delete env[name];
  const child = spawn(join(HOME, 'task'), [...args, '--json', '--workspace', place.root], {
    cwd: HOME,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  // Nothing is asserted on time: this only turns a run that would never end into a red test.
  const guard = setTimeout(() => child.kill('SIGKILL'), 240_000);
  const waiting = new Set<() => void>();
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const look of waiting) look();
  });
  const ended = new Promise<Ran>((resolve) => {
    child.once('close', (code, signal) => {
      clearTimeout(guard);
      resolve({ code, signal, stdout, stderr });
    });
  });
  const until: Launched['until'] = (what) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const whole = { stdout: stdout.slice(0, stdout.lastIndexOf('\n') + 1) };
        const seen = eventsOf(whole).some((event) =>
          Object.entries(what).every(([name, value]) => event[name] === value),
        );
        if (!seen) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      void ended.then(() => reject(new Error(`ended before ${JSON.stringify(what)}: ${stdout}${stderr}`)));
      look();
    });
  return { pid: child.pid ?? 0, ended, until, kill: () => void child.kill('SIGKILL') };
}

function snapshotOf(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'latin1' })
    .filter((name) => name.split('/')[0] !== '.turnaround')
    .toSorted()
    .map((name) => {
      const path = Buffer.from(join(root, name), 'latin1');
      const stat = lstatSync(path);
      const mode = (stat.mode & 0o7777).toString(8);
      if (stat.isSymbolicLink()) return `${name} -> ${readlinkSync(path)}`;
      return `${name} ${mode} ${stat.isFile() ? digest(readFileSync(path)) : 'folder'}`;
    });
}

/** A graph of `size` tasks in layers over three areas: every way in which a task can touch the world, in turn. */
export function graphRig(folder: string, size = 30): Rig {
  const rig = new Rig(folder);
  rig.file('input.txt', 'what the tasks read\n');
  rig.file('private.txt', 'not for all\n', 0o600);
  rig.link('input-link', 'input.txt');
  for (let i = 0; i < size; i += 1) {
    const kind = KINDS[i % KINDS.length];
    if (kind === undefined) throw new Error('a graph has kinds');
    const { id, name } = nameOf(i);
    // The first layer needs nothing, each later one two of those before.
    const needs = i < AREAS.length ? [] : [...new Set([i - AREAS.length, (i * 7) % (i - 1)])].map(nameOf);
    const imports = needs.map((need) => `import { ${need.name} } from '../${need.area}/${need.name}.ts';\n`).join('');
    const { head = '', fields = '', body } = kind(name, id, rig);
    rig.script(
      id,
      `import { met, task } from 'turnaround/task';\n${head}${imports}
export const ${name} = task(import.meta, {
  summary: 'Do ${name}',
  needs: { ${needs.map((need) => need.name).join(', ')} },
  effect: 'reversible',
  reads: () => ['input.txt'],
  ${fields}
  async run({ $, write, remove, step, workspace, signal }) {
    ${body}
    return met({ of: '${name}' });
  },
});
`,
    );
  }
  return rig;
}

export function nameOf(i: number): { id: string; name: string; area: string } {
  const area = AREAS[i % AREAS.length] ?? '';
  const name = `t${String(i).padStart(2, '0')}`;
  return { id: `${area}:${name}`, name, area };
}

interface Kind {
  readonly head?: string;
  readonly fields?: string;
  readonly body: string;
}

const say = (word: string): string => `await $\`sh -c 'echo ${word} >> "$RIG_LOG"'\`;`;

const KINDS: readonly ((name: string, id: string, rig: Rig) => Kind)[] = [
  (name) => ({ body: say(name) }),
  (name) => ({
    body: ['one', 'two']
      .map((step) => `await step('${step}', async () => { ${say(`${name}/${step}`)} return '${step}'; });`)
      .concat(say(name))
      .join('\n    '),
  }),
  (name, id, rig) => {
    rig.file(`kept/${name}.sh`, `#!/bin/sh\necho old ${name}\n`, 0o750);
    rig.wrote(id, `kept/${name}.sh`);
    return {
      body: `write('out/${name}/deep/one.txt', 'one of ${name}\\n');
    ${say(name)}
    write('kept/${name}.sh', '#!/bin/sh\\necho new ${name}\\n');`,
    };
  },
  (name) => ({
    fields: `writes: () => ['made/${name}.txt'],`,
    body: `await $\`sh -c 'mkdir -p made && echo half > made/${name}.txt && echo ${name} > made/${name}.txt'\`;\n    ${say(name)}`,
  }),
  (name, _, rig) => {
    for (const file of ['1.junk', 'keep.txt', 'sub/2.junk', 'sub/3.junk']) rig.file(`junk/${name}/${file}`, file);
    return {
      head: "import { walk, type Seen } from 'turnaround/tools/files';\n",
      body: `const found: Seen[] = [];
    for await (const entry of walk(workspace.root, { signal })) {
      const seen = /^junk\\/${name}\\/.*\\.junk$/.test(entry.path.toString()) ? entry.seen() : undefined;
      if (seen !== undefined) found.push(seen);
    }
    await remove(found);
    ${say(name)}`,
    };
  },
  // One that leaves its process group and session, and would live on after everything else.
  (name) => ({ body: `await $\`sh -c 'setsid sleep 300 >/dev/null 2>&1 & echo ${name} >> "$RIG_LOG"'\`;` }),
];

/** Does each of `items` with `width` at once. */
export async function each<V>(items: readonly V[], width: number, body: (item: V) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await body(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // gone meanwhile, or somebody else's
  }
}
