import { attribute, type Fact, type View } from 'turnaround/rule';
import type { Built } from '../_built.ts';
import { imageOf } from '../_image.ts';
import { bundlesIn, isFilledIn } from './_bundle.ts';

/** Whether the image builds a bundle and then only runs a file server, without a start script. */
export function servesBundle(view: View, { dockerfile }: Built): boolean {
  const image = imageOf(view, dockerfile);
  const isStatic = /(?:^|\/)(?:nginx(?:-unprivileged)?|caddy|httpd)(?::|$)/.test(String(image?.base.value));
  const starts = view
    .about('command')
    .filter(
      ({ file, attributes }) =>
        file === dockerfile && (attributes?.['step'] === 'cmd' || attributes?.['step'] === 'entrypoint'),
    );
  const isPlain = starts.every(({ value }) => /^(?:nginx|caddy|httpd)\b/.test(value));
  return bundlesIn(view, dockerfile).length > 0 && isStatic && isPlain && !isFilledIn(view, dockerfile);
}

/** Whether a variable is set for a container that runs the image without changes. */
export function runs(view: View, { services, containers }: Built, fact: Fact): boolean {
  const isContainer = containers.some(
    (one) =>
      one.file === fact.file &&
      attribute(one, 'workload') === attribute(fact, 'workload') &&
      attribute(one, 'container') === attribute(fact, 'container'),
  );
  const service = services.find(({ file, value }) => file === fact.file && value === attribute(fact, 'service'));
  if (attribute(fact, 'as') === 'arg' || (service === undefined && !isContainer)) return false;
  const key = service === undefined ? 'workload' : 'service';
  const isBeside = (one: Fact): boolean => attribute(one, key) === attribute(fact, key);
  const isArgument = view
    .about('variable.set', fact.file)
    .some((one) => isBeside(one) && one.value === fact.value && attribute(one, 'as') === 'arg');
  const isStarted = view
    .about('command', fact.file)
    .some((one) => isBeside(one) && attribute(one, 'step') !== 'healthcheck');
  const isMounted = view
    .about('path.named', fact.file)
    .some((one) => isBeside(one) && attribute(one, 'by') === 'mount');
  return !isArgument && !isStarted && !isMounted && attribute(service ?? fact, 'target') === undefined;
}
