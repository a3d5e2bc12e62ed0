import { basename, dirname, join, normalize } from 'node:path/posix';
import type { Fact, View } from 'turnaround/rule';
import { foldersAbove } from '../_commands.ts';
import { isLeftOut } from '../_ignored.ts';

/** Whether a generator of clients wrote it. */
export function isGenerated(view: View, file: string): boolean {
  const folder = dirname(file);
  return view.has(join(folder, '.openapi-generator-ignore')) || view.has(join(folder, '.openapi-generator'));
}

/** mkdocs serves each page as a folder, and people link to it as they see it there: one folder deeper than the file. */
export function isServed(view: View, file: string): boolean {
  const names = ['mkdocs.yml', 'mkdocs.yaml'];
  return ['.', ...foldersAbove(file)].some((folder) => names.some((name) => view.has(join(folder, name))));
}

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

/** Whether a document is called as the folder that a link names: `02_key-features.md` is served as `key-features/`. */
export function isPageOf(view: View, path: string): boolean {
  const slugOf = (name: string): string =>
    name
      .replace(/\.mdx?$/, '')
      .replace(/^\d+[-_.]/, '')
      .replaceAll('_', '-')
      .toLowerCase();
  const slug = slugOf(basename(path));
  return view.files.some((file) => /\.mdx?$/.test(file) && slugOf(basename(file)) === slug);
}

/** Whether what HTML of a page names is there from where the page is served: `stats.md` is the folder `stats/`. */
function isFoundServed(view: View, file: string, path: string): boolean {
  const page = join(dirname(file), basename(file).replace(/\.\w+$/, ''));
  return isServed(view, file) && view.has(normalize(join(page, path)).replace(/\/$/, ''));
}

/** What a build of the pages writes: git leaves it out, or mkdocs has a program for pages of the code, by the usual names. */
function isBuilt(view: View, file: string, here: string): boolean {
  const isOfCode = /^(?:references?|api|apidocs?)$/.test(basename(dirname(here))) && !view.has(dirname(here));
  const isMade =
    isOfCode && view.files.some((one) => /(?:^|\/)(?:docs?|scripts)\/(?:.*\/)?\w*(?:gen|ref)\w*\.py$/.test(one));
  return isServed(view, file) ? isMade || isLeftOut(view, here) : isSiteOf(view, file) && isLeftOut(view, here);
}

/** Docusaurus looks for a file from the top of its documents as well, and pages show what lies in a folder for it. */
function isFoundAbove(view: View, file: string, path: string): boolean {
  const above = foldersAbove(file);
  const places = above.flatMap((folder) => [folder, join(folder, 'public'), join(folder, 'static')]);
  return isSiteOf(view, file) && places.some((folder) => view.has(normalize(join(folder, path))));
}

function isSiteOf(view: View, file: string): boolean {
  const names = ['docusaurus.config.js', 'docusaurus.config.ts'];
  return (
    file.endsWith('.mdx') || foldersAbove(file).some((folder) => names.some((name) => view.has(join(folder, name))))
  );
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
