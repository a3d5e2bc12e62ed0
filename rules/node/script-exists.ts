import { rule, locationOf, attribute } from 'turnaround/rule';
import { manifestsOf } from './_manifests.ts';
import { nearScript, scriptOf } from './_scripts.ts';

export const scriptExists = rule(import.meta, {
  title: 'A command runs a script that package.json does not have',
  severity: 'fails',
  why: '`npm error Missing script`: the job, the image build or the calling script fails.',
  *check(view) {
    const scripts = view.about('package.script').filter(({ file }) => file.endsWith('package.json'));
    // A manifest that is a template, or was not read, says nothing about its scripts.
    const read = new Set([...scripts, ...view.about('package'), ...view.about('dependency')].map(({ file }) => file));
    for (const command of view.about('command')) {
      const asked = attribute(command, 'by') === 'markdown' ? undefined : scriptOf(command);
      if (asked === undefined || command.attributes?.['foreseen'] === true) continue;
      const manifests = [...new Set(manifestsOf(view, command))];
      if (manifests.length === 0 || !manifests.every((file) => read.has(file))) continue;
      const own = scripts.filter(({ file }) => manifests.includes(file));
      const isThere = (asked.elsewhere ? scripts : own).some(({ value }) => value === asked.name);
      // A folder that is filled later cannot be checked: only a folder that the command names is certain.
      const isElsewhere =
        attribute(command, 'by') === 'workflow' &&
        manifests.every((path) => !path.includes('/')) &&
        scripts.some(({ value }) => value === asked.name);
      if (isThere || isElsewhere) continue;
      const near = asked.elsewhere
        ? undefined
        : nearScript(
            asked.name,
            own.map(({ value }) => value),
          );
      const manifest = manifests[0] ?? 'package.json';
      yield {
        message: `\`${command.value}\` runs a script that ${manifests.join(' and ')} ${manifests.length > 1 ? 'do' : 'does'} not have`,
        at: locationOf(command, command.value),
        against: own
          .filter(({ value }) => near === undefined || value === near)
          .slice(0, 1)
          .map((fact) => locationOf(fact, `${manifest} has ${fact.value}`)),
        remedy: near === undefined ? `add the script ${asked.name} to ${manifest}` : `run ${near}`,
        groupKey: `${manifest} ${asked.name}`,
        ...(near === undefined || command.sure !== 'stated'
          ? {}
          : { mend: [{ file: command.file, line: command.line, was: asked.name, is: near }] }),
      };
    }
  },
});
