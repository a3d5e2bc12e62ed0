import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Workspace } from 'turnaround/task';
import { environmentOf, findInterpreter, interpreters, pathOf, type Interpreter } from 'turnaround/tools/python';
import { holdsValues } from 'turnaround/tools/workspace-copy';
import type { Answer } from './_answer.ts';

/** The program that asks an application for its document; it runs with the workspace's own interpreter. */
export const EXTRACT = join(fileURLToPath(new URL('./_openapi', import.meta.url)), '__main__.py');

export interface Application {
  /** In uvicorn's notation: `app.main:app`. */
  readonly app: string;
  /** The folder that it is imported from; absolute. */
  readonly folder: string;
}

/** The application that the settings name; otherwise the likeliest one in the code of the workspace. */
export async function applicationOf({ root, settings, applications }: Workspace): Promise<Application | undefined> {
  const { application } = settings;
  if (application !== undefined) return { app: application.app, folder: resolve(root, application.folder ?? '.') };
  const [first] = await applications();
  return first === undefined ? undefined : { app: first.app, folder: join(root, first.folder) };
}

/** The workspace's own interpreter, or why there is none. A plan names the first candidate and starts none. */
export async function interpreterOf(
  { root, settings }: Workspace,
  dir: string,
  planned: boolean,
): Promise<(Interpreter & { python: string }) | { readonly unknown: string }> {
  const where = { dir, root, given: settings.application?.python, env: process.env };
  if (planned) {
    const [first] = await interpreters(where);
    return { python: first?.python ?? 'python3', version: '', because: first?.because ?? '', refused: [] };
  }
  const found = await findInterpreter(where);
  if (found.python !== null) return found;
  const tried = found.refused.map(({ python, because }) => `${python}: ${because}`).join('; ');
  return {
    unknown: `no interpreter can import FastAPI: ${tried}; set application.python in turnaround.yaml, or pass --make-env to create an environment`,
  };
}

/** The environment of the child: its own home folder, none of the caller's secrets, no bytecode written. */
export function environment({ settings }: Workspace, scratch: string): NodeJS.ProcessEnv {
  const { PATH, LANG, LC_ALL, TZ, PYTHONUSERBASE } = process.env;
  const own = {
    PATH,
    LANG,
    LC_ALL,
    TZ,
    HOME: scratch,
    TMPDIR: scratch,
    // The user's own packages; HOME is another folder here.
    PYTHONUSERBASE: PYTHONUSERBASE ?? join(homedir(), '.local'),
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONHASHSEED: '0',
  };
  return { ...own, ...settings.application?.environment };
}

/** Everything that the answer depends on: files that were opened, folders that were listed, the installed packages. */
export function dependedOn(answer: Answer, python: string): (string | Buffer)[] {
  const seen = [...answer.opened, ...answer.listed, ...answer.shadows].filter((path) => !holdsValues(path));
  return [...seen.map(pathOf), ...environmentOf(python)];
}
