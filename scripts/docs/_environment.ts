import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Context } from 'turnaround/task';
import { declaredPackages, pythonFor } from 'turnaround/tools/python';

type Made = { readonly python: string; readonly because: string } | { readonly unknown: string };

/**
 * A private environment in the state folder with the packages that the workspace declares for the application. `--make-env`
 * creates it; it is reused while the declared packages are the same. Undefined if none was created.
 */
export async function privateEnvironment(
  context: Context<unknown>,
  folder: string,
  makeEnv: boolean,
): Promise<Made | undefined> {
  const { $, workspace, offline, planned, progress, dependsOn } = context;
  const { root, state } = workspace;
  const declared = declaredPackages(root, relative(root, folder), await workspace.facts('dependency'));
  if (declared === undefined) {
    return makeEnv
      ? { unknown: 'cannot create an environment: no file of the workspace declares Python packages' }
      : undefined;
  }
  const environment = join(state, 'python', declared.digest.slice(0, 16));
  const python = join(environment, 'bin/python');
  const because = `it was created with --make-env from ${declared.file}`;
  const complete = join(environment, '.complete');
  if (existsSync(complete)) return { python, because };
  if (!makeEnv) return undefined;
  if (offline) return { unknown: 'cannot create an environment offline: its packages must be downloaded' };
  const base = await pythonFor(root, folder, process.env);
  if (base === null) return { unknown: 'cannot create an environment: this machine has no suitable Python' };
  progress(`creating a Python environment from ${declared.file} in ${relative(root, environment)}`);
  if (!planned) rmSync(environment, { recursive: true, force: true });
  const list = `${environment}.txt`;
  if (!planned) mkdirSync(join(state, 'python'), { recursive: true });
  if (!planned) writeFileSync(list, `${declared.lines.join('\n')}\n`);
  dependsOn(declared.file);
  const uv = (await $({ nothrow: true })`uv --version`).exitCode === 0;
  await (uv ? $`uv venv --quiet --python ${base} ${environment}` : $`${base} -m venv ${environment}`);
  const install = uv
    ? await $({ nothrow: true })`uv pip install --quiet --python ${python} --requirement ${list}`
    : await $({
        nothrow: true,
      })`${python} -m pip install --quiet --disable-pip-version-check --requirement ${list}`;
  if (install.exitCode !== 0) {
    const said = install.stderr.trim().split('\n').slice(-3).join(' ');
    return { unknown: `cannot install the packages of ${declared.file} on this machine: ${said}` };
  }
  if (!planned) writeFileSync(complete, '');
  return { python, because };
}
