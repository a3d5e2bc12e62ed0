import { attribute, type Fact, type View, locationOf, type Location } from 'turnaround/rule';
import { portsBehind, readersOf } from './_nginx.ts';
import { targetOf } from './_target.ts';

/** The ports of a host, if the port is not one of them. If nothing uses the file, it is unknown which host it means. */
export function otherPorts(view: View, file: string, host: string, port: number): readonly Fact[] | undefined {
  const readers = readersOf(view, file);
  if (readers.length === 0 && !/\.ya?ml$/.test(file)) return undefined;
  return portsBehind(view, host, readers).find((known) => !known.some(({ value }) => value === port));
}

/** Servers of upstreams, and direct addresses that name no upstream, in any file. */
export function passesOf(view: View): Fact[] {
  const upstreams = new Set(view.about('proxy.upstream').map((one) => attribute(one, 'upstream')));
  const direct = view.about('proxy.pass').filter((one) => {
    const host = targetOf(one.value)?.host;
    return attribute(one, 'by') === 'nginx' && one.attributes?.['servers'] === undefined && !upstreams.has(host);
  });
  const all = [...view.about('proxy.upstream'), ...direct];
  // The same address in several locations of a file is one mistake.
  const keyOf = ({ file, value }: Fact): string => `${file} ${targetOf(String(value))?.typed ?? String(value)}`;
  return all.filter((one, at) => all.findIndex((other) => keyOf(other) === keyOf(one)) === at);
}

/** What a name without a server may mean: a service of compose, or a Service of Kubernetes. */
export function meantBy(view: View, name = ''): Location[] {
  const found = [...view.about('service'), ...view.about('k8s.object')].filter(
    ({ value }) => value === name || value === `Service/${name}`,
  );
  return found.slice(0, 2).map((one) => locationOf(one, `service ${name}`));
}
