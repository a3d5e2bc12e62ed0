import { dirname } from 'node:path/posix';
import { rule, locationOf, attribute, type Fact, type View } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { misspelled, prefixes, readNames } from './_variables.ts';

export const unread = rule(import.meta, {
  title: 'A variable is set but never read',
  severity: 'wrong',
  why: 'The application uses its default instead, and no error says that the value is not used.',
  *check(view) {
    const names = readNames(view);
    const read = view.about('variable.read');
    for (const set of read.length === 0 ? [] : [...own(view), ...examples(view)]) {
      const name = set.value.toUpperCase();
      if (names.has(name) || name.includes('__')) continue;
      const folder = set.attributes?.['example'] === true && set.file.includes('/') ? `${dirname(set.file)}/` : '';
      const near = read.filter(({ file }) => file.startsWith(folder)).map(({ value }) => value.toUpperCase());
      const meant = misspelled(name, near);
      const isFree = meant !== undefined && !setWith(view, set).includes(meant);
      const prefix = prefixes(view).find((each) => name.startsWith(each));
      // If the similar variable is also set, both are intended, unless the prefix shows what reads them.
      if (prefix === undefined && !isFree) continue;
      const reads = read.filter(({ value }) => isFree && value.toUpperCase() === meant);
      const classes = view
        .about('settings.class')
        .filter((fact) => attribute(fact, 'prefix')?.toUpperCase() === prefix);
      yield {
        message: `${set.value} is set, but ${isFree ? `the code reads ${meant}` : 'no setting has that name'}`,
        at: locationOf(set, set.value),
        against: (reads.length > 0 ? reads : classes).slice(0, 2).map((fact) => locationOf(fact)),
        ...(isFree ? {} : { groupKey: set.file }),
        remedy: isFree ? `set ${meant}` : 'remove it, or read it',
        ...(isFree ? { mend: [{ file: set.file, line: set.line, was: set.value, is: meant }] } : {}),
      };
    }
  },
});

/** What a variable is set for: a compose service, or a container of a workload. */
const placeOf = (fact: Fact): string =>
  [fact.file, attribute(fact, 'service'), attribute(fact, 'workload'), attribute(fact, 'container')].join('\n');

function setWith(view: View, set: Fact): string[] {
  const all = view.about('variable.set').filter((fact) => placeOf(fact) === placeOf(set));
  return all.map(({ value }) => value.toUpperCase());
}

/** Variables of the services and containers that run an image of the workspace's own. */
function own(view: View): Fact<'variable.set'>[] {
  const built = builtIn(view);
  const services = built.flatMap((one) =>
    one.services.map(({ file, value }) => [file, value, undefined, undefined].join('\n')),
  );
  const places = new Set([...services, ...built.flatMap(({ containers }) => containers.map(placeOf))]);
  return view.about('variable.set').filter((fact) => places.has(placeOf(fact)));
}

function examples(view: View): Fact<'variable.set'>[] {
  return view.about('variable.set').filter(({ attributes }) => attributes?.['example'] === true);
}
