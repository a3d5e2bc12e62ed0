import { basename, dirname, join } from 'node:path/posix';
import type { View } from 'turnaround/rule';
import { isThere } from '../docker/_copied.ts';
import type { Wanted } from './wanted.ts';

/** Whether it contains a build argument, or a pattern that cannot be checked. */
export function isPattern(_: View, { path }: Wanted): boolean {
  return /[[$]|\*\*/.test(path);
}

/** A pattern may match nothing: it is the usual way to copy optional files. Lists of packages are not optional. */
export function mayMatchNothing(view: View, { named, path, places }: Wanted): boolean {
  const isNeeded = /(?:^|\/)(?:package|requirements)[^/]*$/.test(path);
  const beside = view.about('path.named', named.file).filter((one) => one !== named && one.line === named.line);
  const isSecond = places.some((place) =>
    beside.some(({ value }) => isThere(view, join(dirname(place), basename(value)))),
  );
  return /[*?][^/]*$/.test(path) && (isSecond || (!isNeeded && places.some((place) => isThere(view, dirname(place)))));
}
