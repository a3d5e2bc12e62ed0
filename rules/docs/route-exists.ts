import { rule, side, told } from 'turnaround/rule';
import { GIVEN, routesOf } from '../_routes.ts';
import { valuesOf, wordsOf } from '../_commands.ts';
import { isNear } from '../_near.ts';
import { documented, isDocument } from './_documents.ts';

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
    const named = view.about('route.named').flatMap((fact) => {
      const method = told(fact, 'method');
      return method === undefined || !isDocument(view, fact.file) ? [] : [{ fact, method, path: String(fact.value) }];
    });
    const asked = documented(view).flatMap((fact) => {
      const words = wordsOf(String(fact.value));
      const [, port, path] =
        words
          .map((word) => /^https?:\/\/(?:localhost|127\.0\.0\.1):(\d+)(\/[^\s?#$<{]*)(?:[?#].*)?$/.exec(word))
          .find((match) => match !== null) ?? [];
      const isBackend = view
        .about('backend.port')
        .some(({ value, sure }) => Number(value) === Number(port) && sure !== 'guessed');
      if (
        words[0] !== 'curl' ||
        path === undefined ||
        !isBackend ||
        words.some((word) => /^(?:-d|--data\S*|--json|-F|--form|-I|--head|-G)$/.test(word))
      )
        return [];
      return [{ fact, method: valuesOf(words, '-X', '--request')[0] ?? 'GET', path }];
    });
    for (const { fact, method, path } of [...named, ...asked]) {
      if (
        path.includes('*') ||
        path.includes('...') ||
        method === 'HEAD' ||
        method === 'OPTIONS' ||
        routes.matches(path, method)
      )
        continue;
      // A document that is mostly about other paths describes another API.
      const own = [...named, ...asked].filter((each) => each.fact.file === fact.file && !GIVEN.test(each.path));
      const right = own.filter((each) => routes.matches(each.path, each.method)).length;
      const has = routes.methods(path).filter((each) => each !== '');
      const bare = path.replace(/(.)\/$/, '$1');
      const isSlip = application.operations.some((each) => each.path === bare || isNear(each.path, bare));
      const isAbout = isSlip ? right >= own.length / 2 : right >= Math.max(3, own.length * 0.7);
      if (right === 0 || !isAbout || TEACHES.test(fact.file)) continue;
      yield {
        message: `${method} ${path} is documented, but ${application.app} ${has.length === 0 ? 'has no such route' : `has it only with ${has.join(', ')}`}`,
        at: side(fact, `${method} ${path}`),
        against: [
          {
            file: application.file,
            line: application.line,
            says: `${application.app}, ${application.operations.length} routes`,
          },
        ],
        together: fact.file,
        remedy: 'correct the document, or add the route',
      };
    }
  },
});
