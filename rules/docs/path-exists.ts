import { basename, dirname, join, normalize } from 'node:path/posix';
import { groupBy, rule, side, told, type Fact } from 'turnaround/rule';
import { foldersAbove } from '../_folders.ts';
import { isLeftOut } from '../_ignored.ts';
import { isNear } from '../_near.ts';
import { knownFiles } from './_known.ts';
import { cloneIn, commands, gone, prose } from './_paths.ts';

const keyOf = ({ file, line, value }: Fact): string => `${file}:${line} ${basename(String(value))}`;

/** Names that many folders have: one of them elsewhere says nothing. */
const COMMON =
  /^(?:\d+[-_])?(?:overview|introduction|spec|plan|tasks|notes|main|index|app|__init__|settings|config|conftest|utils|models|schemas|router|routes|deps|README|Dockerfile|package|requirements|docker-compose|compose)\b/i;

export const pathExists = rule(import.meta, {
  title: 'A document names a file or folder that does not exist',
  severity: 'confusing',
  why: 'Who follows the document stops at that line.',
  *check(view) {
    const files = knownFiles(view);
    const folders = new Set([...files].flatMap((file) => foldersAbove(file)));
    const [fileIn, folderIn] = [groupBy(files, dirname), groupBy(folders, dirname)];
    const named = [...prose(view), ...commands(view)];
    const clone = cloneIn(view, named);
    const links = new Set(view.about('path.named').map((one) => (told(one, 'by') === 'link' ? keyOf(one) : '')));
    for (const { fact, path } of named) {
      // Seen from above the clone; said of the link on the same line already.
      if (clone.has(path.split('/')[0] ?? '') || links.has(keyOf(fact))) continue;
      const bases = ['.', dirname(fact.file), ...gone(view, fact.file)];
      const places = bases.map((base) => normalize(join(base, path)).replace(/\/$/, ''));
      if (places.some((place) => view.has(place) || place.startsWith('..'))) continue;
      const bare = normalize(path).replace(/\/$/, '');
      const isFolder = !/\.\w+$/.test(bare);
      const moved =
        isFolder || COMMON.test(basename(bare)) || !/[-_.]\w+\./.test(basename(bare))
          ? [] // a word alone is a name that many files may have
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
      // Something else may make it; what is nearly there, or somewhere else, is what is meant.
      // What a document calls itself misleads nobody who reads it.
      if (
        only === undefined ||
        only === fact.file ||
        meant.length > 1 ||
        view.files.some((file) => `/${file}`.includes(`/${bare}`))
      )
        continue;
      if (places.some((place) => isLeftOut(view, place))) continue;
      yield {
        message: `${path} does not exist; there is ${only}`,
        at: side(fact, `names ${path}`),
        against: [{ file: only, line: 1, says: only }].filter(({ file }) => files.has(file)),
        remedy: `name ${only}`,
        // A folder that was written in capitals is mended once, in all documents; else a document is.
        together: bare.toLowerCase() === only.toLowerCase() ? `${dirname(bare)} ${dirname(only)}` : fact.file,
      };
    }
  },
});
