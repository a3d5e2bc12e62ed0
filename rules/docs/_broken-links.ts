import { dirname, join, normalize } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { mayExist } from '../_may-exist.ts';
import { isDocument } from './_documents.ts';
import { meantBy } from './_meant.ts';
import { isGenerated, isPageOf, isServed } from './_sites.ts';

export interface Broken {
  readonly link: Fact;
  readonly here: string;
  /** The path that it should point to, if only one is possible. */
  readonly to: string | undefined;
}

export function brokenOf(view: View, link: Fact<'path.named'>): Broken | undefined {
  const path = link.value;
  if (attribute(link, 'by') !== 'link' || link.sure !== 'stated' || !isDocument(view, link.file)) return undefined;
  // The folder of a served page, and files that a client generator writes.
  const isPage = path.endsWith('/') && (link.file.endsWith('.mdx') || isServed(view, link.file));
  if (isPage || isGenerated(view, link.file)) return undefined;
  if (/^\d+(?:\.\d+){3}$/.test(path)) return undefined;
  // Pages that a generator writes, and paths that GitHub serves beside the files.
  if (/\.html?$|[*<>{}$]|^[^/]*$(?<!\.\w+)/.test(path) || !/\.\w{1,5}$|\/$/.test(path)) return undefined;
  const here = normalize(join(dirname(link.file), path)).replace(/\/$/, '');
  const places = [here, `${here}.md`, `${here}.mdx`, here.replace(/\.md$/, '.mdx')];
  if (mayExist(view, 'link', { named: link, path, places }) !== undefined) return undefined;
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
