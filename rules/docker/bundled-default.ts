import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { BUNDLED, bundlesIn, isFilledIn } from './_bundle.ts';
import { isForOthers, isGiven } from './_given.ts';
import { isBundled, packageOf, homeOf } from './_bundle-home.ts';

const LOCAL = /^(?:https?|wss?):\/\/(?:localhost|127\.0\.0\.1)(?::(\d+))?(?=\/|$)/;

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
        const name = read.value;
        const local = LOCAL.exec(attribute(read, 'default') ?? '');
        const isRead = BUNDLED.test(name) && homeOf(view, read.file) === folder && isBundled(view, read.file);
        if (local === null || !isRead || seen.has(name) || isGiven(view, built.dockerfile, name)) continue;
        if (isForOthers(view, built, Number(local[1] ?? '80'))) seen.set(name, read);
      }
      const [[name, read] = []] = seen;
      if (name === undefined || read === undefined) continue;
      const more = seen.size === 1 ? '' : `; the same applies to ${[...seen.keys()].slice(1).join(', ')}`;
      yield {
        message: `\`${String(build.value)}\` runs without ${name}: the pages call ${attribute(read, 'default') ?? ''} wherever they are served${more}`,
        at: locationOf(build, String(build.value)),
        against: [...seen.values()]
          .slice(0, 3)
          .map((one) => locationOf(one, `${String(one.value)} defaults to ${attribute(one, 'default') ?? ''}`)),
        remedy: `declare ARG ${name} before this line, and pass a value when the image is built`,
      };
    }
  },
});
