import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { GIVEN } from '../_routes.ts';
import { startsApplication } from '../_starts.ts';
import { workloadsOf } from './_manifests.ts';

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
      const path = bare(String(probe.value).split('?')[0] ?? '');
      if (paths.has(path) || GIVEN.test(path) || mounts.some((mount) => path.startsWith(`${mount}/`) || path === mount))
        continue;
      const at = side(probe, `a probe requests ${String(probe.value)} on port ${JSON.stringify(probe.of?.['port'])}`);
      if (application.open.length > 0) {
        yield { undecided: `${application.open.length} routes of ${application.app} are created at run time`, at };
        continue;
      }
      const health = view.about('health');
      yield {
        message: `the probe requests ${String(probe.value)}, but ${application.app} has no such route`,
        at,
        against: [
          { file: application.file, line: application.line, says: `${application.app}, ${paths.size} paths` },
          ...health.slice(0, 3).map((fact) => side(fact, `has ${String(fact.value)}`)),
        ],
        remedy: health[0] === undefined ? 'add the route' : `request ${String(health[0].value)}, or add the route`,
      };
    }
  },
});

function bare(path: string): string {
  return path.replace(/\/$/, '') || '/';
}

/** Whether a probe is for the application: by the image or service that starts it, or by port and workload name. */
function asks(view: View, probe: Fact<'probe.path'>): boolean {
  const starts = view.application?.starts ?? [];
  const by = told(probe, 'by');
  if (by === 'dockerfile') return starts.some(({ file }) => file === probe.file);
  if (by === 'compose')
    return starts.some((start) => start.file === probe.file && told(start, 'service') === told(probe, 'service'));
  const [workload, name, port] = [told(probe, 'workload') ?? '', told(probe, 'container'), probe.of?.['port']];
  const container = workloadsOf(view)
    .find(({ id, fact }) => id === workload && fact.file === probe.file)
    ?.containers.find((one) => one.name === name);
  const named = container?.ports.find((one) => told(one, 'name') === port)?.value;
  const isOpen = view.about('backend.port').some(({ value }) => Number(value) === Number(named ?? port));
  const images = builtIn(view).filter(({ containers }) => containers.some((one) => one === container?.image));
  // Its own command may start another program of the image.
  if (images.length > 0)
    return isOpen && container?.commands.length === 0 && images.some((one) => startsApplication(view, one));
  return isOpen && /back|api|server|app/i.test(workload);
}
