import { dirname } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { builtIn, type Built } from '../_built.ts';

/** The default ports of development servers. */
const DEFAULTS: Readonly<Record<string, number>> = {
  vite: 5173,
  next: 3000,
  'react-scripts': 3000,
  nuxt: 3000,
  '@angular/cli': 4200,
  astro: 4321,
  '@vue/cli-service': 8080,
};

/** Packages of the workspace that are built into pages: the dependency that builds each. */
export function dashboards(view: View): Fact[] {
  return view
    .about('dependency')
    .filter(({ value, file }) => DEFAULTS[value] !== undefined && file.endsWith('package.json'));
}

export const defaultPort = ({ value }: Fact): number => DEFAULTS[String(value)] ?? 0;

/** Whether a file belongs to one of these packages. */
export function isIn(packages: readonly Fact[], file: string): boolean {
  return packages.some((one) => dirname(one.file) !== '.' && file.startsWith(`${dirname(one.file)}/`));
}

const SERVER =
  /^(?:express|fastify|koa|hono|@nestjs\/core|json-server|socket\.io|ws|msw|@hapi\/hapi|http-server|concurrently)$/;

/** Whether there is a JavaScript server: its ports are not read from its code. */
export function hasServer(view: View): boolean {
  return view.about('dependency').some(({ value }) => SERVER.test(value));
}

/** The ports of this machine that the compose files of a folder publish; undefined if one is unknown. */
export function publishedBeside(view: View, file: string): number[] | undefined {
  const own = view
    .about('port.published')
    .filter((fact) => attribute(fact, 'by') === 'compose' && dirname(fact.file) === dirname(file));
  return own.every(({ value }) => /^\d+$/.test(String(value))) ? own.map(({ value }) => Number(value)) : undefined;
}

/** The ports that the compose services of certain images publish. */
export function servicesOf(view: View, file: string, isBuilt: (one: Built) => boolean): Fact[] {
  return builtIn(view)
    .filter(isBuilt)
    .flatMap(({ services }) => services)
    .filter((service) => service.file === file)
    .flatMap((service) =>
      view.about('port.published').filter((port) => port.file === file && attribute(port, 'service') === service.value),
    );
}
