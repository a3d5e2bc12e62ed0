import { rule, locationOf } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { BUNDLED, isCopied } from './_bundle.ts';
import { servesBundle, runs } from './_served-bundle.ts';

export const bundledVariable = rule(import.meta, {
  title: 'A variable of the bundle is set too late',
  severity: 'wrong',
  why: 'The bundler writes the value into the files while the image is built; the file server never reads the variable.',
  *check(view) {
    for (const built of builtIn(view)) {
      if (!servesBundle(view, built)) continue;
      const read = view
        .about('variable.read')
        .filter((fact) => BUNDLED.test(fact.value) && isCopied(view, built, fact.file));
      const set = view.about('variable.set').filter((fact) => BUNDLED.test(fact.value) && runs(view, built, fact));
      for (const variable of set) {
        const reader = read.find(({ value }) => value === variable.value);
        if (reader === undefined) continue;
        const name = variable.value;
        yield {
          message: `${name} is set for the running container, but ${built.dockerfile} bundles it when the image is built`,
          at: locationOf(variable, `sets ${name}`),
          against: [locationOf(reader, `reads ${name}`)],
          groupKey: `${variable.file} ${built.dockerfile}`,
          remedy: `pass ${name} as a build argument, with ARG ${name} in ${built.dockerfile}`,
        };
      }
    }
  },
});
