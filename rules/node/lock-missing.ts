import { basename, dirname } from 'node:path/posix';
import { rule, locationOf, attribute, type Fact, type View } from 'turnaround/rule';
import { areTogether } from '../_commands.ts';
import { hasAlternative, lockedInstallOf, LOCKS, locksAt } from './_installs.ts';
import { placesOf } from './_places.ts';

export const lockMissing = rule(import.meta, {
  title: 'An install needs a lock file that does not exist',
  severity: 'fails',
  why: '`npm ci` and the frozen installs of other package managers fail without a lock file.',
  *check(view) {
    for (const command of view.about('command')) {
      const manager = lockedInstallOf(command);
      // yarn 1 continues without a lock file.
      const isLoose = manager === 'yarn' && !command.value.includes('--immutable');
      if (manager === undefined || isLoose || attribute(command, 'by') === 'markdown') continue;
      const places = hasAlternative(view, command) ? [] : (placesOf(view, command) ?? []);
      const isLocked = places.some((place) => Object.keys(LOCKS).some((name) => locksAt(view, place, name).length > 0));
      const [first] = places.flatMap((place) => place.at('package.json'));
      if (first === undefined || isLocked || isCopied(view, command, LOCKS[manager] ?? [])) continue;
      const name = LOCKS[manager]?.[0] ?? '';
      const isImage = attribute(command, 'by') === 'dockerfile';
      const lock = isImage
        ? view.about('lock').find(({ file, value }) => value === name && dirname(file) === dirname(first))
        : undefined;
      const manifest = view.about('package').find(({ file }) => file === first);
      const where = isImage ? `no ${name} is copied before it` : `there is no ${name} beside ${first}`;
      yield {
        message: `\`${command.value}\` runs, but ${where}`,
        at: locationOf(command, command.value),
        against: [lock, manifest]
          .flatMap((fact) => (fact === undefined ? [] : [locationOf(fact, `${fact.file} exists`)]))
          .slice(0, 1),
        remedy:
          isImage && lock !== undefined
            ? `copy ${name} as well, from a context that contains it`
            : `create and commit ${name}`,
      };
    }
  },
});

/** If the lock file is copied by its name and does not exist, the COPY is reported instead. */
function isCopied(view: View, command: Fact, names: readonly string[]): boolean {
  return view
    .about('path.named', command.file)
    .some(
      (named) =>
        attribute(named, 'by') === 'copy' && areTogether(named, command) && names.includes(basename(named.value)),
    );
}
