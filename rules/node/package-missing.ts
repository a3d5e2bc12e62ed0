import { dirname } from 'node:path/posix';
import { rule, locationOf, attribute } from 'turnaround/rule';
import { callOf } from '../_commands.ts';
import { foldersOf } from '../_folders.ts';

/** Commands of npm, pnpm and yarn that need a package.json where they run. */
const NEEDS = /^(?:ci|clean-install|test|t|run|start|publish|prune|dedupe)$/;

export const packageMissing = rule(import.meta, {
  title: 'A package manager runs where there is no package.json',
  severity: 'fails',
  why: 'The job fails with `npm error enoent Could not read package.json`.',
  *check(view) {
    const manifests = view.files.filter((path) => /(?:^|\/)package\.json$/.test(path));
    if (manifests.length === 0) return;
    const seen = new Set<string>();
    for (const command of view.about('command')) {
      const { program, rest } = callOf(command);
      if (attribute(command, 'by') !== 'workflow' || !/^(?:npm|pnpm|yarn)$/.test(program) || !NEEDS.test(rest[0] ?? ''))
        continue;
      if (rest.some((word) => /^(?:--prefix|--cwd|-C|--dir|--filter|-F|--workspace|-w)\b/.test(word))) continue;
      const folders = foldersOf(view, command);
      // npm also finds a package.json in a folder above.
      const isThere = [...(folders ?? [])].some((folder) =>
        manifests.some((path) => dirname(path) === '.' || `${folder}/`.startsWith(`${dirname(path)}/`)),
      );
      const key = `${command.file} ${attribute(command, 'job') ?? ''}`;
      if (folders === undefined || isThere || seen.has(key)) continue;
      seen.add(key);
      const where = [...folders].filter((folder) => folder !== '.');
      yield {
        message: `\`${command.value}\` runs in ${where.join(' or ') || 'the root'}, but there is no package.json`,
        at: locationOf(command, command.value),
        against: manifests.slice(0, 2).map((file) => ({ file, line: 1, says: 'a package.json is here' })),
        remedy: `run it in ${manifests.length === 1 ? dirname(manifests[0] ?? '') : 'the folder of the package'}`,
      };
    }
  },
});
