import { dirname, join, normalize } from 'node:path/posix';
import { rule, side, told, type View } from 'turnaround/rule';
import { builtIn } from '../_built.ts';

export const copySource = rule(import.meta, {
  title: 'An image copies what is not there',
  severity: 'fails',
  why: 'The build of the image stops at the first COPY without a source.',
  *check(view) {
    const contexts = new Map(builtIn(view).map((built) => [built.dockerfile, built.contexts]));
    const copies = view.about('path.named').filter((named) => told(named, 'by') === 'copy');
    for (const copied of copies) {
      const path = String(copied.value);
      if (told(copied, 'from') !== 'context' || /[[$]|\*\*/.test(path)) continue;
      // Where the image is built a file of values may lie that git ignores.
      if (/(^|\/)\.env/.test(path)) continue;
      // Without a service that names it, the context is what people mostly take: the root, or the Dockerfile's folder.
      const built = contexts.get(copied.file) ?? new Set<string>();
      const known = built.size > 0 ? built : new Set(['.', dirname(copied.file)]);
      const above = built.size > 0 ? [] : foldersAbove(dirname(copied.file));
      const places = [...known].map((folder) => normalize(join(folder, path)).replace(/\/$/, ''));
      if (above.some((folder) => isThere(view, join(folder, path)))) continue;
      if (places.some((place) => isThere(view, place)) || places.some((place) => MADE.test(place))) continue;
      // A pattern may match nothing: it is how people copy what is not always there. What is installed from has to be.
      const folders = places.map((place) => dirname(place));
      if (
        /[*?][^/]*$/.test(path) &&
        !/(?:^|\/)(?:package|requirements)[^/]*$/.test(path) &&
        folders.some((folder) => isThere(view, folder))
      )
        continue;
      yield {
        message: `${path} is copied, and there is no ${places.join(' and no ')}`,
        at: side(copied, `COPY ${path}`),
        against: [],
        remedy: 'correct the path, or commit the file',
      };
    }
  },
});

function foldersAbove(folder: string): string[] {
  return folder === '.' ? [] : [folder, ...foldersAbove(dirname(folder))];
}

/** A pattern of COPY with `*` and `?`, which match within a folder, or a path. */
function isThere(view: View, place: string): boolean {
  if (!/[*?]/.test(place)) return view.has(place);
  const pattern = place
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  const matches = new RegExp(`^${pattern}(?:/|$)`);
  return view.files.some((path) => matches.test(path));
}

/** What a build makes before the image is built. */
const MADE = /(^|\/)(dist|build|out|target|node_modules|\.next)(\/|$)|\.(whl|jar|tar|gz|zip)$/;
