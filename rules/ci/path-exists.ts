import { basename, dirname, join, normalize } from 'node:path/posix';
import { rule, locationOf, attribute, type Fact, type View } from 'turnaround/rule';
import { mayExist } from '../_may-exist.ts';

export const pathExists = rule(import.meta, {
  title: 'A workflow or a target uses a file or folder that does not exist',
  severity: 'fails',
  why: 'The job fails at this step, often only when it deploys.',
  *check(view) {
    for (const named of view.about('path.named')) {
      if (!isGoneTo(named)) continue;
      const path = named.value;
      const from = attribute(named, 'from') ?? 'root';
      if (named.sure === 'guessed' || /[*?$~()]|^\/|^\.\./.test(path)) continue;
      const base = from === 'root' ? '' : from === 'file' ? dirname(named.file) : from;
      // A workflow in a subfolder runs in that subfolder once it becomes a repository.
      const part = named.file.split('/.github/')[0] ?? '';
      // Recipes that another justfile imports run in the folder of that file.
      const imported = /(?:^|\/)\.?justfile$|\.just$/i.test(named.file) ? [''] : [];
      const places = [base, named.file.startsWith('.github/') ? '' : part, ...imported].map((folder) =>
        normalize(join(folder, path)).replace(/\/$/, ''),
      );
      if (mayExist(view, 'workflow', { named, path, places }) !== undefined) continue;
      const [place = path] = places;
      yield {
        message: `${place} does not exist`,
        at: locationOf(named, `${attribute(named, 'by') ?? 'names'} ${path}`),
        against: [],
        // Paths in one missing folder have the same cause; workflows made from one template lack the same file.
        groupKey: isAlone(view, place) ? basename(place) : `${named.file} ${firstGone(view, place)}`,
        remedy: 'correct the path, or commit the file or folder',
      };
    }
  },
});

/** Paths that a step uses, and folders that a recipe changes to, unless it checks for them first. */
function isGoneTo(named: Fact<'path.named'>): boolean {
  const isStep = /(^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(named.file);
  const isRecipe = attribute(named, 'target') !== undefined && attribute(named, 'by') === 'cd';
  return (isStep || isRecipe) && named.attributes?.['guarded'] !== true && named.attributes?.['foreseen'] !== true;
}

/** Whether a file is missing in an existing folder. */
function isAlone(view: View, path: string): boolean {
  return /\.\w+$/.test(path) && firstGone(view, path) === path;
}

/** The topmost folder of a path that does not exist, or the file itself. */
function firstGone(view: View, path: string): string {
  const parts = path.split('/').map((_, at, all) => all.slice(0, at + 1).join('/'));
  return parts.find((part) => !view.has(part)) ?? path;
}
