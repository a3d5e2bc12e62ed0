import type { View } from 'turnaround/rule';
import type { Wanted } from './wanted.ts';

/** Usual names of the outputs of a build or a test run. */
const OUTPUT = {
  workflow:
    /(^|\/)(dist|build|out|coverage|target|node_modules|\.next|artifacts?|reports?|tmp|\.?venv)(\/|$)|\.(xml|log|tar|gz|zip|sarif|html)$|^\.env/,
  compose: /(^|\/)(dist|build|out|target|node_modules|vendor)(\/|$)/,
  image: /(^|\/)(\.git|dist|\.?build|out|target|node_modules|\.next)(\/|$)|\.(whl|jar|tar|gz|zip)$/,
} as const;

/** Whether the name is that of a build output: an earlier step, or a build before the image, may have created it. */
export const isBuilt =
  (reader: keyof typeof OUTPUT) =>
  (_: View, { path, places }: Wanted): boolean =>
    reader === 'image' ? places.some((place) => OUTPUT.image.test(place)) : OUTPUT[reader].test(path);
