import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { builtIn, type Built } from '../_built.ts';
import { imageOf } from '../_image.ts';
import { BUNDLED, bundlesIn, isCopied, isFilledIn } from './_bundle.ts';

export const bundledVariable = rule(import.meta, {
  title: 'A variable of the bundle is set too late',
  severity: 'wrong',
  why: 'The bundler writes the value into the files while the image is built; the file server never reads the variable.',
  *check(view) {
    for (const built of builtIn(view)) {
      if (!servesBundle(view, built)) continue;
      const read = view
        .about('variable.read')
        .filter((fact) => BUNDLED.test(String(fact.value)) && isCopied(view, built, fact.file));
      const set = view
        .about('variable.set')
        .filter((fact) => BUNDLED.test(String(fact.value)) && runs(view, built, fact));
      for (const variable of set) {
        const reader = read.find(({ value }) => value === variable.value);
        if (reader === undefined) continue;
        const name = String(variable.value);
        yield {
          message: `${name} is set for the running container, but ${built.dockerfile} bundles it when the image is built`,
          at: side(variable, `sets ${name}`),
          against: [side(reader, `reads ${name}`)],
          together: `${variable.file} ${built.dockerfile}`,
          remedy: `pass ${name} as a build argument, with ARG ${name} in ${built.dockerfile}`,
        };
      }
    }
  },
});

/** Whether the image builds a bundle and then only runs a file server, without a start script. */
function servesBundle(view: View, { dockerfile }: Built): boolean {
  const image = imageOf(view, dockerfile);
  const isStatic = /(?:^|\/)(?:nginx(?:-unprivileged)?|caddy|httpd)(?::|$)/.test(String(image?.base.value));
  const starts = view
    .about('command')
    .filter(({ file, of }) => file === dockerfile && (of?.['step'] === 'cmd' || of?.['step'] === 'entrypoint'));
  const isPlain = starts.every(({ value }) => /^(?:nginx|caddy|httpd)\b/.test(String(value)));
  return bundlesIn(view, dockerfile).length > 0 && isStatic && isPlain && !isFilledIn(view, dockerfile);
}

/** Whether a variable is set for a container that runs the image without changes. */
function runs(view: View, { services, containers }: Built, fact: Fact): boolean {
  const isContainer = containers.some(
    (one) =>
      one.file === fact.file &&
      told(one, 'workload') === told(fact, 'workload') &&
      told(one, 'container') === told(fact, 'container'),
  );
  const service = services.find(({ file, value }) => file === fact.file && value === told(fact, 'service'));
  if (told(fact, 'as') === 'arg' || (service === undefined && !isContainer)) return false;
  const key = service === undefined ? 'workload' : 'service';
  const isBeside = (one: Fact): boolean => told(one, key) === told(fact, key);
  const isArgument = view
    .about('variable.set', fact.file)
    .some((one) => isBeside(one) && one.value === fact.value && told(one, 'as') === 'arg');
  const isStarted = view
    .about('command', fact.file)
    .some((one) => isBeside(one) && told(one, 'step') !== 'healthcheck');
  const isMounted = view.about('path.named', fact.file).some((one) => isBeside(one) && told(one, 'by') === 'mount');
  return !isArgument && !isStarted && !isMounted && told(service ?? fact, 'target') === undefined;
}
