import { basename, dirname, join, normalize } from 'node:path/posix';
import { attribute, type View } from 'turnaround/rule';
import { foldersAbove } from '../_folders.ts';

/** The files that a broken link may mean: its path from the root or from a folder above, else files with its name. */
export function meantBy(view: View, file: string, path: string, here: string): string[] {
  const root = normalize(path)
    .replace(/^(?:\.\.\/)+/, '')
    .replace(/\/$/, '');
  const above = foldersAbove(file).slice(1);
  const places = [...new Set([root, ...above.map((folder) => normalize(join(folder, root)))])];
  const there = places.filter((place) => place !== here && view.has(place));
  const name = basename(path);
  if (there.length > 0 || /^(?:readme|index)\.|\/$/i.test(name) || path.endsWith('/')) return there;
  // A file that the document already links to is not meant.
  const linked = new Set(
    view
      .about('path.named', file)
      .filter((link) => attribute(link, 'by') === 'link')
      .map(({ value }) => normalize(join(dirname(file), value))),
  );
  // Many pages have one-word names, and a file with the same name in another tree is usually about something else.
  const isCommon = /^[a-z]+\.\w+$/.test(name);
  const isNear = (one: string): boolean =>
    basename(dirname(one)) === basename(dirname(here)) ||
    (!isCommon && (one.split('/')[0] === file.split('/')[0] || !one.includes('/')));
  return view.files.filter((one) => basename(one) === name && one !== file && !linked.has(one) && isNear(one));
}
