import { rule, locationOf, attribute, type Fact, type View } from 'turnaround/rule';
import { isApplication, targetOf } from './_target.ts';
import { isReached } from './_location-reaches.ts';

export const location = rule(import.meta, {
  title: 'nginx forwards paths that the application does not have',
  severity: 'wrong',
  why: 'The application answers every request to this location with a 404.',
  *check(view) {
    const { application } = view;
    if (application === undefined || isMoved(view)) return;
    if (application.operations.length === 0 || application.open.length > 0) return;
    const { app, operations, file, line } = application;
    const routes = [...operations.map(({ path }) => path), '/docs', '/redoc', '/openapi.json'];
    const mounts = operations.filter(({ kind }) => kind === 'mount').map(({ path }) => path.replace(/\/?$/, '/'));
    for (const pass of view.about('proxy.pass')) {
      const from = attribute(pass, 'location');
      if (from === undefined || !isPlain(pass) || !passesToApplication(view, pass)) continue;
      const [, typed = ''] = /^https?:\/\/[^/]+(\/.*)?$/.exec(pass.value) ?? [];
      const becomes = typed === '' ? from : typed;
      // A mounted application has routes of its own.
      const isMounted = mounts.some((mount) => `${becomes}/`.startsWith(mount));
      if (isMounted || routes.some((route) => isReached(route, from, becomes))) continue;
      const example = `${from.replace(/\/$/, '')}/x`;
      yield {
        message: `nginx forwards ${example} as ${becomes}${example.slice(from.length)}, but ${app} has no path with this prefix`,
        at: locationOf(pass, `location ${from} → ${pass.value}`),
        against: [{ file, line, says: `${app}, ${operations.length} paths` }],
        remedy: 'end both location and proxy_pass with a slash, or neither, and use the prefix of the routes',
      };
    }
  },
});

/** Whether the application is configured to be served below another path. */
function isMoved(view: View): boolean {
  return (
    view.about('application').some(({ attributes }) => attributes?.['root'] !== undefined) ||
    view.about('command').some(({ value }) => /root[-_]path/i.test(value)) ||
    view.about('variable.set').some(({ value }) => value.includes('ROOT_PATH'))
  );
}

/** Whether a location is not a pattern and has no variables or rewriting. */
function isPlain(pass: Fact<'proxy.pass'>): boolean {
  const modifier = attribute(pass, 'modifier') ?? '^~';
  const isWhole = !/[$*]/.test(`${attribute(pass, 'location') ?? ''}${pass.value}`);
  return attribute(pass, 'by') === 'nginx' && modifier === '^~' && isWhole && pass.attributes?.['rewrites'] !== true;
}

function passesToApplication(view: View, pass: Fact<'proxy.pass'>): boolean {
  const target = targetOf(pass.attributes?.servers?.[0] ?? pass.value);
  return target !== undefined && isApplication(view, target.host);
}
