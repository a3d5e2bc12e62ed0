import { dirname, join, normalize } from 'node:path/posix';
import { rule, side, told, type Contradiction, type Fact, type Patch, type View } from 'turnaround/rule';
import { isDocument } from './_documents.ts';
import { meantBy } from './_meant.ts';
import { isMadeElsewhere } from './_made.ts';
import { isGenerated, isPageOf, isServed } from './_sites.ts';

export const linkExists = rule(import.meta, {
  title: 'A link points to a file that does not exist',
  severity: 'confusing',
  why: 'The reader gets a 404, and cannot tell whether the file was moved or never written.',
  *check(view) {
    const broken = view.about('path.named').flatMap((link) => brokenOf(view, link) ?? []);
    for (const file of new Set(broken.map(({ link }) => link.file)))
      for (const isSure of [true, false])
        yield* ofDocument(broken.filter((one) => one.link.file === file && (one.to !== undefined) === isSure));
  },
});

interface Broken {
  readonly link: Fact;
  readonly here: string;
  /** The path that it should point to, if only one is possible. */
  readonly to: string | undefined;
}

/** The broken links of a document are one finding: they usually have the same cause. */
function* ofDocument(broken: readonly Broken[]): Iterable<Contradiction> {
  const [first] = broken;
  if (first === undefined) return;
  const { link, here, to } = first;
  const more = broken.length === 1 ? '' : `; ${broken.length - 1} more of its links are broken`;
  yield {
    message: `the link ${String(link.value)} points to ${here}, which does not exist${more}`,
    at: side(link, `links to ${String(link.value)}`),
    against: broken.slice(1, 4).map((one) => side(one.link, `links to ${String(one.link.value)}`)),
    together: here,
    remedy: to === undefined ? remedyOf(String(link.value)) : `link to ${to}`,
    ...(to === undefined ? {} : { mend: broken.map(patchOf) }),
  };
}

function remedyOf(path: string): string {
  if (/^[\w.+-]+@[\w-]+\.\w/.test(path)) return `write mailto:${path}`;
  const isDomain = /^(?:www\.)?[\w-]+\.(?:com|org|net|io|ai|dev|app|co)(?:\/|$)/.test(path);
  return isDomain ? `write https://${path}` : 'correct the link, or remove it';
}

function patchOf({ link, to = '' }: Broken): Patch {
  return { file: link.file, line: link.line, was: `](${told(link, 'typed') ?? String(link.value)}`, is: `](${to}` };
}

function brokenOf(view: View, link: Fact<'path.named'>): Broken | undefined {
  const path = String(link.value);
  if (told(link, 'by') !== 'link' || link.sure !== 'stated' || !isDocument(view, link.file)) return undefined;
  // The folder of a served page, and files that a client generator writes.
  const isPage = path.endsWith('/') && (link.file.endsWith('.mdx') || isServed(view, link.file));
  if (isPage || isGenerated(view, link.file)) return undefined;
  if (/^\d+(?:\.\d+){3}$/.test(path)) return undefined;
  // Pages that a generator writes, and paths that GitHub serves beside the files.
  if (/\.html?$|[*<>{}$]|^[^/]*$(?<!\.\w+)/.test(path) || !/\.\w{1,5}$|\/$/.test(path)) return undefined;
  const here = normalize(join(dirname(link.file), path)).replace(/\/$/, '');
  const isThere = [here, `${here}.md`, `${here}.mdx`, here.replace(/\.md$/, '.mdx')].some((place) => view.has(place));
  if (here.startsWith('..') || here === '.' || isThere || isMadeElsewhere(view, link, here)) return undefined;
  const [meant, ...more] = meantBy(view, link.file, path, here);
  // The URL of a page, as the site serves it.
  if (path.endsWith('/') && meant === undefined && isPageOf(view, path)) return undefined;
  return { link, here, to: meant === undefined || more.length > 0 ? undefined : relative(dirname(link.file), meant) };
}

function relative(from: string, to: string): string {
  const [a, b] = [from === '.' ? [] : from.split('/'), to.split('/')];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/');
}
