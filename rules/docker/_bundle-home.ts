import { basename, dirname, join } from 'node:path/posix';
import type { View } from 'turnaround/rule';
import type { Built } from '../_built.ts';
import { contextsOf } from '../_image.ts';
import { isFileFor } from '../_purpose.ts';
import { dashboards } from '../web/_dashboard.ts';
import { isCopied } from './_bundle.ts';

/** Files that are in no bundle: settings of tools, server code of Next.js. Tests are not in one either. */
const ASIDE =
  /\.(?:stories|server)\.|\.config\.|(?:^|\/)(?:scripts|mocks?|__mocks__|(?:app|pages)\/(?:.+\/)?api)\/|(?:^|\/)(?:route|middleware|instrumentation|proxy)\.[cm]?[jt]sx?$/;

export function isBundled(view: View, file: string): boolean {
  return !ASIDE.test(file) && !isFileFor(view, file, 'test');
}

/** The folder of the package that an image bundles; the only package, if it is built from a folder without one. */
export function packageOf(view: View, built: Built): string | undefined {
  const contexts = contextsOf(view, built);
  const folders = [...new Set(dashboards(view).map(({ file }) => dirname(file)))];
  const isHere = (path: string): boolean =>
    isCopied(view, built, path) || contexts.some((context) => dirname(path) === context);
  const own = folders.filter((folder) => isHere(join(folder, 'package.json')));
  const [only] = own.length > 0 ? own : folders;
  const isBare = !view.files.some((path) => basename(path) === 'package.json' && isHere(path));
  return own.length === 1 || (folders.length === 1 && isBare) ? only : undefined;
}

/** The nearest dashboard package around a file. */
export function homeOf(view: View, file: string): string | undefined {
  const folders = dashboards(view).map((one) => dirname(one.file));
  return folders.filter((folder) => isIn(folder, file)).toSorted((a, b) => b.length - a.length)[0];
}

function isIn(folder: string, file: string): boolean {
  return folder === '.' || file.startsWith(`${folder}/`);
}
