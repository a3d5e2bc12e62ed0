import { basename } from 'node:path/posix';
import { rule, locationOf, attribute } from 'turnaround/rule';
import { placeOf } from '../_folders.ts';
import { mayExist } from '../_may-exist.ts';
import { nearest } from '../_near.ts';
import { isRequirements } from './_requirements.ts';

export const includedFile = rule(import.meta, {
  title: 'A requirements file includes a file that does not exist',
  severity: 'fails',
  why: 'pip fails before it installs anything: "Could not open requirements file".',
  *check(view) {
    for (const named of view.about('path.named')) {
      if (
        attribute(named, 'by') !== 'requirements' ||
        attribute(named, 'kind') !== 'file' ||
        !isRequirements(named.file)
      )
        continue;
      const path = placeOf(named);
      if (mayExist(view, 'requirements', { named, path, places: [path] }) !== undefined) continue;
      const others = view.files.filter(isRequirements);
      const meant = nearest(path, others);
      const typed = named.value;
      // The path is relative to the root, where `setup.py` reads the file in its own way.
      if (view.has('setup.py') && view.has(typed)) continue;
      yield {
        message: `${typed} is included, but ${path} does not exist`,
        at: locationOf(named, typed),
        against: meant === undefined ? [] : [{ file: meant, line: 1, says: meant }],
        remedy: meant === undefined ? `add ${path}, or remove the line` : `include ${basename(meant)}`,
        ...(meant === undefined
          ? {}
          : { mend: [{ file: named.file, line: named.line, was: basename(typed), is: basename(meant) }] }),
      };
    }
  },
});
