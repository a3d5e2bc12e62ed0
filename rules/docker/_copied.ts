import { basename, dirname, join, normalize } from 'node:path/posix';
import type { Fact, View } from 'turnaround/rule';
import { foldersAbove, tidy } from '../_folders.ts';
import { withinGlob } from '../_glob.ts';

/** Without a service that names the context, it is one of the usual two: the root, or the Dockerfile's folder. */
export function placesOf(copy: Fact, contexts: ReadonlySet<string>): { places: string[]; above: string[] } {
  const isKnown = contexts.size > 0;
  const within = (folders: Iterable<string>): string[] =>
    [...folders].map((folder) => normalize(join(folder, String(copy.value))).replace(/\/$/, ''));
  return {
    places: within(isKnown ? contexts : new Set(['.', dirname(copy.file)])),
    above: within(isKnown ? [] : foldersAbove(copy.file)),
  };
}

/**
 * Whether another folder contains everything that a Dockerfile copies by name: `docker/Dockerfile.ml`, built from
 * `ml-engine`. A Dockerfile at the root is built from the root.
 */
export function isOfAnother(view: View, dockerfile: string, copies: readonly Fact[]): boolean {
  const names = copies.map(({ value }) => tidy(String(value))).filter((name) => name !== '.');
  const [first] = names;
  if (dirname(dockerfile) === '.' || first === undefined) return false;
  const isMatch = withinGlob(first);
  const folders = new Set(
    view.files.flatMap((path) => foldersAbove(path).findLast((folder) => isMatch(path.slice(folder.length + 1))) ?? []),
  );
  return [...folders].some((folder) => names.every((name) => isThere(view, join(folder, name))));
}

/** Whether a file or folder of the workspace has this name. */
export function isElsewhere(view: View, copy: Fact): boolean {
  const name = basename(String(copy.value));
  return view.files.some((path) => `/${path}/`.includes(`/${name}/`));
}

/** Whether a path exists, or a pattern of COPY matches: `*` and `?` match within a folder. */
export function isThere(view: View, place: string): boolean {
  if (!/[*?[]/.test(place)) return view.has(place);
  const isMatch = withinGlob(place);
  return view.files.some(isMatch);
}
