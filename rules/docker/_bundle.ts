import { join } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import type { Built } from '../_built.ts';
import { tidy } from '../_folders.ts';
import { contextsOf } from '../_image.ts';

/** Variables whose values a bundler writes into its output files. */
export const BUNDLED = /^(?:VITE|REACT_APP|NEXT_PUBLIC)_/;

/** The commands of a Dockerfile that run the bundler. */
export function bundlesIn(view: View, dockerfile: string): Fact[] {
  return view
    .about('command')
    .filter(
      ({ file, value, attributes }) =>
        file === dockerfile &&
        attributes?.['step'] === 'run' &&
        !/^(?:echo|printf)\b/.test(value) &&
        /\b(?:npm run|yarn|yarn run|pnpm|pnpm run|bun run|vite|next|react-scripts) build\b/.test(value),
    );
}

/** Whether a script or a template may write values into the files of a bundle later. */
export function isFilledIn(view: View, dockerfile: string): boolean {
  const scripts = view
    .about('path.named')
    .some(
      (fact) => fact.file === dockerfile && /\.sh$|template|entrypoint/.test(`${fact.value} ${attribute(fact, 'to')}`),
    );
  return (
    scripts ||
    view.about('command').some(({ file, value }) => file === dockerfile && /envsubst|env\.js|window\./.test(value))
  );
}

/** Whether an image copies a file of the workspace. */
export function isCopied(view: View, built: Built, file: string): boolean {
  const copies = view
    .about('path.named')
    .filter((fact) => fact.file === built.dockerfile && attribute(fact, 'by') === 'copy');
  return contextsOf(view, built)
    .flatMap((context) => copies.map(({ value }) => tidy(join(context, value))))
    .some((source) => source === '.' || file.startsWith(`${source}/`));
}
