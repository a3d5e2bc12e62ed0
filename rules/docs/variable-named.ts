import { rule, locationOf } from 'turnaround/rule';
import { misspelled, prefixes, readNames } from '../variables/_variables.ts';
import { isDocument } from './_documents.ts';

export const variableNamed = rule(import.meta, {
  title: 'A document names a variable that nothing reads',
  severity: 'confusing',
  why: 'Setting the variable has no effect, and no error says so.',
  *check(view) {
    const read = readNames(view);
    const given = [
      ...(['variable.set', 'secret.used', 'secret.literal', 'constant'] as const).flatMap((subject) =>
        view.about(subject).map(({ value }) => value),
      ),
      ...view.about('secret.defined').flatMap(({ value, attributes }) => [value, ...(attributes?.keys ?? [])]),
    ];
    const known = new Set([...read, ...given.map((name) => name.toUpperCase())]);
    for (const named of view.about('variable.named')) {
      const name = named.value;
      if (known.has(name) || name.length < 6 || !isDocument(view, named.file)) continue;
      // Without the prefix of the settings, the name may mean the attribute of the class.
      const meant = prefixes(view).some((prefix) => read.has(`${prefix}${name}`)) ? undefined : misspelled(name, read);
      const reads = view.about('variable.read').filter(({ value }) => value.toUpperCase() === meant);
      if (meant === undefined || reads.length === 0) continue;
      yield {
        message: `${name} is documented, but the code reads ${meant}`,
        at: locationOf(named, name),
        against: reads.slice(0, 2).map((fact) => locationOf(fact, `reads ${meant}`)),
        remedy: `write ${meant}`,
        mend: [{ file: named.file, line: named.line, was: `\`${name}`, is: `\`${meant}` }],
      };
    }
  },
});
