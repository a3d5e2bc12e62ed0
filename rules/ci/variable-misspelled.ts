import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { isTypo } from '../_near.ts';
import { misspelled } from '../variables/_variables.ts';

export const variableMisspelled = rule(import.meta, {
  title: 'A step uses a variable that is set under another name',
  severity: 'fails',
  why: 'The shell replaces it with nothing: the image gets no tag, or the path is incomplete.',
  *check(view) {
    for (const command of view.about('command')) {
      if (told(command, 'by') !== 'workflow') continue;
      const set = view.about('variable.set', command.file).filter((fact) => reaches(fact, command));
      const names = set.map(({ value }) => String(value));
      for (const name of usedIn(command)) {
        const meant = names.includes(name)
          ? undefined
          : (misspelled(name, names) ?? names.find((one) => isTypo(one, name)));
        const from = set.find(({ value }) => value === meant);
        if (from === undefined || mayBeSet(view, command, name) || isUsed(view, command, String(from.value))) continue;
        yield {
          message: `$${name} is used, but the variable that is set is ${String(from.value)}`,
          at: side(command, String(command.value)),
          against: [side(from, `sets ${String(from.value)}`)],
          remedy: `use $${String(from.value)}, or set ${name}`,
        };
      }
    }
  },
});

/** Variables that exist in every step. */
const OF_THE_SHELL =
  /^(?:GITHUB|RUNNER|ACTIONS|INPUT)_|^(?:HOME|PATH|USER|PWD|CI|SHELL|HOSTNAME|LANG|TMPDIR|RANDOM|SECONDS|AGENT_\w+|JAVA_HOME\w*|IFS|EUID|UID)$/;

/** Whether a variable is set for the command: by the workflow, the job or a step, not for a service container. */
function reaches(set: Fact, command: Fact): boolean {
  const job = told(set, 'job');
  return (
    told(set, 'by') === 'workflow' &&
    told(set, 'service') === undefined &&
    (job === undefined || job === told(command, 'job'))
  );
}

function usedIn({ value }: Fact): string[] {
  return [
    ...new Set(
      [...String(value).matchAll(/(?<!\\)\$(?:\{([A-Z][A-Z0-9_]*)\}|([A-Z][A-Z0-9_]*))/g)].map(
        ([, braced, plain]) => braced ?? plain ?? '',
      ),
    ),
  ];
}

/** Whether the file may set a variable in another way: in its shell, for later steps, or in a sourced file. */
function mayBeSet(view: View, { file }: Fact, name: string): boolean {
  const sets = new RegExp(
    `(?:^|[\\s;&|("'])${name}=|\\b(?:read|for|export|declare|local)\\b.*\\b${name}\\b|-e ${name}\\b`,
  );
  return (
    name.length < 3 ||
    OF_THE_SHELL.test(name) ||
    view.about('variable.set', file).some(({ value }) => value === name) ||
    view
      .about('command', file)
      .some(({ value }) => sets.test(String(value)) || /(?:^|\s)(?:source|\.) /.test(String(value)))
  );
}

/** Whether the job also uses the variable under its own name: then the other name is not a typo. */
function isUsed(view: View, command: Fact, name: string): boolean {
  return view
    .about('command', command.file)
    .some((fact) => told(fact, 'job') === told(command, 'job') && usedIn(fact).includes(name));
}
