import { basename, dirname } from 'node:path/posix';
import type { View } from 'turnaround/rule';
import { isLeftOut } from '../_ignored.ts';
import type { Named, Wanted } from './wanted.ts';
import { isFoundAbove, isFoundServed, isServed, isSiteOf } from '../docs/_sites.ts';

/** Whether a site generator resolves the link of a document. */
export function isFoundBySite(view: View, { named, path }: Wanted): boolean {
  return isFoundAbove(view, named.file, path) || (isHtml(named) && isFoundServed(view, named.file, path));
}

function isHtml(named: Named): boolean {
  return named.subject === 'path.named' && named.attributes?.html === true;
}

/** Whether the target of a link is generated before readers follow it. */
export function isMadeBySite(view: View, { named, path, places: [here = ''] }: Wanted): boolean {
  return isBuilt(view, named.file, here) || isMadeBySphinx(view, path) || isExported(view, path);
}

/** Whether a build of the pages writes it: git ignores it, or a program of mkdocs writes pages about the code. */
function isBuilt(view: View, file: string, here: string): boolean {
  const isOfCode = /^(?:references?|api|apidocs?)$/.test(basename(dirname(here))) && !view.has(dirname(here));
  const isMade =
    isOfCode && view.files.some((one) => /(?:^|\/)(?:docs?|scripts)\/(?:.*\/)?\w*(?:gen|ref)\w*\.py$/.test(one));
  return isServed(view, file) ? isMade || isLeftOut(view, here) : isSiteOf(view, file) && isLeftOut(view, here);
}

/** Whether it is an API document that a build of the pages exports: the workspace contains no such file. */
function isExported(view: View, path: string): boolean {
  const name = basename(path);
  return /^(?:openapi|swagger)\.(?:json|ya?ml)$/.test(name) && !view.files.some((file) => basename(file) === name);
}

/** Pages that Sphinx generates from code or copies. A `conf.py` in the workspace shows that Sphinx is used. */
function isMadeBySphinx(view: View, path: string): boolean {
  return /\.(?:rst|ipynb)$/.test(path) && view.files.some((file) => /(?:^|\/)docs?\/(?:[^/]+\/)?conf\.py$/.test(file));
}
