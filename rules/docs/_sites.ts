import { basename, dirname, join, normalize } from 'node:path/posix';
import type { Fact, View } from 'turnaround/rule';
import { foldersAbove } from '../_commands.ts';

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

/** Docusaurus looks for a file from the top of its documents as well, and pages show what lies in a folder for it. */
function isFoundAbove(view: View, file: string, path: string): boolean {
  const parts = dirname(file).split('/');
  const above = parts.map((_, at) => parts.slice(0, at + 1).join('/'));
  const isSite =
    file.endsWith('.mdx') ||
    above.some((folder) => ['js', 'ts'].some((end) => view.has(`${folder}/docusaurus.config.${end}`)));
  const places = above.flatMap((folder) => [folder, join(folder, 'public'), join(folder, 'static')]);
  return isSite && places.some((folder) => view.has(normalize(join(folder, path))));
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
