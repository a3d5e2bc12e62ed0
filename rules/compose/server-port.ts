import { rule, locationOf, attribute, type Fact, type View } from 'turnaround/rule';
import { addressOf } from '../_address.ts';
import { bareImage, builtIn } from '../_built.ts';
import { hasExternalPort, usualPort } from './_ports.ts';
import { isSame, listOf } from './_services.ts';

export const serverPort = rule(import.meta, {
  title: 'An address uses a port on which the service does not listen',
  severity: 'fails',
  why: 'Inside the compose network, the published host port does not apply: "connection refused".',
  *check(view) {
    for (const set of view.about('variable.set')) {
      const address = addressOf(attribute(set, 'value') ?? '');
      if (attribute(set, 'by') !== 'compose' || attribute(set, 'as') === 'arg' || address?.port === undefined) continue;
      const { host, port } = address;
      const named = view
        .about('service')
        .filter((one) => isSame(one, set) && (one.value === host || listOf(one, 'names').includes(host)));
      const [server] = named;
      if (server === undefined || attribute(set, 'service') === server.value) continue;
      const [listens, ...others] = portsOf(view, server);
      if (listens === undefined || [listens, ...others].some(({ value }) => value === port)) continue;
      if (hasExternalPort(view, server, port)) continue;
      const published = view.about('port.published').filter((one) => isSame(one, server) && one.value === port);
      yield {
        message: `${set.value} connects to ${host} on port ${port}, but ${host} listens on ${String(listens.value)}`,
        at: locationOf(set, `${host}:${port}`),
        against: [listens.fact, ...published].map((one) => locationOf(one, `${String(one.value)} of ${host}`)),
        remedy: `use ${host}:${String(listens.value)}${published.length > 0 ? ': the other port exists only on the host' : ''}`,
      };
    }
  },
});

/** The ports on which a service listens; empty if its image may listen on other ports too. */
function portsOf(view: View, server: Fact): { readonly value: number; readonly fact: Fact }[] {
  const name = String(server.value);
  const usual = usualPort(bareImage(attribute(server, 'image') ?? ''));
  if (usual !== undefined) return [{ value: usual, fact: server }];
  const built = builtIn(view).find(({ services }) =>
    services.some((one) => isSame(one, server) && one.value === server.value),
  );
  if (built === undefined || built.listens.length === 0) return [];
  const published = view
    .about('port.published')
    .filter((one) => attribute(one, 'service') === name && isSame(one, server))
    .map((fact) => ({ value: Number(fact.attributes?.['container']), fact }));
  const own = [...built.listens, ...built.exposes].map((fact) => ({ value: Number(fact.value), fact }));
  return published.length === 0 ? [] : [...own, ...published];
}
