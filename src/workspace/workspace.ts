import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { filesOf, type Files } from './files.ts';
import { cacheFolder, SETTINGS } from './locate.ts';
import type { DeclaredSetting } from './settings-schema.ts';
import { readSettings, type Settings } from './settings.ts';

/** What is known about a workspace before anything runs. All paths except `root` and `state` are relative to `root`. */
export interface Workspace {
  readonly root: string;
  /** The folder of journal, leases and quarantine. */
  readonly state: string;
  readonly settings: Settings;
  readonly docs: {
    readonly folder: string;
    readonly openapi: { readonly json: string; readonly yaml: string };
  };
  readonly database: Database;
  /** The folder for data that can be created again, outside of the workspace. */
  readonly cache: string;
  /** The workspace's own files, listed once at the first call. */
  readonly files: () => Files;
  /** Must be called after a change: the next call of `files` lists the files again. */
  readonly forgetFiles: () => void;
}

/** The database that the environment or the settings name. A database that is only found in the workspace is not used. */
export type Database =
  | { readonly from: 'DATABASE_URL' | typeof SETTINGS; readonly url: string }
  | { readonly from: 'throw-away'; readonly folder: string }
  | { readonly from: null };

const DOCS = ['docs', 'Documentation', 'documentation', 'doc'];

/** `declared` gives the settings of scripts that may be newer than the generated schema. */
export async function openWorkspace(
  root: string,
  env: NodeJS.ProcessEnv,
  declared?: () => Promise<readonly DeclaredSetting[]>,
): Promise<Workspace> {
  const settings = await readSettings(root, declared);
  let listed: Files | undefined;
  const folder = settings.docs ?? DOCS.find((name) => existsSync(join(root, name))) ?? 'docs';
  return {
    root,
    state: env['TURNAROUND_STATE'] ? resolve(root, env['TURNAROUND_STATE']) : join(root, '.turnaround'),
    settings,
    docs: { folder, openapi: { json: `${folder}/openapi.json`, yaml: `${folder}/openapi.yaml` } },
    database: databaseOf(settings, env),
    cache: cacheFolder(env),
    files: () => (listed ??= filesOf(root)),
    forgetFiles: () => (listed = undefined),
  };
}

function databaseOf(settings: Settings, env: NodeJS.ProcessEnv): Database {
  if (env['DATABASE_URL']) return { from: 'DATABASE_URL', url: env['DATABASE_URL'] };
  if (settings.database?.url !== undefined) return { from: SETTINGS, url: settings.database.url };
  const folder = settings.database?.['throw-away'];
  return folder === undefined ? { from: null } : { from: 'throw-away', folder };
}
