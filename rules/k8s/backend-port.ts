import { rule, locationOf, attribute } from 'turnaround/rule';
import { isBeside, mayMeet, patchFiles } from './_objects.ts';

export const backendPort = rule(import.meta, {
  title: 'An Ingress forwards to a port that the Service does not have',
  severity: 'wrong',
  why: 'The controller finds no endpoint: every request to that path gets a 503.',
  *check(view) {
    const patches = patchFiles(view);
    for (const backend of view.about('port.backend')) {
      const [service, by] = [attribute(backend, 'service') ?? '', attribute(backend, 'by') ?? ''];
      const ports = view
        .about('port.service')
        .filter(
          (port) =>
            attribute(port, 'service') === service && mayMeet(port, backend) && port.attributes?.['at'] === undefined,
        );
      const has = ports.some((port) => port.value === backend.value || attribute(port, 'name') === backend.value);
      // If only another folder has a Service with this name, it is unclear whether that one is meant.
      if (!ports.some((port) => isBeside(port, backend))) continue;
      const isTemplate = typeof backend.value === 'string' && !/^[a-z0-9-]+$/.test(backend.value);
      if (ports.length === 0 || has || isTemplate || ports.some(({ file }) => patches.has(file))) continue;
      const names = [
        ...new Set(ports.map((port) => [String(port.value), attribute(port, 'name')].filter(Boolean).join(' '))),
      ];
      const [first] = ports;
      const only = typeof backend.value === 'number' ? first?.value : first && attribute(first, 'name');
      const { file, line } = backend;
      yield {
        message: `${by} forwards to port ${String(backend.value)} of Service/${service}, which has only ${names.join(', ')}`,
        at: locationOf(backend, `Service/${service} port ${String(backend.value)}`),
        against: ports.map((port) => locationOf(port, `port ${String(port.value)}`)),
        remedy: `use ${names.join(' or ')}`,
        ...(names.length === 1 && only !== undefined
          ? { mend: [{ file, line, was: `: ${String(backend.value)}`, is: `: ${String(only)}` }] }
          : {}),
      };
    }
  },
});
