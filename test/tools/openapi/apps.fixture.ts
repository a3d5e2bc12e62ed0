import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseJson } from '../../../src/tools/openapi/json.ts';
import { copyWorkspace } from '../../../src/tools/workspace-copy/workspace-copy.ts';
import { readAnswer } from '../../../scripts/docs/_answer.ts';
import { readApplication, type Reading } from '../../../scripts/docs/_reading.ts';

export const EXTRACTOR = join(import.meta.dirname, '../../../scripts/docs/_openapi/__main__.py');

/** A workspace of these files in the temporary folder, for as long as `use` runs. */
export async function withFiles<T>(
  files: Record<string, string>,
  use: (root: string) => Promise<T>,
  prefix = 'turnaround-app-',
): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), prefix));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    return await use(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

interface Place {
  file: string | null;
  line: number | null;
}

/** What `_openapi` answers; failures only have the first row, successes only the second. */
export interface Answer {
  ok: boolean;
  kind: string;
  message: string;
  remedy: string;
  names: string[];
  file: string | null;
  line: number | null;
  openapi: never;
  packages: Record<string, string>;
  websockets: ({ path: string; name: string } & Place)[];
  hidden: ({ method: string; path: string } & Place)[];
  mounts: ({ path: string; kind: string; app: string } & Place)[];
  mounted: { path: string; openapi: never }[];
  served: string | null;
  operations: number;
  python: string;
  opened: string[];
  shadows: string[];
  listed: string[];
  writes: ({ what: string; path: string } & Place)[];
  attempts: ({ what: string } & Place)[];
}

export interface Ask {
  python: string;
  root: string;
  app?: string;
  dir?: string;
  env?: Record<string, string>;
  args?: string[];
}

/** Runs the extractor as a task does, and fails when it leaves no answer or does not end. */
export async function ask({ python, root, app = 'main:app', dir = root, env = {}, args = [] }: Ask): Promise<Answer> {
  const folder = await mkdtemp(join(tmpdir(), 'turnaround-answer-'));
  const out = join(folder, 'answer.json');
  try {
    const said = ['--app', app, '--dir', dir, '--workspace', root, '--out', out, ...args];
    const limits = { timeout: 30_000, killSignal: 'SIGKILL' } as const;
    await new Promise<void>((done, fail) => {
      const options = { ...limits, env: { PATH: process.env.PATH, ...env } };
      execFile(python, [EXTRACTOR, ...said], options, (error, _, stderr) => {
        if (error === null) done();
        else fail(new Error(`${error.killed ? 'killed: ' : ''}${stderr}`, { cause: error }));
      });
    });
    return parseJson(await readFile(out, 'utf8')) as Answer;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads an application as the task does: a copy of it, again and again, past whatever can be passed. */
export async function readAll({
  python,
  root,
  app = 'main:app',
  dir = root,
  env = {},
  args = [],
}: Ask): Promise<Reading> {
  const scratch = await mkdtemp(join(tmpdir(), 'turnaround-scratch-'));
  try {
    const copy = join(scratch, 'copy');
    await copyWorkspace(root, copy);
    let round = 0;
    const folder = join(copy, relative(root, dir));
    return await readApplication({ root, copy, folder: dir, given: Object.keys(env) }, async (attempt) => {
      const out = join(scratch, `${(round += 1)}.json`);
      const made = [
        ...attempt.stubs.flatMap((name) => ['--stub', name]),
        ...attempt.unreadable.flatMap((name) => ['--unreadable', name]),
      ];
      const places = ['--app', app, '--dir', folder, '--workspace', copy, '--original', root, '--scratch', scratch];
      const said = [
        EXTRACTOR,
        ...places,
        '--noise',
        join(scratch, 'noise'),
        '--out',
        out,
        '--timeout',
        '20',
        ...made,
        ...args,
      ];
      const given = { PATH: process.env.PATH, HOME: scratch, TMPDIR: scratch, ...attempt.env, ...env };
      await new Promise((done) => void execFile(python, said, { env: given }, done));
      return readAnswer(out);
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
