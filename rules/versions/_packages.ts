import { dirname, join } from 'node:path/posix';
import { locationOf, attribute, type Fact, type Location, type View } from 'turnaround/rule';
import { wordsOf } from '../_commands.ts';
import { tidy } from '../_folders.ts';
import { isOutside } from '../_range.ts';
import type { Use } from './_uses.ts';

/** Packages in a project's lock file that do not support a Node.js version, each with the range that it requires. */
export function unsupportedBy(view: View, folder: string, { fact, key, kind }: Use): Fact<'lock.root'>[] {
  const version = /^v?\d/.test(fact.value) ? fact.value : key;
  const isBundled = isBundle(view, folder);
  const isProduction = kind === 'image' && installsNoTools(view.about('command'), fact.file);
  return view
    .about('lock.root')
    .filter(
      (root) =>
        attribute(root, 'node') !== undefined &&
        tidy(join(dirname(root.file), attribute(root, 'member') ?? '')) === folder &&
        attribute(root, 'group') !== 'optional' &&
        isOutside(version, attribute(root, 'node') ?? '') &&
        !(isProduction && attribute(root, 'group') === 'dev' && !isCalled(view, folder, fact.file, root.value)) &&
        !(isBundled && isForBrowsers(root)) &&
        !HOOKS.test(root.value),
    );
}

export function sidesOf(packages: readonly Fact<'lock.root'>[]): Location[] {
  return packages.slice(0, 3).map((root) => locationOf(root, `${root.value} needs ${attribute(root, 'node') ?? ''}`));
}

/** Tools that git hooks run, on the machine of a developer. */
const HOOKS = /^(?:husky|lint-staged|commitizen|simple-git-hooks)$/;

/** Whether a project is built into pages: Node.js does not run its dependencies, only its build tools. */
function isBundle(view: View, folder: string): boolean {
  const own = view
    .about('dependency', join(folder, 'package.json'))
    .filter((fact) => attribute(fact, 'group') !== 'peer')
    .map(({ value }) => value);
  return own.some((name) => BUNDLERS.test(name)) && !own.some((name) => SERVERS.test(name));
}

const BUNDLERS = /^(?:vite|react-scripts|@angular\/cli|@vue\/cli-service|parcel|webpack)$/;
const SERVERS =
  /^(?:express|fastify|koa|hono|next|nuxt|astro|h3|nitro|electron|socket\.io|ws|@nestjs\/core|@hapi\/hapi|@sveltejs\/kit|@(?:react-router|remix-run|hono)\/(?:node|serve|express|node-server)|@tanstack\/(?:react|solid)-start)$/;

function isForBrowsers(root: Fact<'lock.root'>): boolean {
  const isTool = root.attributes?.['program'] === true || TOOLS.test(root.value);
  return !isTool && attribute(root, 'group') === undefined;
}

const TOOLS = /plugin|preset|loader|vite|webpack|eslint|babel|postcss|tailwind|jest|jsdom/;

function installsNoTools(commands: readonly Fact[], dockerfile: string): boolean {
  const installs = commands.filter(
    ({ file, value }) =>
      file === dockerfile && /^(?:npm (?:ci|i|install)|yarn|pnpm (?:i|install))\b/.test(String(value)),
  );
  return (
    installs.length > 0 && installs.every(({ value }) => /--prod|--omit[= ]dev|--only[= ]prod/.test(String(value)))
  );
}

/** Whether the build script of an image calls this tool: then the image needs it in any case. */
function isCalled(view: View, folder: string, dockerfile: string, tool: string): boolean {
  const isBuilt = view
    .about('command', dockerfile)
    .some(({ value }) => /^(?:npm run|(?:yarn|pnpm|bun)(?: run)?) build\b/.test(value));
  return (
    isBuilt &&
    view
      .about('command', join(folder, 'package.json'))
      .some((command) => attribute(command, 'script') === 'build' && wordsOf(command).includes(tool))
  );
}
