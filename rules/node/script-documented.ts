import { dirname, join } from 'node:path/posix';
import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { callOf } from '../_commands.ts';
import { foldersAbove, tidy } from '../_folders.ts';
import { nearScript, scriptOf } from './_scripts.ts';

export const scriptDocumented = rule(import.meta, {
  title: 'A document names a script that no package.json has',
  severity: 'confusing',
  why: 'The reader of the document cannot continue at that command.',
  *check(view) {
    const scripts = view.about('package.script').filter(({ file }) => file.endsWith('package.json'));
    if (scripts.length === 0) return;
    const names = [...new Set(scripts.map(({ value }) => String(value)))];
    for (const command of view.about('command')) {
      const asked = told(command, 'by') === 'markdown' ? scriptOf(command) : undefined;
      if (asked === undefined || names.includes(asked.name) || !OWN.test(command.file)) continue;
      if (command.of?.['foreseen'] === true || isInMade(view, command)) continue;
      const own = besideOf(view, command, scripts);
      const near = nearScript(asked.name, [...new Set(own.map(({ value }) => String(value)))]);
      const meant = own.find(({ value }) => value === near) ?? own[0];
      yield {
        message: `\`${String(command.value)}\` is documented, but no package.json has the script ${asked.name}`,
        at: side(command, String(command.value)),
        against: meant === undefined ? [] : [side(meant, `${meant.file} has ${String(meant.value)}`)],
        remedy: near === undefined ? 'correct the document, or add the script' : `document ${near}`,
        ...(near === undefined
          ? { together: command.file }
          : { mend: [{ file: command.file, line: command.line, was: asked.name, is: near }] }),
      };
    }
  },
});

/** The scripts of the package that a document is about: in its last `cd` folder, else around it, else all scripts. */
function besideOf(view: View, command: Fact, scripts: readonly Fact[]): readonly Fact[] {
  const gone = goneTo(view, command);
  const folders = [
    ...(gone === undefined ? [] : [join(dirname(command.file), gone), gone]),
    ...foldersAbove(command.file),
    '.',
  ].map(tidy);
  const [own] = folders
    .map((folder) => scripts.filter(({ file }) => dirname(file) === folder))
    .filter((found) => found.length > 0);
  return own ?? scripts;
}

/** The folder to which a document last changes before a command. */
function goneTo(view: View, command: Fact): string | undefined {
  return view
    .about('command', command.file)
    .filter(({ line }) => line < command.line)
    .flatMap((one) => (callOf(one).program === 'cd' ? callOf(one).rest.slice(0, 1) : []))
    .at(-1);
}

/** Documents for developers of the workspace; other pages describe the projects of their readers. */
const OWN =
  /(?:^|\/)(?:readme|contributing|development|developing|hacking|install|agents|claude|setup)[^/]*$|develop[^/]*$|contribut[^/]*$|local[-_ ]?setup[^/]*$/i;

/** Whether the document last changed to a missing folder within an existing one: something creates it first. */
function isInMade(view: View, command: Fact): boolean {
  const target = goneTo(view, command);
  if (target?.includes('/') !== true) return false;
  const places = [tidy(target), tidy(join(dirname(command.file), target))];
  return (
    !places.some((place) => view.has(place)) &&
    places.some((place) => dirname(place) !== '.' && view.has(dirname(place)))
  );
}
