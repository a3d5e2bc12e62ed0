import { basename, dirname, join, normalize } from 'node:path/posix';
import { told, type View } from 'turnaround/rule';
import { foldersAbove } from '../_commands.ts';

/** The files that a link may mean which leads nowhere: from the top, from one folder above or two; else the files that are called so. */
export function meantBy(view: View, file: string, path: string, here: string): string[] {
  const root = normalize(path)
    .replace(/^(?:\.\.\/)+/, '')
    .replace(/\/$/, '');
  const above = dirname(dirname(file));
  const places = [...new Set([root, ...[above, dirname(above)].map((folder) => normalize(join(folder, root)))])];
  const there = places.filter((place) => place !== here && view.has(place));
  // `../reference/stores/` from one folder too deep: the only place that ends so.
  const ends =
    root.includes('/') && !root.startsWith('.')
      ? [...placesOf(view, path)].filter((one) => one.endsWith(`/${root}`))
      : [];
  if (there.length === 0 && ends.length === 1) return ends;
  const name = basename(path);
  if (there.length > 0 || /^(?:readme|index)\.|\/$/i.test(name) || path.endsWith('/')) return there;
  // What the document has a link to already is not meant.
  const linked = new Set(
    view
      .about('path.named', file)
      .filter((link) => told(link, 'by') === 'link')
      .map(({ value }) => normalize(join(dirname(file), String(value)))),
  );
  // In another tree, a file of the same name is mostly about something else.
  const isNear = (one: string): boolean =>
    one.split('/')[0] === file.split('/')[0] ||
    basename(dirname(one)) === basename(dirname(here)) ||
    !one.includes('/');
  return view.files.filter((one) => basename(one) === name && one !== file && !linked.has(one) && isNear(one));
}

/** Files, or folders for a link that ends with a slash. */
function placesOf(view: View, path: string): Iterable<string> {
  return path.endsWith('/') ? new Set(view.files.flatMap((file) => foldersAbove(file))) : view.files;
}
