import { dirname } from 'node:path/posix';
import { rule, side } from 'turnaround/rule';

export const example = rule(import.meta, {
  title: 'The example of an environment lacks a variable that is required',
  severity: 'fails',
  why: 'Who copies the example and starts the application gets an error about a variable that no file names.',
  *check(view) {
    const { application } = view;
    if (application === undefined || !application.file.includes('/')) return;
    const set = view.about('variable.set');
    const top = dirname(application.file);
    const isAbove = (file: string): boolean =>
      dirname(file) === '.' || top === dirname(file) || top.startsWith(`${dirname(file)}/`);
    const examples = set.filter((fact) => fact.of?.['example'] === true && isAbove(fact.file));
    const [first] = examples;
    if (first === undefined) return;
    const known = new Set(set.map(({ value }) => String(value).toUpperCase()));
    const required = view
      .about('variable.read')
      .filter(
        (fact) =>
          fact.of?.['required'] === true &&
          fact.file.startsWith(`${top}/`) &&
          fact.file.endsWith('.py') &&
          fact.of['by'] === undefined,
      );
    // An example that names none of what is required is one of something else.
    if (
      !required.some(({ value }) =>
        examples.some((fact) => String(fact.value).toUpperCase() === String(value).toUpperCase()),
      )
    )
      return;
    // What another place reads with a default is handed on from there.
    const given = view.about('variable.read').filter(({ of }) => of?.['required'] === false);
    for (const { value } of given) known.add(String(value).toUpperCase());
    const missing = required.filter(({ value }) => !known.has(String(value).toUpperCase()));
    const names = [...new Set(missing.map(({ value }) => String(value)))];
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    if (names.length === 0) return;
    yield {
      message:
        names.length === 1
          ? `${names[0]} is required, and ${first.file} does not name it`
          : `${names.slice(0, 3).join(', ')}${more} are required, and ${first.file} does not name them`,
      at: side(first, 'the example'),
      against: missing.slice(0, 3).map((read) => side(read, `requires ${String(read.value)}`)),
      remedy: `add ${names.join(', ')} to ${first.file}`,
    };
  },
});
