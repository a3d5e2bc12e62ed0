import { basename, dirname, join, normalize } from 'node:path/posix';
import { groupBy, rule, side, told, type Fact } from 'turnaround/rule';
import { foldersAbove } from '../_folders.ts';
import { isLeftOut } from '../_ignored.ts';
import { isNear } from '../_near.ts';
import { knownFiles } from './_known.ts';
import { cloneIn, commands, gone, prose } from './_paths.ts';

const keyOf = ({ file, line, value }: Fact): string => `${file}:${line} ${basename(String(value))}`;

/** Names that occur in many folders: a file with such a name in another folder is not evidence. */
const COMMON =
  /^(?:\d+[-_])?(?:overview|introduction|spec|plan|tasks|notes|main|index|app|__init__|settings|config|conftest|utils|models|schemas|router|routes|deps|README|Dockerfile|package|requirements|docker-compose|compose)\b/i;

export const pathExists = rule(import.meta, {
  title: 'A document names a file or folder that does not exist',
  severity: 'confusing',
  why: 'The reader of the document cannot continue at that line.',
  *check(view) {
    const files = knownFiles(view);
    const folders = new Set([...files].flatMap((file) => foldersAbove(file)));
    const [fileIn, folderIn] = [groupBy(files, dirname), groupBy(folders, dirname)];
    const named = [...prose(view), ...commands(view)];
    const clone = cloneIn(view, named);
    const links = new Set(view.about('path.named').map((one) => (told(one, 'by') === 'link' ? keyOf(one) : '')));
    for (const { fact, path } of named) {
      // The path starts above the clone, or the link on the same line is reported already.
      if (clone.has(path.split('/')[0] ?? '') || links.has(keyOf(fact))) continue;
      const bases = ['.', dirname(fact.file), ...gone(view, fact.file)];
      const places = bases.map((base) => normalize(join(base, path)).replace(/\/$/, ''));
      if (places.some((place) => view.has(place) || place.startsWith('..'))) continue;
      const bare = normalize(path).replace(/\/$/, '');
      const isFolder = !/\.\w+$/.test(bare);
      const moved =
        isFolder || COMMON.test(basename(bare)) || !/[-_.]\w+\./.test(basename(bare))
          ? [] // many files may have a one-word name
          : [...files].filter((file) => basename(file) === basename(bare));
      const slips = new Set(
        places.flatMap((place) =>
          ((isFolder ? folderIn : fileIn).get(dirname(place)) ?? []).filter((file) =>
            isNear(basename(file), basename(place)),
          ),
        ),
      );
      const meant = slips.size > 0 ? [...slips] : moved;
      const [only] = meant;
      // Something else may create the path. It is reported only if a similar path, or the same name elsewhere, exists.
      // A wrong name for the document itself misleads no reader.
      if (
        only === undefined ||
        only === fact.file ||
        meant.length > 1 ||
        view.files.some((file) => `/${file}`.includes(`/${bare}`))
      )
        continue;
      if (places.some((place) => isLeftOut(view, place))) continue;
      yield {
        message: `${path} does not exist, but ${only} does`,
        at: side(fact, `names ${path}`),
        against: [{ file: only, line: 1, says: only }].filter(({ file }) => files.has(file)),
        remedy: `name ${only}`,
        // A folder name with wrong capitals has one fix in all documents; other paths have one fix in each document.
        together: bare.toLowerCase() === only.toLowerCase() ? `${dirname(bare)} ${dirname(only)}` : fact.file,
      };
    }
  },
});
