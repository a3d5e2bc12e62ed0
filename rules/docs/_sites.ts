import { basename, dirname, join, normalize } from 'node:path/posix';
import type { View } from 'turnaround/rule';
import { foldersAbove } from '../_folders.ts';

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
export function isFoundServed(view: View, file: string, path: string): boolean {
  const page = join(dirname(file), basename(file).replace(/\.\w+$/, ''));
  return isServed(view, file) && view.has(normalize(join(page, path)).replace(/\/$/, ''));
}

/** Docusaurus looks for a file from the top of its documents as well, and pages show what lies in a folder for it. */
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
