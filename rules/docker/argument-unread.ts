import { rule, locationOf, attribute } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { misspelled } from '../variables/_variables.ts';
import { BUNDLED, bundlesIn, isCopied } from './_bundle.ts';

export const argumentUnread = rule(import.meta, {
  title: 'A bundle is built with a variable that its code reads under another name',
  severity: 'wrong',
  why: 'The bundler finds no value under the name in the code, and writes the default into the pages.',
  *check(view) {
    for (const built of builtIn(view)) {
      if (bundlesIn(view, built.dockerfile).length === 0) continue;
      const read = view
        .about('variable.read')
        .filter((fact) => BUNDLED.test(fact.value) && isCopied(view, built, fact.file));
      const names = read.map(({ value }) => value);
      const given = [
        ...view.about('variable.passed', built.dockerfile),
        ...view.about('variable.set', built.dockerfile),
      ];
      const known = new Set(given.map(({ value }) => value));
      for (const argument of given) {
        const name = argument.value;
        if (!BUNDLED.test(name) || names.includes(name) || attribute(argument, 'as') !== 'arg') continue;
        const meant = misspelled(name, names);
        const reader = read.find(({ value }) => value === meant);
        if (meant === undefined || reader === undefined || known.has(meant)) continue;
        yield {
          message: `${built.dockerfile} declares ${name}, but the code reads ${meant}`,
          at: locationOf(reader, `reads ${meant}`),
          against: [locationOf(argument, `ARG ${name}`)],
          remedy: `read ${name} in the code, or declare ${meant}`,
        };
      }
    }
  },
});
