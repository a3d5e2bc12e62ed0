import { attribute, type Fact, type View } from 'turnaround/rule';

/** Variables that exist in every step. */
const OF_THE_SHELL =
  /^(?:GITHUB|RUNNER|ACTIONS|INPUT)_|^(?:HOME|PATH|USER|PWD|CI|SHELL|HOSTNAME|LANG|TMPDIR|RANDOM|SECONDS|AGENT_\w+|JAVA_HOME\w*|IFS|EUID|UID)$/;

export function usedIn({ value }: Fact): string[] {
  return [
    ...new Set(
      [...String(value).matchAll(/(?<!\\)\$(?:\{([A-Z][A-Z0-9_]*)\}|([A-Z][A-Z0-9_]*))/g)].map(
        ([, braced, plain]) => braced ?? plain ?? '',
      ),
    ),
  ];
}

/** Whether the file may set a variable in another way: in its shell, for later steps, or in a sourced file. */
export function mayBeSet(view: View, { file }: Fact, name: string): boolean {
  const sets = new RegExp(
    `(?:^|[\\s;&|("'])${name}=|\\b(?:read|for|export|declare|local)\\b.*\\b${name}\\b|-e ${name}\\b`,
  );
  return (
    name.length < 3 ||
    OF_THE_SHELL.test(name) ||
    view.about('variable.set', file).some(({ value }) => value === name) ||
    view.about('command', file).some(({ value }) => sets.test(value) || /(?:^|\s)(?:source|\.) /.test(value))
  );
}

/** Whether the job also uses the variable under its own name: then the other name is not a typo. */
export function isUsed(view: View, command: Fact, name: string): boolean {
  return view
    .about('command', command.file)
    .some((fact) => attribute(fact, 'job') === attribute(command, 'job') && usedIn(fact).includes(name));
}
