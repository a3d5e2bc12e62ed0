import { basename, dirname } from 'node:path/posix';
import type { View } from 'turnaround/rule';
import { globOf } from './_glob.ts';

interface Pattern {
  /** The folder that it counts from, with a slash behind it. */
  readonly folder: string;
  readonly isAnchored: boolean;
  readonly matches: RegExp;
}

/** Whether git ignores a path or a folder above it: such files are created locally. */
export function isLeftOut(view: View, path: string): boolean {
  return patternsOf(view).some(({ folder, isAnchored, matches }) => {
    if (!path.startsWith(folder)) return false;
    const parts = path
      .slice(folder.length)
      .split('/')
      .map((_, at, all) => all.slice(0, at + 1).join('/'));
    return parts.some((part) => matches.test(isAnchored ? part : basename(part)));
  });
}

const known = new WeakMap<View, readonly Pattern[]>();

function patternsOf(view: View): readonly Pattern[] {
  const found =
    known.get(view) ??
    view.about('git.ignored').flatMap(({ file, value }) => {
      const pattern = String(value);
      const name = pattern.replace(/^\*\*\//, '').replaceAll(/^\/|\/$/g, '');
      // A file that ignores everything lists its exceptions with `!`.
      if (pattern.startsWith('!') || /^\**$/.test(name)) return [];
      return [
        {
          folder: dirname(file) === '.' ? '' : `${dirname(file)}/`,
          isAnchored: pattern.startsWith('/') || name.includes('/'),
          matches: globOf(name),
        },
      ];
    });
  known.set(view, found);
  return found;
}
