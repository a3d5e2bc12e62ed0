import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { workloadsOf } from './_manifests.ts';

export const probePort = rule(import.meta, {
  title: 'A probe uses a port that the container does not have',
  severity: 'fails',
  why: 'The probe never succeeds: the container is restarted again and again, or never gets traffic.',
  *check(view) {
    const built = builtIn(view);
    for (const workload of workloadsOf(view)) {
      for (const { name, image, ports, commands } of workload.containers) {
        const probes = view
          .about('port.probed')
          .filter(
            (one) =>
              one.file === workload.fact.file &&
              attribute(one, 'workload') === workload.id &&
              attribute(one, 'container') === name &&
              attribute(one, 'namespace') === attribute(workload.fact, 'namespace'),
          );
        const has = (port: unknown): boolean =>
          ports.some((one) => one.value === port || attribute(one, 'name') === port);
        const listened = built
          .filter(({ containers }) => containers.some((one) => one === image))
          .flatMap((one): readonly Fact[] => (one.listens.length > 0 ? one.listens : one.exposes));
        for (const probe of probes) {
          const { value, file, line } = probe;
          if (ports.length === 0 || has(value)) continue;
          // A number need not be declared: it is wrong if the image is known, or other probes use a declared port.
          const isNumber = typeof value === 'number';
          const isMentioned = commands.some((one) => new RegExp(`\\b${String(value)}\\b`).test(one.value));
          const isKnown = listened.length > 0 || probes.some((one) => has(one.value));
          if (isNumber && (!isKnown || isMentioned || listened.some((one) => one.value === value))) continue;
          if (!isNumber && !/^[a-z0-9-]+$/.test(value)) continue;
          const declared = ports.map((one) => [String(one.value), attribute(one, 'name')].filter(Boolean).join(' '));
          const only = ports.length === 1 && ports[0] !== undefined ? String(ports[0].value) : undefined;
          yield {
            message: `the ${attribute(probe, 'kind') ?? ''} probe of ${workload.id} uses port ${String(value)}, but the container ${name} has ${declared.join(', ')}`,
            at: locationOf(probe, `uses port ${String(value)}`),
            against: ports.map((one) => locationOf(one, `containerPort ${String(one.value)}`)),
            remedy: `use ${declared.join(' or ')}`,
            ...(only === undefined ? {} : { mend: [{ file, line, was: `: ${String(value)}`, is: `: ${only}` }] }),
          };
        }
      }
    }
  },
});
