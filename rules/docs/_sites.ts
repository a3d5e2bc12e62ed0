import { basename, dirname, join, normalize } from 'node:path/posix';
import type { View } from 'turnaround/rule';
import { foldersAbove } from '../_folders.ts';

/** Whether a client generator wrote the file. */
export function isGenerated(view: View, file: string): boolean {
  const folder = dirname(file);
  return view.has(join(folder, '.openapi-generator-ignore')) || view.has(join(folder, '.openapi-generator'));
}

/** mkdocs serves each page as a folder, so a link may be relative to a folder one level deeper than the file. */
export function isServed(view: View, file: string): boolean {
  const names = ['mkdocs.yml', 'mkdocs.yaml'];
  return ['.', ...foldersAbove(file)].some((folder) => names.some((name) => view.has(join(folder, name))));
}

/** Whether a document is served as the folder that a link names: `02_key-features.md` is served as `key-features/`. */
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

/** Whether a path in the HTML of a page exists relative to the served page: `stats.md` is the folder `stats/`. */
export function isFoundServed(view: View, file: string, path: string): boolean {
  const page = join(dirname(file), basename(file).replace(/\.\w+$/, ''));
  return isServed(view, file) && view.has(normalize(join(page, path)).replace(/\/$/, ''));
}

/** Docusaurus also resolves a file from the root of its documents, and serves the files of its static folders. */
export function isFoundAbove(view: View, file: string, path: string): boolean {
  const above = foldersAbove(file);
  const places = above.flatMap((folder) => [folder, join(folder, 'public'), join(folder, 'static')]);
  return isSiteOf(view, file) && places.some((folder) => view.has(normalize(join(folder, path))));
}

export function isSiteOf(view: View, file: string): boolean {
  const names = ['docusaurus.config.js', 'docusaurus.config.ts'];
  return (
    file.endsWith('.mdx') || foldersAbove(file).some((folder) => names.some((name) => view.has(join(folder, name))))
  );
}
