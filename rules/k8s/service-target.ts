import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { isSelected, labelsOf } from './_labels.ts';
import { workloadsOf, type Container } from './_manifests.ts';
import { mayMeet } from './_objects.ts';

export const serviceTarget = rule(import.meta, {
  title: 'A Service forwards to a port that none of its containers has',
  severity: 'wrong',
  why: 'Every connection through the Service is refused.',
  *check(view) {
    for (const port of view.about('port.service')) {
      const by = told(port, 'by') ?? '';
      const target = port.of?.target ?? port.value;
      if (!by.startsWith('Service/') || !/^[a-z0-9-]+$/.test(String(target))) continue;
      const containers = behind(view, port);
      const ports = containers.flatMap((one) => one.ports);
      const isNumber = typeof target === 'number';
      const isHad = ports.some((one) => (isNumber ? one.value === target : told(one, 'name') === target));
      const siblings = view.about('port.service').filter((one) => one.file === port.file && told(one, 'by') === by);
      // A number need not be declared. It is wrong only if it contradicts a single declared port, or a known image.
      const isSingle = siblings.length === 1 && ports.length === containers.length;
      const isReached = isNumber && containers.some((one) => !isClosed(view, one, target, isSingle));
      if (containers.length === 0 || isHad || isReached) continue;
      const at = view.about('port.target').find((one) => isOf(one, port)) ?? port;
      const [only, ...more] = [...new Set(ports.map(({ value }) => value))];
      const isSure = at !== port && more.length === 0 && typeof only === 'number' && isNumber;
      const names = [...new Set(ports.map(nameOf))].join(', ');
      yield {
        message: `${by} forwards to port ${target}, but the containers that it selects have ${names || 'no ports'}`,
        at: side(at, `forwards to ${target}`),
        against: ports.map((one) => side(one, `containerPort ${nameOf(one)}`)),
        remedy: names === '' ? 'use a port that a container has' : `forward to ${names}`,
        ...(isSure ? { mend: [{ file: at.file, line: at.line, was: `: ${target}`, is: `: ${only}` }] } : {}),
      };
    }
  },
});

/** The containers of the pods that the Service of a port selects. */
function behind(view: View, port: Fact<'port.service'>): Container[] {
  const selector = view
    .about('k8s.selector')
    .find((one) => one.file === port.file && told(one, 'by') === told(port, 'by') && mayMeet(one, port));
  if (selector === undefined) return [];
  const wanted = labelsOf(selector);
  return workloadsOf(view)
    .filter((one) => mayMeet(one.fact, port) && isSelected(one.labels, wanted))
    .flatMap((one) => one.containers.filter(({ isInit }) => !isInit));
}

/** Whether a container certainly does not listen on a port: its image is known, or it declares one other port. */
function isClosed(view: View, { image, ports, commands }: Container, port: number, isSingle: boolean): boolean {
  const images = builtIn(view).filter(({ containers }) => containers.some((one) => one === image));
  const known = images.flatMap((one) => [...one.listens, ...one.exposes]);
  const isNamed = commands.some(({ value }) => new RegExp(`\\b${port}\\b`).test(String(value)));
  const isKnown = known.length > 0 || (isSingle && ports.length === 1);
  return ports.length > 0 && isKnown && !isNamed && known.every(({ value }) => value !== port);
}

/** Whether a fact is the `targetPort` of a port. */
function isOf(target: Fact<'port.target'>, port: Fact<'port.service'>): boolean {
  return (
    target.file === port.file &&
    told(target, 'by') === told(port, 'by') &&
    target.of?.['port'] === port.value &&
    target.value === port.of?.['target']
  );
}

const nameOf = (fact: Fact): string => [String(fact.value), told(fact, 'name')].filter(Boolean).join(' ');
