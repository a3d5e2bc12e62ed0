import { join } from 'node:path/posix';
import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { builtIn, type Built } from '../_built.ts';
import { tidy } from '../_commands.ts';
import { contextsOf, imageOf } from '../_image.ts';

const BUNDLED = /^(?:VITE|REACT_APP|NEXT_PUBLIC)_/;

export const bundledVariable = rule(import.meta, {
  title: 'A variable of the bundle that is set when it is too late',
  severity: 'wrong',
  why: 'The bundler writes its value into the files while the image is built; the server of files never looks at it.',
  *check(view) {
    for (const built of builtIn(view)) {
      if (!servesBundle(view, built)) continue;
      const read = view
        .about('variable.read')
        .filter((fact) => BUNDLED.test(String(fact.value)) && isIn(view, built, fact.file));
      const set = view
        .about('variable.set')
        .filter((fact) => BUNDLED.test(String(fact.value)) && runs(view, built, fact));
      for (const variable of set) {
        const reader = read.find(({ value }) => value === variable.value);
        if (reader === undefined) continue;
        const name = String(variable.value);
        yield {
          message: `${name} is set for the running container, and ${built.dockerfile} bundles it when the image is built`,
          at: side(variable, `sets ${name}`),
          against: [side(reader, `reads ${name}`)],
          remedy: `pass ${name} as a build argument, with ARG ${name} in ${built.dockerfile}`,
        };
      }
    }
  },
});

/** Whether the image builds a bundle and then has nothing but a server of files, without a script before it. */
function servesBundle(view: View, { dockerfile }: Built): boolean {
  const commands = view.about('command').filter(({ file }) => file === dockerfile);
  const builds = commands.some(
    ({ value, of }) =>
      of?.['step'] === 'run' &&
      /\b(?:npm run|yarn|yarn run|pnpm|pnpm run|bun run|vite|next|react-scripts) build\b/.test(String(value)),
  );
  const image = imageOf(view, dockerfile);
  const isStatic = /(?:^|\/)(?:nginx(?:-unprivileged)?|caddy|httpd)(?::|$)/.test(String(image?.base.value));
  const starts = commands.filter(({ of }) => of?.['step'] === 'cmd' || of?.['step'] === 'entrypoint');
  const isPlain = starts.every(({ value }) => /^(?:nginx|caddy|httpd)\b/.test(String(value)));
  const scripts = view
    .about('path.named')
    .some(
      (fact) =>
        fact.file === dockerfile && /\.sh$|template|entrypoint/.test(`${String(fact.value)} ${told(fact, 'to')}`),
    );
  return (
    builds &&
    isStatic &&
    isPlain &&
    !scripts &&
    !commands.some(({ value }) => /envsubst|env\.js|window\./.test(String(value)))
  );
}

function isIn(view: View, built: Built, file: string): boolean {
  const copies = view
    .about('path.named')
    .filter((fact) => fact.file === built.dockerfile && told(fact, 'by') === 'copy');
  return contextsOf(view, built)
    .flatMap((context) => copies.map(({ value }) => tidy(join(context, String(value)))))
    .some((source) => source === '.' || file.startsWith(`${source}/`));
}

/** Whether a variable is set for what runs the image, which does nothing but what the image does. */
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
  const others = (subject: string): readonly Fact[] =>
    view.about(subject).filter((one) => one.file === fact.file && told(one, key) === told(fact, key));
  const isArgument = others('variable.set').some((one) => one.value === fact.value && told(one, 'as') === 'arg');
  const isStarted = others('command').some((one) => told(one, 'step') !== 'healthcheck');
  const isMounted = others('path.named').some((one) => told(one, 'by') === 'mount');
  return !isArgument && !isStarted && !isMounted && told(service ?? fact, 'target') === undefined;
}
