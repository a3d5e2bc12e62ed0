import { basename } from 'node:path/posix';
import type { View } from 'turnaround/rule';
import { isLeftOut } from '../_ignored.ts';
import type { Wanted } from './wanted.ts';

/** Whether git ignores it by any pattern: ignored files are created locally. */
export function isIgnored(view: View, { places }: Wanted): boolean {
  return places.some((place) => isLeftOut(view, place));
}

/** Whether a pattern is the path or a folder above it. Patterns with `*` do not count: they often match more than intended. */
export function isIgnoredByName(view: View, { places }: Wanted): boolean {
  const parts = places.flatMap((place) => place.split('/').map((_, at, all) => all.slice(0, at + 1).join('/')));
  return ignored(view, '.gitignore').some((pattern) => parts.includes(pattern.replaceAll(/^\/|\/$/g, '')));
}

/** Whether a pattern is the whole path, with its folder. */
export function isIgnoredByPath(view: View, { places }: Wanted): boolean {
  return ignored(view, '.gitignore').some(
    (pattern) => /[^/]\/[^/]/.test(pattern) && places.includes(pattern.replace(/^\//, '')),
  );
}

/** Whether a pattern ends with its name, in any folder. */
export function isNamedByIgnore(view: View, { path }: Wanted): boolean {
  return ignored(view).some((pattern) => basename(pattern) === basename(path));
}

function ignored(view: View, file?: string): string[] {
  return view.about('git.ignored', file).map(({ value }) => value);
}
