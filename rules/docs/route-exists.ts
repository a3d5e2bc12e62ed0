import { rule, locationOf } from 'turnaround/rule';
import { GIVEN, routesOf } from '../_routes.ts';
import { isNear } from '../_near.ts';
import { routesAsked, routesNamed } from './_routes.ts';

/** Documents that teach how to add a route name some that do not exist yet. */
const TEACHES = /tutorial|development|contributing|extend|adding|how-?to|getting-started|endpoints\.md$/i;

export const routeExists = rule(import.meta, {
  title: 'A document names a route that the application does not have',
  severity: 'confusing',
  why: 'A client that follows the document gets a 404 or a 405.',
  *check(view) {
    const routes = routesOf(view);
    const { application } = view;
    if (routes === undefined || application === undefined) return;
    const named = [...routesNamed(view), ...routesAsked(view)];
    for (const { fact, method, path } of named) {
      if (
        path.includes('*') ||
        path.includes('...') ||
        method === 'HEAD' ||
        method === 'OPTIONS' ||
        routes.matches(path, method)
      )
        continue;
      // A document that is mostly about other paths describes another API.
      const own = named.filter((each) => each.fact.file === fact.file && !GIVEN.test(each.path));
      const right = own.filter((each) => routes.matches(each.path, each.method)).length;
      const has = routes.methods(path).filter((each) => each !== '');
      const bare = path.replace(/(.)\/$/, '$1');
      const isSlip = application.operations.some((each) => each.path === bare || isNear(each.path, bare));
      const isAbout = isSlip ? right >= own.length / 2 : right >= Math.max(3, own.length * 0.7);
      if (right === 0 || !isAbout || TEACHES.test(fact.file)) continue;
      yield {
        message: `${method} ${path} is documented, but ${application.app} ${has.length === 0 ? 'has no such route' : `has it only with ${has.join(', ')}`}`,
        at: locationOf(fact, `${method} ${path}`),
        against: [
          {
            file: application.file,
            line: application.line,
            says: `${application.app}, ${application.operations.length} routes`,
          },
        ],
        groupKey: fact.file,
        remedy: 'correct the document, or add the route',
      };
    }
  },
});
