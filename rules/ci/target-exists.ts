import { dirname, join, normalize } from 'node:path/posix';
import { rule, locationOf, attribute, type Fact, type View } from 'turnaround/rule';
import { wordsOf } from '../_commands.ts';
import { nearest } from '../_near.ts';
import { isDocument } from '../docs/_documents.ts';
import { calledBy, foldersOf, isElsewhere, isFileOf, isInAnother, isOpen } from './_targets.ts';

const PROGRAMS: Readonly<Record<string, string>> = { make: 'makefile', just: 'justfile', task: 'taskfile' };

export const targetExists = rule(import.meta, {
  title: 'A command calls a target that is not defined',
  severity: 'fails',
  why: 'The job fails with "No rule to make target", or the reader of the document cannot continue.',
  *check(view) {
    const files = new Set([...view.about('command.target'), ...view.about('command.open')].map(({ file }) => file));
    for (const command of view.about('command')) {
      const by = attribute(command, 'by') ?? '';
      if (!isAsked(view, command, by)) continue;
      const words = wordsOf(command);
      const kind = PROGRAMS[words[0] ?? ''];
      const called = kind === undefined ? [] : calledBy(words);
      if (kind === undefined || called.length === 0) continue;
      // Inside a cloned repository, the targets are those of that repository.
      if (isElsewhere(view, command)) continue;
      const folders = foldersOf(view, command, words);
      const here = [...files].filter((file) => folders.includes(dirname(file)) && isFileOf(kind, file));
      const targets = view.about('command.target').filter(({ file }) => here.includes(file));
      if (targets.length === 0 || isOpen(view, here) || isInAnother(view, command, here)) continue;
      for (const name of called) {
        if (
          targets.some(({ value }) => value === name) ||
          folders.some((folder) => view.has(normalize(join(folder, name))))
        )
          continue;
        const meant = nearest(
          name,
          targets.map(({ value }) => value),
        );
        yield {
          message: `\`${words[0]} ${name}\` is called, but ${here.join(', ')} has no target ${name}`,
          at: locationOf(command, command.value),
          against: targets
            .filter(({ value }) => meant === undefined || value === meant)
            .slice(0, 3)
            .map((fact) => locationOf(fact)),
          ...(by === 'markdown' ? { severity: 'confusing' as const } : {}),
          ...(meant === undefined ? { groupKey: command.file } : {}),
          remedy: meant === undefined ? `define ${name}, or call an existing target` : `did you mean ${meant}?`,
        };
      }
    }
  },
});

/** Whether the command certainly runs, and its failure is not handled. */
function isAsked(view: View, command: Fact<'command'>, by: string): boolean {
  const isRun = /^(?:workflow|makefile|justfile|taskfile)$/.test(by);
  return (isRun || (by === 'markdown' && isDocument(view, command.file))) && command.attributes?.['foreseen'] !== true;
}
