import { rule, locationOf, attribute, type View } from 'turnaround/rule';
import { routesOf } from '../_routes.ts';
import { nearest } from '../_near.ts';

export const tokenRoute = rule(import.meta, {
  title: 'The token URL is not a route of the application',
  severity: 'wrong',
  why: 'The Authorize button of the API documentation and every generated client request a path that answers 404.',
  *check(view) {
    const routes = routesOf(view);
    const { application } = view;
    if (routes === undefined || application === undefined || view.applications.length > 1 || isMoved(view)) return;
    for (const token of view.about('route.token')) {
      const path = `/${token.value.replace(/^\.?\//, '')}`;
      if (routes.matches(path, 'POST') || path.startsWith('/..')) continue;
      const posts = application.operations.filter(({ method }) => method === 'POST').map((operation) => operation.path);
      const named = posts.filter((post) => post.endsWith(path));
      const meant = nearest(path, posts) ?? (named.length === 1 ? named[0] : undefined);
      const route = application.operations.find((operation) => operation.path === meant && operation.method === 'POST');
      yield {
        message: `tokenUrl is ${token.value}, but ${application.app} has no POST ${path}`,
        at: locationOf(token, `tokenUrl ${token.value}`),
        against: [
          route === undefined
            ? {
                file: application.file,
                line: application.line,
                says: `${application.app}, ${application.operations.length} routes`,
              }
            : { file: route.file, line: route.line, says: `POST ${route.path}` },
        ],
        remedy: meant === undefined ? 'name the route that issues tokens' : `set tokenUrl="${meant.slice(1)}"`,
      };
    }
  },
});

/** Behind a proxy that removes a part of the path, clients request another path. */
function isMoved(view: View): boolean {
  return (
    view.about('application').some((fact) => attribute(fact, 'root') !== undefined) ||
    view.about('command').some(({ value }) => value.includes('--root-path'))
  );
}
