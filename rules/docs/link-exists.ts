import { dirname, join, normalize } from 'node:path/posix';
import { rule, side, told, type View } from 'turnaround/rule';
import { isDocument } from './_documents.ts';

export const linkExists = rule(import.meta, {
  title: 'A link leads to a file that does not exist',
  severity: 'confusing',
  why: 'Who follows it gets a 404, and does not know whether the file was moved or never written.',
  *check(view) {
    for (const link of view.about('path.named')) {
      const path = String(link.value);
      if (told(link, 'by') !== 'link' || link.sure !== 'stated' || !isDocument(link.file)) continue;
      // Pages that a generator makes, and what GitHub has beside the files.
      if (/\.html?$|[*<>{}$]|^[^/]*$(?<!\.\w+)/.test(path) || !/\.\w{1,5}$|\/$/.test(path)) continue;
      const here = normalize(join(dirname(link.file), path)).replace(/\/$/, '');
      if (here.startsWith('..') || here === '.' || [here, `${here}.md`, `${here}.mdx`].some((place) => view.has(place)))
        continue;
      if (isFoundAbove(view, link.file, path)) continue;
      const root = normalize(path)
        .replace(/^(?:\.\.\/)+/, '')
        .replace(/\/$/, '');
      const places = [root, join(dirname(dirname(link.file)), root)].map((place) => normalize(place));
      const [meant, ...more] = [...new Set(places)].filter((place) => place !== here && view.has(place));
      const to = meant === undefined ? undefined : relative(dirname(link.file), meant);
      yield {
        message: `the link ${path} leads to ${here}, which does not exist`,
        at: side(link, `links to ${path}`),
        against: [],
        remedy: to === undefined ? 'correct the link, or take it out' : `link to ${to}`,
        ...(to !== undefined && more.length === 0
          ? { mend: [{ file: link.file, line: link.line, was: `](${path}`, is: `](${to}` }] }
          : {}),
      };
    }
  },
});

/** Docusaurus looks for a file from the top of its documents as well. */
function isFoundAbove(view: View, file: string, path: string): boolean {
  const parts = dirname(file).split('/');
  const above = parts.map((_, at) => parts.slice(0, at + 1).join('/'));
  const isSite =
    file.endsWith('.mdx') ||
    above.some((folder) => ['js', 'ts'].some((end) => view.has(`${folder}/docusaurus.config.${end}`)));
  return isSite && above.some((folder) => view.has(normalize(join(folder, path))));
}

function relative(from: string, to: string): string {
  const [a, b] = [from === '.' ? [] : from.split('/'), to.split('/')];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/');
}
