import { rule, locationOf, attribute } from 'turnaround/rule';
import { nearScript, scriptOf } from './_scripts.ts';
import { besideOf, isInMade } from './_documented-scripts.ts';

export const scriptDocumented = rule(import.meta, {
  title: 'A document names a script that no package.json has',
  severity: 'confusing',
  why: 'The reader of the document cannot continue at that command.',
  *check(view) {
    const scripts = view.about('package.script').filter(({ file }) => file.endsWith('package.json'));
    if (scripts.length === 0) return;
    const names = [...new Set(scripts.map(({ value }) => value))];
    for (const command of view.about('command')) {
      const asked = attribute(command, 'by') === 'markdown' ? scriptOf(command) : undefined;
      if (asked === undefined || names.includes(asked.name) || !OWN.test(command.file)) continue;
      if (command.attributes?.['foreseen'] === true || isInMade(view, command)) continue;
      const own = besideOf(view, command, scripts);
      const near = nearScript(asked.name, [...new Set(own.map(({ value }) => String(value)))]);
      const meant = own.find(({ value }) => value === near) ?? own[0];
      yield {
        message: `\`${command.value}\` is documented, but no package.json has the script ${asked.name}`,
        at: locationOf(command, command.value),
        against: meant === undefined ? [] : [locationOf(meant, `${meant.file} has ${String(meant.value)}`)],
        remedy: near === undefined ? 'correct the document, or add the script' : `document ${near}`,
        ...(near === undefined
          ? { groupKey: command.file }
          : { mend: [{ file: command.file, line: command.line, was: asked.name, is: near }] }),
      };
    }
  },
});

/** Documents for developers of the workspace; other pages describe the projects of their readers. */
const OWN =
  /(?:^|\/)(?:readme|contributing|development|developing|hacking|install|agents|claude|setup)[^/]*$|develop[^/]*$|contribut[^/]*$|local[-_ ]?setup[^/]*$/i;
