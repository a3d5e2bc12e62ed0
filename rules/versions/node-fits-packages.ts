import { dirname, join } from 'node:path/posix';
import { rule, side, told, type Fact } from 'turnaround/rule';
import { isOutside } from '../_range.ts';
import { projectsOf } from './_projects.ts';
import { NODE } from './_runtime.ts';
import { tidy } from '../_commands.ts';

export const nodeFitsPackages = rule(import.meta, {
  title: 'A Node.js that an installed package does not support',
  severity: 'wrong',
  why: 'npm only warns; the package then stops at the first function that this Node.js does not have.',
  *check(view) {
    const roots = view.about('lock.root').filter((fact) => told(fact, 'node') !== undefined);
    for (const { folder, uses } of projectsOf(view, NODE)) {
      const own = roots.filter((fact) => folderOf(fact) === folder && told(fact, 'group') !== 'optional');
      for (const { fact, key, kind, says } of uses) {
        const version = /^v?\d/.test(String(fact.value)) ? String(fact.value) : key;
        const isProduction = kind === 'image' && installsNoTools(view.about('command'), fact.file);
        const outside = own.filter(
          (root) => isOutside(version, told(root, 'node') ?? '') && !(isProduction && told(root, 'group') === 'dev'),
        );
        const [first, ...more] = outside;
        if (first === undefined) continue;
        const name = `${String(first.value)} ${told(first, 'version') ?? ''}`.trim();
        const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
        yield {
          message: `${says}, and ${name}${others} needs ${told(first, 'node') ?? ''}`,
          at: side(fact, says),
          against: outside
            .slice(0, 3)
            .map((root) => side(root, `${String(root.value)} needs ${told(root, 'node') ?? ''}`)),
          together: `${folder} ${key}`,
          remedy: 'use a Node.js that every package supports, or an older version of the package',
        };
      }
    }
  },
});

function folderOf(root: Fact): string {
  return tidy(join(dirname(root.file), told(root, 'member') ?? ''));
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
