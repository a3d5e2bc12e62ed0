import { rule, locationOf } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { startsApplication } from '../_starts.ts';
import { workloadsOf } from './_manifests.ts';

export const readiness = rule(import.meta, {
  title: 'No probe uses the readiness route',
  severity: 'wrong',
  why: 'A pod gets requests as soon as its process runs, before it can answer them.',
  *check(view) {
    const route = view.application?.operations.find(
      ({ kind, method, path }) => kind === 'http' && method === 'GET' && /\/(?:readyz?|readiness)\/?$/.test(path),
    );
    if (route === undefined) return;
    const built = builtIn(view).filter((one) => startsApplication(view, one));
    for (const { id, kind, containers } of workloadsOf(view)) {
      if (!/^(?:Deployment|StatefulSet)$/.test(kind)) continue;
      for (const { name, fact, image, commands, isInit, ports } of containers) {
        const runs = built.some((one) => one.containers.some((used) => used === image));
        const probes = fact.attributes?.['probes'];
        // Its own command may start a worker, which serves no requests.
        if (!runs || isInit || commands.length > 0 || ports.length === 0) continue;
        if (Array.isArray(probes) && probes.includes('readiness')) continue;
        yield {
          message: `${name} of ${id} has no readiness probe, but the application has ${route.path}`,
          at: locationOf(fact, `${name}: ${Array.isArray(probes) ? probes.join(', ') : 'no'} probe`),
          against: [{ file: route.file, line: route.line, says: `GET ${route.path}` }],
          remedy: `add readinessProbe: {httpGet: {path: ${route.path}, port: ${String(ports[0]?.value)}}}`,
        };
      }
    }
  },
});
