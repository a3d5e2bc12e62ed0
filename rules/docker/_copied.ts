import { basename, dirname, join, normalize } from 'node:path/posix';
import type { Fact, View } from 'turnaround/rule';
import { foldersAbove, tidy } from '../_folders.ts';

/** Without a service that names it, the context is what people mostly take: the root, or the Dockerfile's folder. */
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
 * Whether all that a Dockerfile copies by name is together in another folder: `docker/Dockerfile.ml`, which somebody
 * builds from `ml-engine`. One at the root is built from there.
 */
export function isOfAnother(view: View, dockerfile: string, copies: readonly Fact[]): boolean {
  const names = copies.map(({ value }) => tidy(String(value))).filter((name) => name !== '.');
  const [first] = names;
  if (dirname(dockerfile) === '.' || first === undefined) return false;
  const named = new RegExp(`^(.*?)/${patternOf(first)}(?:/|$)`);
  const folders = new Set(view.files.flatMap((path) => named.exec(path)?.[1] ?? []));
  return [...folders].some((folder) => names.every((name) => isThere(view, join(folder, name))));
}

/** Whether the workspace has something of this name at all. */
export function isElsewhere(view: View, copy: Fact): boolean {
  const name = basename(String(copy.value));
  return view.files.some((path) => `/${path}/`.includes(`/${name}/`));
}

/** A pattern of COPY with `*` and `?`, which match within a folder, or a path. */
export function isThere(view: View, place: string): boolean {
  if (!/[*?]/.test(place)) return view.has(place);
  const matches = new RegExp(`^${patternOf(place)}(?:/|$)`);
  return view.files.some((path) => matches.test(path));
}

function patternOf(path: string): string {
  return path
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
}
