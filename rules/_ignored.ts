import { basename, dirname } from 'node:path/posix';
import type { View } from 'turnaround/rule';

/** Whether git leaves out a path, or a folder above it: what lies there is everybody's own, and made by whoever works there. */
export function isLeftOut(view: View, path: string): boolean {
  return view.about('git.ignored').some(({ file, value }) => {
    const pattern = String(value);
    const folder = dirname(file) === '.' ? '' : `${dirname(file)}/`;
    const name = pattern.replace(/^\*\*\//, '').replaceAll(/^\/|\/$/g, '');
    // What leaves out everything says by `!` what it does not.
    if (pattern.startsWith('!') || !path.startsWith(folder) || /^\**$/.test(name)) return false;
    const parts = path
      .slice(folder.length)
      .split('/')
      .map((_, at, all) => all.slice(0, at + 1).join('/'));
    const isAnchored = pattern.startsWith('/') || name.includes('/');
    const matches = new RegExp(
      `^${name
        .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '[^/]*')
        .replaceAll('?', '[^/]')}$`,
    );
    return parts.some((part) => matches.test(isAnchored ? part : basename(part)));
  });
}
