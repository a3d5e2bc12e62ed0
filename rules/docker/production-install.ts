import { rule, locationOf, attribute } from 'turnaround/rule';

const PRODUCTION =
  /^(?:npm (?:ci|i|install)\b.*(?:--only[= ]prod(?:uction)?(?![\w=])|--omit[= ]dev\b|--production(?!=f))|(?:yarn|pnpm) install\b.*(?:--prod|--production)(?![\w]|=f))/;
const GLOBAL = /^(?:npm (?:i|install)\b.* (?:-g|--global)\b|(?:yarn global|pnpm) add\b)/;
const BUILD = /^(?:npm run build|(?:yarn|pnpm)(?: run)? build|(?:npx )?(?:vite build|tsc)\b)/;

export const productionInstall = rule(import.meta, {
  title: 'A stage builds with tools that it did not install',
  severity: 'fails',
  why: 'Compilers and bundlers are development dependencies: the image build fails with `tsc: not found`.',
  *check(view) {
    const commands = view.about('command').filter((fact) => attribute(fact, 'by') === 'dockerfile');
    for (const build of commands.filter(({ value }) => BUILD.test(value))) {
      const before = commands.filter(
        (one) =>
          one.file === build.file && attribute(one, 'stage') === attribute(build, 'stage') && one.line < build.line,
      );
      const install = before.findLast(({ value }) => /^(?:npm (?:ci|i|install)|(?:yarn|pnpm) install)\b/.test(value));
      if (install === undefined || !PRODUCTION.test(install.value)) continue;
      // The global install may provide the build tools.
      if (before.some(({ value }) => GLOBAL.test(value))) continue;
      yield {
        message: `\`${build.value}\` runs after an install without development dependencies`,
        at: locationOf(install, install.value),
        against: [locationOf(build, build.value)],
        remedy:
          'install all dependencies in the build stage, and copy its output into a stage without development dependencies',
      };
    }
  },
});
