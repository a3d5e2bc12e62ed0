import { dirname } from 'node:path/posix';
import { rule, locationOf } from 'turnaround/rule';

export const example = rule(import.meta, {
  title: 'The example environment file lacks a required variable',
  severity: 'fails',
  why: 'A developer who copies the example and starts the application gets an error about a variable that no file lists.',
  *check(view) {
    const { application } = view;
    if (application === undefined || !application.file.includes('/')) return;
    const set = view.about('variable.set');
    const top = dirname(application.file);
    const isAbove = (file: string): boolean =>
      dirname(file) === '.' || top === dirname(file) || top.startsWith(`${dirname(file)}/`);
    const examples = set.filter((fact) => fact.attributes?.['example'] === true && isAbove(fact.file));
    const [first] = examples;
    if (first === undefined) return;
    const known = new Set(set.map(({ value }) => value.toUpperCase()));
    const required = view
      .about('variable.read')
      .filter(
        (fact) =>
          fact.attributes?.['required'] === true &&
          fact.file.startsWith(`${top}/`) &&
          fact.file.endsWith('.py') &&
          fact.attributes['by'] === undefined,
      );
    // An example that contains no required variable belongs to something else.
    if (!required.some(({ value }) => examples.some((fact) => fact.value.toUpperCase() === value.toUpperCase())))
      return;
    // A variable that another place reads with a default is passed on from there.
    const given = view.about('variable.read').filter(({ attributes }) => attributes?.['required'] === false);
    for (const { value } of given) known.add(value.toUpperCase());
    const missing = required.filter(({ value }) => !known.has(value.toUpperCase()));
    const names = [...new Set(missing.map(({ value }) => value))];
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    if (names.length === 0) return;
    yield {
      message:
        names.length === 1
          ? `${names[0]} is required, but ${first.file} does not list it`
          : `${names.slice(0, 3).join(', ')}${more} are required, but ${first.file} does not list them`,
      at: locationOf(first, 'the example'),
      against: missing.slice(0, 3).map((read) => locationOf(read, `requires ${read.value}`)),
      remedy: `add ${names.join(', ')} to ${first.file}`,
    };
  },
});
