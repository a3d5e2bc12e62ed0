import { rule, locationOf, attribute } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { workloadsOf } from './_manifests.ts';

export const containerPort = rule(import.meta, {
  title: 'The image does not listen on the containerPort',
  severity: 'wrong',
  why: 'A Service or a probe that uses this port gets no answer.',
  *check(view) {
    const built = builtIn(view);
    for (const { id, containers } of workloadsOf(view)) {
      for (const { name, image, ports, commands, isInit } of containers) {
        const images = built.filter((one) => one.containers.some((used) => used === image));
        const [first, ...others] = images;
        // Its own command, or a PORT variable, may make it listen on another port.
        if (first === undefined || others.length > 0 || isInit || commands.length > 0 || ports.length === 0) continue;
        const sets = view
          .about('variable.set')
          .some(
            (one) =>
              attribute(one, 'workload') === id && attribute(one, 'container') === name && /PORT|BIND/.test(one.value),
          );
        const { listens } = first;
        const known = [...listens, ...first.exposes];
        if (sets || known.length === 0 || ports.some((port) => known.some((one) => one.value === port.value))) continue;
        const [only, ...more] = [...new Set(listens.map(({ value }) => value))];
        const [port, ...rest] = ports;
        if (port === undefined) continue;
        const isSure = only !== undefined && more.length === 0 && rest.length === 0;
        const does = listens.length > 0 ? 'listens on' : 'exposes';
        yield {
          message: `${id} sets containerPort ${String(port.value)}, but the image ${does} ${[...new Set(known.map(({ value }) => value))].join(', ')}`,
          at: locationOf(port, `containerPort ${String(port.value)}`),
          against: known.map((one) => locationOf(one, `${does} ${String(one.value)}`)),
          remedy: `set containerPort: ${String(known[0]?.value)}, and use it in the Service and the probes`,
          ...(isSure
            ? { mend: [{ file: port.file, line: port.line, was: `: ${String(port.value)}`, is: `: ${String(only)}` }] }
            : {}),
        };
      }
    }
  },
});
