import { basename, dirname, join, normalize } from 'node:path/posix';
import type { View } from 'turnaround/rule';
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

/** Whether what HTML of a page names is there from where the page is served: `stats.md` is the folder `stats/`. */
export function isFoundServed(view: View, file: string, path: string): boolean {
  const page = join(dirname(file), basename(file).replace(/\.\w+$/, ''));
  return isServed(view, file) && view.has(normalize(join(page, path)).replace(/\/$/, ''));
}

/** Docusaurus looks for a file from the top of its documents as well. */
export function isFoundAbove(view: View, file: string, path: string): boolean {
  const parts = dirname(file).split('/');
  const above = parts.map((_, at) => parts.slice(0, at + 1).join('/'));
  const isSite =
    file.endsWith('.mdx') ||
    above.some((folder) => ['js', 'ts'].some((end) => view.has(`${folder}/docusaurus.config.${end}`)));
  return isSite && above.some((folder) => view.has(normalize(join(folder, path))));
}

/** What Sphinx makes of the code, or copies into the pages: only the workspace with its `conf.py` shows that it is used. */
export function isMadeBySphinx(view: View, path: string): boolean {
  return /\.(?:rst|ipynb)$/.test(path) && view.files.some((file) => /(?:^|\/)docs?\/(?:[^/]+\/)?conf\.py$/.test(file));
}

/** `flow.dag.yaml.jinja2` beside it, or in a folder beside it, is filled in for who gets the document. */
export function isFilledIn(view: View, here: string): boolean {
  const [name, above] = [basename(here), dirname(dirname(here))];
  return view.files.some(
    (file) =>
      TEMPLATE.test(file) && basename(file).startsWith(`${name}.`) && (above === '.' || file.startsWith(`${above}/`)),
  );
}

const TEMPLATE = /\.(?:j2|jinja2?|tmpl|tpl|template|mustache|hbs|ejs|erb)$/;
