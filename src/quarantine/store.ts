import { mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Inside } from './inside.ts';
import { Manifest } from './manifest.ts';
import { errorCode } from '../files/identity.ts';

const validRun = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

export const quarantineIn = (state: string): string => join(state, 'quarantine');

export function runFolder(state: string, run: string): string {
  if (!validRun.test(run)) throw new Error(`not the name of a run: ${JSON.stringify(run)}`);
  return join(quarantineIn(state), run);
}

export function makeRunFolder(state: string, run: string): string {
  const folder = runFolder(state, run);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

export const itemPath = (folder: string, n: number): Buffer => Buffer.from(join(folder, String(n)));

/** The entries of a folder; none if the folder does not exist. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return [];
  }
}

/** The numbers of the items that are in the store now. */
export function stored(folder: string): Set<number> {
  return new Set(
    namesIn(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number),
  );
}

export interface Run {
  readonly run: string;
  readonly manifest: Manifest;
}

/** Oldest first. */
export function runsIn(state: string): Run[] {
  const names = namesIn(quarantineIn(state)).filter((name) => validRun.test(name));
  const runs = names.map((run) => ({ run, manifest: new Manifest(runFolder(state, run)) }));
  const time = ({ manifest }: Run): number => manifest.claim?.at ?? 0;
  return runs.toSorted((a, b) => time(a) - time(b) || (a.run < b.run ? -1 : 1));
}

/** The workspace as a run records it; relative to the state if the state is inside it, because then both move together. */
export function rootName({ root, state, stateLiesInside }: Inside): string {
  return stateLiesInside ? relative(state, root) : root;
}

/** The workspace of a run; `undefined` for a run that has not begun. */
export function rootOf(state: string, { claim }: Manifest): string | undefined {
  return claim && resolve(realpathSync.native(state), claim.root);
}

/** Several worktrees may share one state folder: a run belongs to one of them. */
export function isRunOf(manifest: Manifest, { root, state }: Inside): boolean {
  return rootOf(state, manifest) === root;
}
