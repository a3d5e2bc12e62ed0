import { basename, dirname } from 'node:path/posix';
import { groupBy } from 'turnaround/rule';
import { foldersAbove } from '../_folders.ts';
import { isNear } from '../_near.ts';

/** Names that occur in many folders: a file with such a name in another folder is not evidence. */
const COMMON =
  /^(?:\d+[-_])?(?:overview|introduction|spec|plan|tasks|notes|main|index|app|__init__|settings|config|conftest|utils|models|schemas|router|routes|deps|README|Dockerfile|package|requirements|docker-compose|compose)\b/i;

/** The paths that a missing path may mean: those with a similar name in the same place, or the same name in another place. */
export function nearIn(files: ReadonlySet<string>): (path: string, places: readonly string[]) => string[] {
  const folders = new Set([...files].flatMap((file) => foldersAbove(file)));
  const [fileIn, folderIn] = [groupBy(files, dirname), groupBy(folders, dirname)];
  return (path, places) => {
    const name = basename(path);
    const isFolder = !/\.\w+$/.test(path);
    const slips = new Set(
      places.flatMap((place) =>
        ((isFolder ? folderIn : fileIn).get(dirname(place)) ?? []).filter((file) =>
          isNear(basename(file), basename(place)),
        ),
      ),
    );
    if (slips.size > 0) return [...slips];
    // Many files may have a one-word name.
    const isCommon = isFolder || COMMON.test(name) || !/[-_.]\w+\./.test(name);
    return isCommon ? [] : [...files].filter((file) => basename(file) === name);
  };
}
