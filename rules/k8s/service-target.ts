import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { behind, isClosed, isOf } from './_service-containers.ts';

export const serviceTarget = rule(import.meta, {
  title: 'A Service forwards to a port that none of its containers has',
  severity: 'wrong',
  why: 'Every connection through the Service is refused.',
  *check(view) {
    for (const port of view.about('port.service')) {
      const by = attribute(port, 'by') ?? '';
      const target = port.attributes?.target ?? port.value;
      if (!by.startsWith('Service/') || !/^[a-z0-9-]+$/.test(String(target))) continue;
      const containers = behind(view, port);
      const ports = containers.flatMap((one) => one.ports);
      const isNumber = typeof target === 'number';
      const isHad = ports.some((one) => (isNumber ? one.value === target : attribute(one, 'name') === target));
      const siblings = view
        .about('port.service')
        .filter((one) => one.file === port.file && attribute(one, 'by') === by);
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
        at: locationOf(at, `forwards to ${target}`),
        against: ports.map((one) => locationOf(one, `containerPort ${nameOf(one)}`)),
        remedy: names === '' ? 'use a port that a container has' : `forward to ${names}`,
        ...(isSure ? { mend: [{ file: at.file, line: at.line, was: `: ${target}`, is: `: ${only}` }] } : {}),
      };
    }
  },
});

const nameOf = (fact: Fact): string => [String(fact.value), attribute(fact, 'name')].filter(Boolean).join(' ');
