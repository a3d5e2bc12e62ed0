import { basename, dirname, join, normalize } from 'node:path/posix';
import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { mayExist } from '../_may-exist.ts';
import { knownFiles } from './_known.ts';
import { nearIn } from './_near-paths.ts';
import { cloneIn, commands, gone, prose } from './_paths.ts';

const keyOf = ({ file, line, value }: Fact): string => `${file}:${line} ${basename(String(value))}`;

export const pathExists = rule(import.meta, {
  title: 'A document names a file or folder that does not exist',
  severity: 'confusing',
  why: 'The reader of the document cannot continue at that line.',
  *check(view) {
    const files = knownFiles(view);
    const insteadOf = nearIn(files);
    const named = [...prose(view), ...commands(view)];
    const clone = cloneIn(view, named);
    const links = new Set(view.about('path.named').map((one) => (attribute(one, 'by') === 'link' ? keyOf(one) : '')));
    for (const { fact, path } of named) {
      // The path starts above the clone, or the link on the same line is reported already.
      if (clone.has(path.split('/')[0] ?? '') || links.has(keyOf(fact))) continue;
      const bases = ['.', dirname(fact.file), ...gone(view, fact.file)];
      const places = bases.map((base) => normalize(join(base, path)).replace(/\/$/, ''));
      if (mayExist(view, 'prose', { named: fact, path, places }) !== undefined) continue;
      const bare = normalize(path).replace(/\/$/, '');
      const meant = insteadOf(bare, places);
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
      yield {
        message: `${path} does not exist, but ${only} does`,
        at: locationOf(fact, `names ${path}`),
        against: [{ file: only, line: 1, says: only }].filter(({ file }) => files.has(file)),
        remedy: `name ${only}`,
        // A folder name with wrong capitals has one fix in all documents; other paths have one fix in each document.
        groupKey: bare.toLowerCase() === only.toLowerCase() ? `${dirname(bare)} ${dirname(only)}` : fact.file,
      };
    }
  },
});
