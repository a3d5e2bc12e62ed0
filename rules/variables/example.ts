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
    for (const read of required) {
      if (known.has(String(read.value).toUpperCase())) continue;
      yield {
        message: `${String(read.value)} is required, and ${first.file} does not name it`,
        at: side(first, 'the example'),
        against: [side(read, `requires ${String(read.value)}`)],
        remedy: `add ${String(read.value)} to ${first.file}`,
      };
    }
  },
});
