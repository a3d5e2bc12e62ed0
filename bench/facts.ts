import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOME } from '../src/workspace/locate.ts';
import { measure, table, type Command } from './measure.ts';

/**
 * `./task facts` cold and when nothing changed, beside an empty tsx script: `node --import tsx bench/facts.ts [FOLDER …]`.
 * Without a folder: copies of the example that have 1,161, 5,000 and 100,000 files. CPU holds the start of the program,
 * which the empty script shows alone.
 */
const folder = mkdtempSync(join(tmpdir(), 'turnaround-bench-'));
const cache = join(folder, 'cache');
writeFileSync(join(folder, 'empty.ts'), 'export {};\n');

const program = process.execPath;
const empty: Command = {
  name: 'empty tsx script',
  program,
  args: ['--import', import.meta.resolve('tsx'), join(folder, 'empty.ts')],
};

function facts(root: string, name: string, before?: () => void): Command {
  const args = ['facts', '--workspace', root];
  return { name, program: join(HOME, 'task'), args, env: { XDG_CACHE_HOME: cache }, ...(before && { before }) };
}

/** Copies of the example side by side, until there are so many files. */
function made(count: number): string {
  const root = join(folder, `files-${count}`);
  const old = new Date(Date.now() - 3_600_000);
  const source = join(HOME, 'examples/toolbox');
  const names = readdirSync(source, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (let at = 0; at < count; at += 1) {
    const entry = names[at % names.length];
    if (entry === undefined) break;
    const inside = join(entry.parentPath.slice(source.length), entry.name);
    const to = join(root, `part-${Math.floor(at / names.length)}`, inside);
    mkdirSync(join(to, '..'), { recursive: true });
    cpSync(join(source, inside), to);
    // What was just written is not kept: it may be written again within one tick of the clock.
    utimesSync(to, old, old);
  }
  return root;
}

/** The most memory that a pass takes, in MiB: cold, and when nothing changed. */
function memory(root: string): number[] {
  const told = 'process.on("exit",()=>console.error("maxrss",process.resourceUsage().maxRSS))';
  const env = {
    ...process.env,
    XDG_CACHE_HOME: join(folder, 'other'),
    NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(told)}`,
  };
  return [1, 2].map(() => {
    const { stderr } = spawnSync(join(HOME, 'task'), ['facts', '--workspace', root], { encoding: 'utf8', env });
    const kibibytes = [...stderr.matchAll(/maxrss (\d+)/g)].map((match) => Number(match[1]));
    if (kibibytes.length === 0) throw new Error(stderr);
    return Math.max(...kibibytes) / 1024;
  });
}

try {
  const roots = process.argv.length > 2 ? process.argv.slice(2) : [1161, 5000, 100_000].map(made);
  for (const root of roots) {
    // What Node keeps compiled stays: it belongs to the clone, not to the workspace.
    const forget = (): void => rmSync(join(cache, 'turnaround/facts'), { recursive: true, force: true });
    const rounds = root.endsWith('100000') ? 1 : 5;
    const cold = measure([empty, facts(root, 'facts, cold', forget)], rounds);
    const warm = measure([facts(root, 'facts, nothing changed')], rounds);
    console.log(table(root.startsWith(folder) ? root.slice(folder.length + 1) : root, [...cold, ...warm], empty.name));
    const [first = Number.NaN, then = Number.NaN] = memory(root);
    console.log(`memory: ${first.toFixed(0)} MiB cold, ${then.toFixed(0)} MiB when nothing changed\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
