import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { existsSync, readFileSync } from 'node:fs';
import type { Finding, Workspace } from 'turnaround/task';
import { candidates, findInterpreter, interpreters, pathOf } from 'turnaround/tools/python';
import { environmentOf } from 'turnaround/tools/python-environment';
import type { Document } from 'turnaround/tools/openapi';
import { parseJson } from 'turnaround/tools/openapi-json';

/** The program that asks an application for its document, under the workspace's own interpreter. */
export const EXTRACT = fileURLToPath(new URL('./_openapi.py', import.meta.url));

export interface Application {
  /** As uvicorn takes it: `app.main:app`. */
  readonly app: string;
  /** What is imported from; absolute. */
  readonly folder: string;
}

/** The application that the settings name, else the likeliest one that the workspace's files make. */
export async function applicationOf({ root, settings }: Workspace): Promise<Application | undefined> {
  const { application } = settings;
  if (application !== undefined) return { app: application.app, folder: resolve(root, application.folder ?? '.') };
  const [first] = await candidates(root);
  return first === undefined ? undefined : { app: `${first.module}:${first.attr}`, folder: first.dir };
}

/** The workspace's own interpreter, or why there is none; in a plan the first that would be tried, and none is started. */
export async function interpreterOf(
  { root, settings }: Workspace,
  dir: string,
  planned: boolean,
): Promise<{ readonly python: string } | { readonly because: string }> {
  const where = { dir, root, given: settings.application?.python, env: process.env };
  if (planned) return { python: (await interpreters(where))[0]?.python ?? 'python3' };
  const found = await findInterpreter(where);
  if (found.python !== null) return { python: found.python };
  const tried = found.refused.map(({ python, because }) => `${python}: ${because}`).join('; ');
  return { because: `no interpreter can import FastAPI: ${tried}; name one: application.python in turnaround.yaml` };
}

/** What the child is given: a home of its own, nothing of the caller's secrets, and no bytecode written. */
export function environment({ settings }: Workspace, scratch: string): NodeJS.ProcessEnv {
  const { PATH, LANG, LC_ALL, TZ } = process.env;
  const own = {
    PATH,
    LANG,
    LC_ALL,
    TZ,
    HOME: scratch,
    TMPDIR: scratch,
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONHASHSEED: '0',
  };
  return { ...own, ...settings.application?.environment };
}

interface Place {
  readonly file: string;
  readonly line: number;
}

export type Answer = { readonly opened: readonly string[]; readonly listed: readonly string[] } & (
  | {
      readonly ok: true;
      readonly openapi: Document;
      readonly operations: number;
      readonly python: string;
      readonly websockets: readonly ({ path: string } & Place)[];
    }
  | {
      readonly ok: false;
      readonly kind: string;
      readonly message: string;
      readonly file: string | null;
      readonly line: number | null;
      readonly remedy: string;
    }
);

/** What the child wrote; undefined where the application ended the process before it could. */
export function readAnswer(file: string): Answer | undefined {
  // JSON.parse would round integers beyond 2^53, such as a limit of 2^63 - 1.
  return existsSync(file) ? (parseJson(readFileSync(file, 'utf8')) as Answer) : undefined;
}

/** Everything that decided what the application answered: files it opened, folders it listed, the packages it runs on. */
export function dependedOn(answer: Answer, python: string): (string | Buffer)[] {
  return [...[...answer.opened, ...answer.listed].map(pathOf), ...environmentOf(python)];
}

/** Why an application cannot be asked, as its owner can act on it. */
export function findingOf(answer: Answer & { ok: false }, root: string): Finding {
  const { kind, message, file, line, remedy } = answer;
  const inside = file?.startsWith(join(root, '/')) === true ? file.slice(root.length + 1) : file;
  const place = inside === null ? {} : { place: line === null ? { file: inside } : { file: inside, line } };
  return { message: `${kind}: ${message}`, remedy, ...place };
}
