import { dirname, join } from 'node:path/posix';
import { side, told, type Fact, type Side, type View } from 'turnaround/rule';
import { tidy } from '../_commands.ts';
import { isOutside } from '../_range.ts';
import type { Use } from './_uses.ts';

/** Packages of a project's lock that do not support the Node.js of a use, each with the range that it asks for. */
export function unsupportedBy(view: View, folder: string, { fact, key, kind }: Use): Fact[] {
  const version = /^v?\d/.test(String(fact.value)) ? String(fact.value) : key;
  const isProduction = kind === 'image' && installsNoTools(view.about('command'), fact.file);
  return view
    .about('lock.root')
    .filter(
      (root) =>
        told(root, 'node') !== undefined &&
        tidy(join(dirname(root.file), told(root, 'member') ?? '')) === folder &&
        told(root, 'group') !== 'optional' &&
        isOutside(version, told(root, 'node') ?? '') &&
        !(isProduction && told(root, 'group') === 'dev'),
    );
}

export function sidesOf(packages: readonly Fact[]): Side[] {
  return packages.slice(0, 3).map((root) => side(root, `${String(root.value)} needs ${told(root, 'node') ?? ''}`));
}

function installsNoTools(commands: readonly Fact[], dockerfile: string): boolean {
  const installs = commands.filter(
    ({ file, value }) =>
      file === dockerfile && /^(?:npm (?:ci|i|install)|yarn|pnpm (?:i|install))\b/.test(String(value)),
  );
  // What builds needs the tools, whatever it installs.
  const isBuilt = commands.some(({ file, value }) => file === dockerfile && BUILD.test(String(value)));
  return (
    !isBuilt &&
    installs.length > 0 &&
    installs.every(({ value }) => /--prod|--omit[= ]dev|--only[= ]prod/.test(String(value)))
  );
}

const BUILD = /^(?:(?:npm run|(?:yarn|pnpm|bun)(?: run)?) build|(?:npx )?(?:vite build|tsc))\b/;
