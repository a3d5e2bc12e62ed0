import { locationOf, rule } from 'turnaround/rule';
import { isTemplated, slipsOf } from '../_near.ts';
import { hostsOf } from '../compose/_services.ts';
import { namesOf } from '../k8s/_objects.ts';
import { readersOf } from './_nginx.ts';
import { targetOf } from './_target.ts';
import { meantBy, otherPorts, passesOf } from './_upstreams.ts';

export const upstream = rule(import.meta, {
  title: 'nginx forwards requests to a server that does not exist',
  severity: 'wrong',
  why: 'nginx does not start ("host not found in upstream"), or answers 502.',
  *check(view) {
    const services = new Set([...hostsOf(view), ...namesOf(view, 'Service')]);
    if (services.size === 0) return;
    for (const pass of passesOf(view)) {
      const target = targetOf(String(pass.value));
      if (target === undefined || isTemplated(target.typed)) continue;
      const { host, port, typed } = target;
      const isMissing = !services.has(host) && !services.has(host.split('.')[0] ?? '');
      const { file, line } = pass;
      const readers = readersOf(view, file);
      const at = locationOf(pass, `forwards to ${typed}`);
      if (isMissing) {
        const [only, ...more] = slipsOf(host, services);
        // If nothing uses the file, its network is unknown.
        if (host.includes('.') || (only === undefined && readers.length === 0)) continue;
        yield {
          message: `nginx forwards to ${host}, which is neither a compose service nor a Service in the manifests`,
          at,
          against: [
            ...meantBy(view, only),
            ...readers.slice(0, 1).map((one) => locationOf(one, 'reads this configuration')),
          ],
          remedy: only === undefined ? `add the service ${host}, or use another host` : `did you mean ${only}?`,
          ...(only !== undefined && more.length === 0
            ? { mend: [{ file, line, was: typed, is: typed.replace(host, only) }] }
            : {}),
        };
        continue;
      }
      const ports = otherPorts(view, file, host, port);
      if (ports === undefined) continue;
      const numbers = [...new Set(ports.map(({ value }) => String(value)))];
      const isSure = numbers.length === 1 && typed.includes(':');
      yield {
        message: `nginx forwards to port ${port} of ${host}, which has only ${numbers.join(', ')}`,
        at,
        against: ports.map((one) => locationOf(one, `${host}: ${String(one.value)}`)),
        remedy: `forward to ${host}:${numbers[0] ?? ''}`,
        ...(isSure ? { mend: [{ file, line, was: typed, is: `${host}:${numbers[0] ?? ''}` }] } : {}),
      };
    }
  },
});
