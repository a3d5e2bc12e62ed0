import { basename, dirname } from 'node:path/posix';
import type { Fact, View } from 'turnaround/rule';
import { isLeftOut } from '../_ignored.ts';
import { isFoundAbove, isFoundServed, isServed, isSiteOf } from './_sites.ts';

/** Whether a site generator resolves a link, or something generates its target before readers follow it. */
export function isMadeElsewhere(view: View, link: Fact<'path.named'>, here: string): boolean {
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

/** Whether a template for it is beside it or in a folder beside it: `flow.dag.yaml.jinja2`. */
function isFilledIn(view: View, here: string): boolean {
  const [name, above] = [basename(here), dirname(dirname(here))];
  return view.files.some(
    (file) =>
      TEMPLATE.test(file) && basename(file).startsWith(`${name}.`) && (above === '.' || file.startsWith(`${above}/`)),
  );
}

const TEMPLATE = /\.(?:j2|jinja2?|tmpl|tpl|template|mustache|hbs|ejs|erb)$/;
