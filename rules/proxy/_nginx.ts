import { basename, dirname, join, normalize } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { hasSettings } from '../compose/_ports.ts';
import { commandsOf, listOf } from '../compose/_services.ts';

/** What uses a configuration: the facts of a Dockerfile that copies it, or of a service that mounts it. */
export function readersOf(view: View, conf: string): Fact[] {
  const built = builtIn(view);
  return view.about('path.named').filter((named) => {
    const path = named.value;
    const by = attribute(named, 'by');
    const folders =
      by === 'copy'
        ? [...(built.find(({ dockerfile }) => dockerfile === named.file)?.contexts ?? []), '.', dirname(named.file)]
        : by === 'mount' && /compose/.test(basename(named.file))
          ? [dirname(named.file)]
          : [];
    return folders.some((folder) => {
      const place = normalize(join(folder, path)).replace(/\/$/, '');
      const isNear = /nginx|conf/i.test(attribute(named, 'to') ?? attribute(named, 'target') ?? '');
      return place === conf || (isNear && place === dirname(conf) && place !== '.');
    });
  });
}

/**
 * The ports behind a host name: one list for the cluster and one for compose, if nginx runs there and the ports are
 * known.
 */
export function portsBehind(view: View, host: string, readers: readonly Fact[]): readonly (readonly Fact[])[] {
  const images = builtIn(view).filter(({ dockerfile }) => readers.some(({ file }) => file === dockerfile));
  const [inCluster, byCompose] = [clusterPorts(view, host), composePorts(view, host)];
  const isInCluster = images.some(({ containers }) => containers.length > 0);
  const isByCompose =
    images.some(({ services }) => services.length > 0) || readers.some(({ file }) => /compose[^/]*$/.test(file));
  const known = [isInCluster ? inCluster : undefined, isByCompose ? byCompose : undefined].filter(isGiven);
  if (known.length > 0 || isInCluster || isByCompose) return known;
  return inCluster === undefined && byCompose === undefined ? [] : [[...(inCluster ?? []), ...(byCompose ?? [])]];
}

const isGiven = (ports: readonly Fact[] | undefined): ports is readonly Fact[] => ports !== undefined;

/** A headless Service does not translate ports. */
function clusterPorts(view: View, host: string): readonly Fact[] | undefined {
  const own = view.about('port.service').filter((one) => attribute(one, 'service') === host.split('.')[0]);
  return own.length === 0 || own.some(({ attributes }) => attributes?.['headless'] === true) ? undefined : own;
}

function composePorts(view: View, host: string): readonly Fact[] | undefined {
  const services = view.about('service').filter((one) => one.value === host || listOf(one, 'names').includes(host));
  const built = builtIn(view);
  const found = services.map((service) => {
    const name = service.value;
    const listens = view
      .about('port.listen')
      .filter((one) => attribute(one, 'service') === name && dirname(one.file) === dirname(service.file));
    const own = built.find((one) => one.services.includes(service));
    const isOther =
      commandsOf(view, service, name).length > 0 || (own?.listens.length === 0 && hasSettings(view, service));
    return listens.length > 0 ? listens : own === undefined || isOther ? [] : [...own.listens, ...own.exposes];
  });
  return found.length === 0 || found.some((ports) => ports.length === 0) ? undefined : found.flat();
}
