import { rule, locationOf } from 'turnaround/rule';
import { GIVEN } from '../_routes.ts';
import { asks } from './_probes.ts';

export const probePath = rule(import.meta, {
  title: 'A probe requests a path that the application does not have',
  severity: 'fails',
  why: 'Kubernetes and Docker treat a 404 as unhealthy: the container is restarted again and again, or never gets traffic.',
  *check(view) {
    const { application } = view;
    if (application === undefined || application.operations.length === 0) return;
    const paths = new Set(application.operations.filter(({ kind }) => kind === 'http').map(({ path }) => bare(path)));
    const mounts = application.operations.filter(({ kind }) => kind === 'mount').map(({ path }) => bare(path));
    for (const probe of view.about('probe.path')) {
      if (!asks(view, probe)) continue;
      const path = bare(probe.value.split('?')[0] ?? '');
      if (paths.has(path) || GIVEN.test(path) || mounts.some((mount) => path.startsWith(`${mount}/`) || path === mount))
        continue;
      const at = locationOf(
        probe,
        `a probe requests ${probe.value} on port ${JSON.stringify(probe.attributes?.['port'])}`,
      );
      if (application.open.length > 0) {
        yield { undecided: `${application.open.length} routes of ${application.app} are created at run time`, at };
        continue;
      }
      const health = view.about('health');
      yield {
        message: `the probe requests ${probe.value}, but ${application.app} has no such route`,
        at,
        against: [
          { file: application.file, line: application.line, says: `${application.app}, ${paths.size} paths` },
          ...health.slice(0, 3).map((fact) => locationOf(fact, `has ${fact.value}`)),
        ],
        remedy: health[0] === undefined ? 'add the route' : `request ${health[0].value}, or add the route`,
      };
    }
  },
});

function bare(path: string): string {
  return path.replace(/\/$/, '') || '/';
}
