import { rule, locationOf, attribute, type Contradiction, type Fact } from 'turnaround/rule';
import { addressOf } from '../_address.ts';
import { slipsOf } from '../_near.ts';
import { mayMeet, namesOf } from './_objects.ts';
import { isOpen } from './_open.ts';

export const serviceName = rule(import.meta, {
  title: 'An address in the cluster does not match a Service',
  severity: 'wrong',
  why: 'The name does not resolve, or nothing listens on that port: every call times out.',
  *check(view) {
    const services = namesOf(view, 'Service');
    if (services.size === 0) return;
    for (const set of view.about('variable.set')) {
      const isOfPod = attribute(set, 'by') === 'kubernetes' || attribute(set, 'configMap') !== undefined;
      const address = isOfPod ? addressOf(attribute(set, 'value') ?? '') : undefined;
      if (address === undefined) continue;
      const [name = '', space, ...rest] = address.host.split('.');
      if (rest.length > 0 ? !/^svc(?:\.cluster\.local)?$/.test(rest.join('.')) : space !== undefined) continue;
      const ports = view
        .about('port.service')
        .filter(
          (one) =>
            attribute(one, 'service') === name &&
            (space === undefined ? mayMeet(one, set) : (attribute(one, 'namespace') ?? space) === space),
        );
      const port = address.port ?? address.usual;
      const isOpenPort =
        ports.length === 0 || ports.some((one) => one.value === port || one.attributes?.['headless'] === true);
      if (services.has(name) && !isOpenPort) {
        yield {
          message: `${set.value} uses port ${port} of ${name}, but Service/${name} has ${ports.map(({ value }) => String(value)).join(', ')}`,
          at: locationOf(set, `${set.value}: ${address.host}:${port}`),
          against: ports.map((one) => locationOf(one, `port ${String(one.value)}`)),
          remedy: `use ${name}:${String(ports[0]?.value)}`,
        };
      }
      if (!services.has(name) && space === undefined && !isOpen(view))
        yield* slipped(set, name, services, view.about('k8s.object'));
    }
  },
});

function* slipped(
  set: Fact,
  name: string,
  services: ReadonlySet<string>,
  objects: readonly Fact[],
): Iterable<Contradiction> {
  const [only, ...more] = slipsOf(name, services);
  if (only === undefined || more.length > 0 || name === 'localhost') return;
  yield {
    message: `${String(set.value)} uses the host ${name}, which no manifest defines as a Service`,
    at: locationOf(set, `${String(set.value)}: ${name}`),
    against: objects
      .filter(({ value }) => value === `Service/${only}`)
      .map((one) => locationOf(one, `Service/${only}`)),
    remedy: `did you mean ${only}?`,
  };
}
