import { rule, locationOf, type Fact, type View } from 'turnaround/rule';
import { isFileFor, isFor } from '../_purpose.ts';
import { ENDING, ENDS } from './_ends.ts';
import { isFloor } from './_floor.ts';
import { isOf, isJob, runs } from './_running-versions.ts';

export const endOfLife = rule(import.meta, {
  title: 'A version is no longer supported',
  severity: 'wrong',
  why: 'It gets no more security fixes.',
  *check(view) {
    const today = new Date(Date.now()).toISOString().slice(0, 10);
    for (const subject of ENDING) {
      const { name, ends } = ENDS[subject];
      for (const [key, end] of Object.entries(ends)) {
        if (end >= today) continue;
        const used = view
          .about(subject)
          .filter(
            (fact) =>
              isOf(fact, key, ends) &&
              !isAside(view, fact) &&
              runs(view, fact) &&
              !(isJob(fact) && isFloor(view, fact, key)),
          );
        // Versions that are shipped come first: versions that only test and build are not exposed.
        const [first, ...others] = used.toSorted((x, y) => rankOf(x) - rankOf(y));
        if (first === undefined) continue;
        const files = new Set(others.flatMap(({ file }) => (file === first.file ? [] : [file])));
        const more = files.size === 0 ? '' : `, here and in ${files.size} other ${files.size === 1 ? 'file' : 'files'}`;
        yield {
          message: `support for ${name} ${key} ended on ${end}${more}`,
          at: locationOf(first, `${name} ${first.value}`),
          against: others
            .filter(({ file }, at) => file !== first.file && others.findIndex((one) => one.file === file) === at)
            .slice(0, 3)
            .map((fact) => locationOf(fact, `${name} ${fact.value}`)),
          remedy: `use a supported version of ${name}`,
          ...(isJob(first) ? { severity: 'confusing' } : {}),
        };
      }
    }
  },
});

/** The main image before images in subfolders, and jobs last. */
const rankOf = (fact: Fact): number =>
  (isJob(fact) ? 1000 : 0) + (fact.file.startsWith('.') ? 100 : 0) + fact.file.split('/').length;

/** Jobs that neither build nor test what is shipped, and files that only developers and tests use. */
const isAside = (view: View, fact: Fact): boolean =>
  isJob(fact) ? isFor(view, fact, 'upkeep') : isFileFor(view, fact.file, 'development', 'test');
