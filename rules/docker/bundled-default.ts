import { basename, dirname, join } from 'node:path/posix';
import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { builtIn, type Built } from '../_built.ts';
import { contextsOf } from '../_image.ts';
import { dashboards } from '../web/_dashboard.ts';
import { BUNDLED, bundlesIn, isCopied, isFilledIn } from './_bundle.ts';
import { isForOthers, isGiven } from './_given.ts';

const LOCAL = /^(?:https?|wss?):\/\/(?:localhost|127\.0\.0\.1)(?::(\d+))?(?=\/|$)/;
/** Files that are in no bundle: tests, settings of tools, server code of Next.js. */
const ASIDE =
  /\.(?:test|spec|stories|server)\.|\.config\.|(?:^|\/)(?:cypress|playwright|scripts|mocks?|__mocks__|(?:app|pages)\/(?:.+\/)?api)\/|(?:^|\/)(?:route|middleware|instrumentation|proxy)\.[cm]?[jt]sx?$/;

export const bundledDefault = rule(import.meta, {
  title: 'An image bundles a localhost address',
  severity: 'wrong',
  why: 'Without a value, the bundler uses the default: every visitor’s browser then calls the visitor’s own machine.',
  *check(view) {
    for (const built of builtIn(view)) {
      const [build] = bundlesIn(view, built.dockerfile);
      const folder = packageOf(view, built);
      if (build === undefined || folder === undefined || isFilledIn(view, built.dockerfile)) continue;
      const seen = new Map<string, Fact>();
      for (const read of view.about('variable.read')) {
        const name = String(read.value);
        const local = LOCAL.exec(told(read, 'default') ?? '');
        const isRead = BUNDLED.test(name) && homeOf(view, read.file) === folder && !ASIDE.test(read.file);
        if (local === null || !isRead || seen.has(name) || isGiven(view, built.dockerfile, name)) continue;
        if (isForOthers(view, built, Number(local[1] ?? '80'))) seen.set(name, read);
      }
      const [[name, read] = []] = seen;
      if (name === undefined || read === undefined) continue;
      const more = seen.size === 1 ? '' : `; the same applies to ${[...seen.keys()].slice(1).join(', ')}`;
      yield {
        message: `\`${String(build.value)}\` runs without ${name}: the pages call ${told(read, 'default') ?? ''} wherever they are served${more}`,
        at: side(build, String(build.value)),
        against: [...seen.values()]
          .slice(0, 3)
          .map((one) => side(one, `${String(one.value)} defaults to ${told(one, 'default') ?? ''}`)),
        remedy: `declare ARG ${name} before this line, and pass a value when the image is built`,
      };
    }
  },
});

/** The folder of the package that an image bundles; the only package, if it is built from a folder without one. */
function packageOf(view: View, built: Built): string | undefined {
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
function homeOf(view: View, file: string): string | undefined {
  const folders = dashboards(view).map((one) => dirname(one.file));
  return folders.filter((folder) => isIn(folder, file)).toSorted((a, b) => b.length - a.length)[0];
}

function isIn(folder: string, file: string): boolean {
  return folder === '.' || file.startsWith(`${folder}/`);
}
