import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const REQUIREMENTS = join(import.meta.dirname, '../../../examples/toolbox/backend/requirements.txt');
const MORE = ['PyYAML==6.0.3'];

/**
 * A virtual environment with what the example needs, its FastAPI pinned, and PyYAML: made once, then kept in
 * `TURNAROUND_TEST_VENV` or the temporary folder. Null, with the reason printed, where pip cannot have the packages.
 */
export async function testVenv(): Promise<string | null> {
  const key = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .update(MORE.join())
    .digest('hex')
    .slice(0, 12);
  const cache = process.env.TURNAROUND_TEST_VENV ?? join(tmpdir(), 'turnaround-test-venv');
  const venv = join(cache, key);
  if (await works(venv)) return venv;
  await mkdir(cache, { recursive: true });
  // Aside, then renamed: several test processes may be at it at once, and one that is killed leaves no half of it.
  const aside = await mkdtemp(join(cache, `${key}.`));
  try {
    await run('python3', ['-m', 'venv', aside]);
    const python = join(aside, 'bin', 'python');
    await run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS, ...MORE]);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    console.log(`no virtual environment for tests: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
  try {
    await rename(aside, venv);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    if (!(await works(venv))) throw error; // else another process was first
  }
  return venv;
}

async function works(venv: string): Promise<boolean> {
  try {
    await access(join(venv, 'bin', 'python'));
    return true;
  } catch {
    return false; // not there, or its Python is gone
  }
}
