import { type View } from 'turnaround/rule';

/** Paths that FastAPI itself serves, and paths that libraries add at run time. */
export const GIVEN = /^\/(?:docs|redoc|openapi\.json|metrics|static|admin|graphql|favicon\.ico)(?:\/|$)/;

/** A catch-all route for the dashboard's pages does not show that a path exists. */
const ANY = /^\/\{\w+:path\}$/;

/** The routes of the workspace's only application; undefined if there are several, or routes known only at run time. */
export function routesOf(
  view: View,
): { matches: (path: string, method?: string) => boolean; methods: (path: string) => string[] } | undefined {
  const { application } = view;
  if (application === undefined || application.open.length > 0 || view.about('router.open').length > 0)
    return undefined;
  const started = view.about('backend.application');
  if (started.length !== 1 || application.operations.length < 2) return undefined;
  // Another framework serves paths that are not known here.
  if (
    view
      .about('dependency')
      .some(({ value }) =>
        /^(?:flask|django|aiohttp|tornado|express|fastify|koa|hono|next|nuxt|@nestjs\/core)$/i.test(value),
      )
  )
    return undefined;
  const shapes = application.operations.map(({ kind, method, path }) => ({ kind, method, shape: shapeOf(path) }));
  const prefixes = [...view.about('proxy.location').map(({ value }) => value), '/api']
    .map((prefix) => prefix.replaceAll(/\/+$/g, ''))
    .filter((prefix) => /^\/[\w/-]+$/.test(prefix));
  const found = (path: string) => {
    const asked = shapeOf(path.split(/[?#]/)[0] ?? '');
    const all = [
      asked,
      ...prefixes.filter((prefix) => asked.startsWith(`${prefix}/`)).map((prefix) => asked.slice(prefix.length)),
    ];
    return shapes.filter(({ kind, shape }) =>
      all.some((one) => (kind === 'mount' ? `${one}/`.startsWith(`${shape}/`) : isSame(shape, one))),
    );
  };
  return {
    matches: (path, method) =>
      GIVEN.test(path) ||
      found(path).some((each) => each.kind !== 'http' || method === undefined || each.method === method),
    methods: (path) => [...new Set(found(path).flatMap(({ method, shape }) => (ANY.test(shape) ? [] : [method])))],
  };
}

function shapeOf(path: string): string {
  return path.replace(/\/+$/, '') || '/';
}

/** Compares segments from the end: a document may leave out a prefix that all paths share. */
function isSame(route: string, asked: string): boolean {
  const [a, b] = [route.split('/').slice(1), asked.split('/').slice(1)];
  if (a.some((part) => /\{\w+:path\}/.test(part))) return true;
  if (
    b.length > a.length ||
    (b.length < a.length && !a.slice(0, a.length - b.length).every((part) => /^(?:api|v\d+)$/.test(part)))
  )
    return false;
  const own = a.slice(a.length - b.length);
  return own.every((part, at) => part === b[at] || (/^\{\w+\}$/.test(part) && part !== ''));
}
