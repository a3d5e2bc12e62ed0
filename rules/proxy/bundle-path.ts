import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { servedBy, pathsGiven } from './_bundle-paths.ts';

export const bundlePath = rule(import.meta, {
  title: 'The pages request a path that their server does not forward',
  severity: 'wrong',
  why: 'nginx answers with the start page or a 404: every request of the dashboard fails, and only in production.',
  *check(view) {
    for (const built of builtIn(view)) {
      const locations = view.about('proxy.location').filter((fact) => servedBy(view, built).includes(fact.file));
      const passes = view.about('proxy.pass').filter(({ file }) => locations.some((fact) => fact.file === file));
      // If nothing is forwarded, a server in front of it does that; a pattern may match any path.
      const isOpen = locations.some(
        (fact) => /^[~=]/.test(attribute(fact, 'modifier') ?? '') || /[$^*]/.test(fact.value),
      );
      if (passes.length === 0 || isOpen || passes.some((fact) => attribute(fact, 'location') === '/')) continue;
      for (const { fact, name, path } of pathsGiven(view, built)) {
        const isPassed = (location: Fact): boolean => begins(path, String(location.value)) && location.value !== '/';
        if (
          locations.some(isPassed) ||
          view.about('proxy.location').some((one) => attribute(one, 'by') !== 'nginx' && isPassed(one))
        )
          continue;
        yield {
          message: `${name} is ${path}, but nginx forwards only ${[...new Set(passes.map((pass) => attribute(pass, 'location')))].join(', ')}`,
          at: locationOf(passes[0] ?? fact, `forwards ${attribute(passes[0] ?? fact, 'location') ?? ''}`),
          against: [locationOf(fact, `${name}=${path}`)],
          remedy: `forward ${path}/, or build with a path that is forwarded`,
        };
      }
    }
  },
});

function begins(path: string, location: string): boolean {
  return `${path}/`.startsWith(location.endsWith('/') ? location : `${location}/`);
}
