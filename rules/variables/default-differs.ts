import { dirname } from 'node:path/posix';
import { rule, locationOf, attribute, type View } from 'turnaround/rule';
import { isFileFor } from '../_purpose.ts';

export const defaultDiffers = rule(import.meta, {
  title: 'One variable has two different defaults in the same application',
  severity: 'confusing',
  why: 'If the variable is not set, one part of the application uses one value and another part uses the other.',
  *check(view) {
    const { application } = view;
    if (application === undefined || !application.file.includes('/')) return;
    const folder = `${dirname(application.file)}/`;
    const read = view
      .about('variable.read')
      .filter((fact) => fact.file.startsWith(folder) && fact.file.endsWith('.py') && fact.sure === 'stated');
    const makes = new Set(view.applications.map(({ file }) => file));
    const seen = new Set<string>();
    for (const first of read) {
      const [name, value] = [first.value, attribute(first, 'default')];
      if (value === undefined || value === '' || seen.has(name)) continue;
      seen.add(name);
      const other = read.find(
        (fact) =>
          fact.file !== first.file &&
          fact.value === name &&
          isOther(attribute(fact, 'default'), value) &&
          // `config_demo.py`: settings for another environment.
          !areVariants(view, fact.file, first.file) &&
          // Each application may have its own default.
          !(makes.has(fact.file) && makes.has(first.file)),
      );
      if (other === undefined) continue;
      yield {
        message: `${name} defaults to ${value}, but to ${attribute(other, 'default')} in ${other.file}`,
        at: locationOf(other, `default ${attribute(other, 'default')}`),
        against: [locationOf(first, `default ${value}`)],
        remedy: 'read it in one place',
      };
    }
  },
});

function areVariants(view: View, a: string, b: string): boolean {
  const purposes = ['production', 'development', 'test', 'example'] as const;
  return purposes.some((purpose) => isFileFor(view, a, purpose) !== isFileFor(view, b, purpose));
}

function isOther(text: string | undefined, value: string): boolean {
  return (
    text !== undefined &&
    !/^(?:|unknown|none|null|n\/a|-)$/i.test(text) &&
    text.toLowerCase() !== value.toLowerCase() &&
    !(Number(text) === Number(value))
  );
}
