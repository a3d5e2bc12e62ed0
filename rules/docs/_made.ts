import { basename, dirname } from 'node:path/posix';
import type { Fact, View } from 'turnaround/rule';
import { isLeftOut } from '../_ignored.ts';
import { isFoundAbove, isFoundServed, isServed, isSiteOf } from './_sites.ts';

/** Where a generator of pages looks for it, or what makes it before anybody follows the link. */
export function isMadeElsewhere(view: View, link: Fact, here: string): boolean {
  const path = String(link.value);
  return (
    isFoundAbove(view, link.file, path) ||
    isBuilt(view, link.file, here) ||
    (link.of?.['html'] === true && isFoundServed(view, link.file, path)) ||
    isMadeBySphinx(view, path) ||
    isExported(view, path) ||
    isFilledIn(view, here)
  );
}

/** What a build of the pages writes: git leaves it out, or mkdocs has a program for pages of the code, by the usual names. */
function isBuilt(view: View, file: string, here: string): boolean {
  const isOfCode = /^(?:references?|api|apidocs?)$/.test(basename(dirname(here))) && !view.has(dirname(here));
  const isMade =
    isOfCode && view.files.some((one) => /(?:^|\/)(?:docs?|scripts)\/(?:.*\/)?\w*(?:gen|ref)\w*\.py$/.test(one));
  return isServed(view, file) ? isMade || isLeftOut(view, here) : isSiteOf(view, file) && isLeftOut(view, here);
}

/** The document of an API that a build of the pages exports, which the workspace has nowhere. */
function isExported(view: View, path: string): boolean {
  const name = basename(path);
  return /^(?:openapi|swagger)\.(?:json|ya?ml)$/.test(name) && !view.files.some((file) => basename(file) === name);
}

/** What Sphinx makes of the code, or copies into the pages: only the workspace with its `conf.py` shows that it is used. */
function isMadeBySphinx(view: View, path: string): boolean {
  return /\.(?:rst|ipynb)$/.test(path) && view.files.some((file) => /(?:^|\/)docs?\/(?:[^/]+\/)?conf\.py$/.test(file));
}

/** `flow.dag.yaml.jinja2` beside it, or in a folder beside it, is filled in for who gets the document. */
function isFilledIn(view: View, here: string): boolean {
  const [name, above] = [basename(here), dirname(dirname(here))];
  return view.files.some(
    (file) =>
      TEMPLATE.test(file) && basename(file).startsWith(`${name}.`) && (above === '.' || file.startsWith(`${above}/`)),
  );
}

const TEMPLATE = /\.(?:j2|jinja2?|tmpl|tpl|template|mustache|hbs|ejs|erb)$/;
