import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digest } from '../files/digest.ts';
import { UserError, messageOf } from '../outcome/user-error.ts';
import { HOME } from '../workspace/locate.ts';

const SOURCE = join(HOME, 'examples/toolbox');
const SCRATCH = join(HOME, '.scratch');
export const COPY = join(SCRATCH, 'toolbox');

/** The example as a workspace: its copy, which is made when tasks are to run; until then read-only commands use the original. */
export async function exampleFor(isRun: boolean): Promise<string> {
  if (existsSync(COPY)) return COPY;
  return isRun ? makeExample() : SOURCE;
}

/** A fresh copy of the example: a git repository of its own, with its own Python environment. */
export function makeExample(): string {
  return copyTo(COPY, (aside) => symlinkSync(environment(), join(aside, '.venv')));
}

const BROKEN = join(SCRATCH, 'toolbox-broken');

/** A copy of the example with the files that the checklists tell people to create. */
export function makeBroken(): { root: string; files: readonly string[] } {
  const files = filesOfChecklists();
  const root = copyTo(BROKEN, (aside) => {
    for (const { path, text } of files) {
      mkdirSync(dirname(join(aside, path)), { recursive: true });
      writeFileSync(join(aside, path), text);
    }
  });
  return { root, files: files.map(({ path }) => path) };
}

/** The code blocks of the checklists that begin with the name of a file: `# k8s/deployment.yaml`. */
export function filesOfChecklists(): { path: string; text: string }[] {
  const folder = join(HOME, 'checklists');
  return ['terminal-7.md', 'terminal-8.md'].flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/^```(?:yaml|dockerfile)\n# (\S+)\n([^]*?)^```$/gm)].map(
      ([, path = '', text = '']) => ({ path, text }),
    ),
  );
}

/** Copies into a folder beside the target, commits, adds, and only then replaces the target. */
function copyTo(target: string, add: (aside: string) => void): string {
  const aside = `${target}.${process.pid}`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(SCRATCH, { recursive: true });
  cpSync(SOURCE, aside, { recursive: true, filter: (path) => !path.endsWith('.turnaround') });
  const git = (...args: string[]): void =>
    void run(
      'git',
      [
        '-c',
        'user.name=Toolbox',
        '-c',
        'user.email=toolbox@example.invalid',
        '-c',
        'core.hooksPath=/dev/null',
        ...args,
      ],
      aside,
    );
  git('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(aside, '.git/info/exclude'), '.venv\n');
  git('add', '--all');
  git('commit', '--quiet', '--message=Toolbox');
  add(aside);
  rmSync(target, { recursive: true, force: true });
  renameSync(aside, target);
  return target;
}

/** A virtual environment with what the example's backend requires, made once for each list of requirements. */
function environment(): string {
  const requirements = join(SOURCE, 'backend/requirements.txt');
  const folder = join(SCRATCH, `python-${digest(readFileSync(requirements)).slice(0, 12)}`);
  if (existsSync(join(folder, '.complete'))) return folder;
  process.stderr.write(`installing the example's Python packages (${requirements}) into ${folder} (once)\n`);
  rmSync(folder, { recursive: true, force: true });
  run('python3', ['-m', 'venv', folder], SCRATCH);
  run(
    join(folder, 'bin/python'),
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements],
    SCRATCH,
  );
  writeFileSync(join(folder, '.complete'), '');
  return folder;
}

function run(program: string, args: readonly string[], cwd: string): void {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_') && name !== 'VIRTUAL_ENV'),
  );
  try {
    execFileSync(program, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    const words = messageOf(error)
      .split('\n')
      .filter((line) => line.trim() !== '');
    throw new UserError(
      `the example cannot be made: ${words.slice(0, 3).join(': ')}`,
      `install ${program === 'git' ? 'git' : 'Python 3.11 with venv and pip, and check the network'}, then run the same command again`,
    );
  }
}
