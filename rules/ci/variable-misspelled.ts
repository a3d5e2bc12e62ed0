import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { isTypo } from '../_near.ts';
import { misspelled } from '../variables/_variables.ts';
import { usedIn, mayBeSet, isUsed } from './_shell-variables.ts';

export const variableMisspelled = rule(import.meta, {
  title: 'A step uses a variable that is set under another name',
  severity: 'fails',
  why: 'The shell replaces it with nothing: the image gets no tag, or the path is incomplete.',
  *check(view) {
    for (const command of view.about('command')) {
      if (attribute(command, 'by') !== 'workflow') continue;
      const set = view.about('variable.set', command.file).filter((fact) => reaches(fact, command));
      const names = set.map(({ value }) => value);
      for (const name of usedIn(command)) {
        const meant = names.includes(name)
          ? undefined
          : (misspelled(name, names) ?? names.find((one) => isTypo(one, name)));
        const from = set.find(({ value }) => value === meant);
        if (from === undefined || mayBeSet(view, command, name) || isUsed(view, command, from.value)) continue;
        yield {
          message: `$${name} is used, but the variable that is set is ${from.value}`,
          at: locationOf(command, command.value),
          against: [locationOf(from, `sets ${from.value}`)],
          remedy: `use $${from.value}, or set ${name}`,
        };
      }
    }
  },
});

/** Whether a variable is set for the command: by the workflow, the job or a step, not for a service container. */
function reaches(set: Fact, command: Fact): boolean {
  const job = attribute(set, 'job');
  return (
    attribute(set, 'by') === 'workflow' &&
    attribute(set, 'service') === undefined &&
    (job === undefined || job === attribute(command, 'job'))
  );
}
