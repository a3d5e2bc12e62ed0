import { intersects, validRange } from 'semver';

/**
 * Whether an npm range certainly excludes a version of Node.js or of a package. `20` means any 20.x: the range excludes it
 * only if it excludes every 20.x. A range that cannot be read excludes nothing.
 */
export function isOutside(version: string, range: string): boolean {
  const own = version.replace(/^[v=]+/, '');
  return [own, range].every((text) => validRange(text, LOOSE) !== null) && !intersects(own, range, LOOSE);
}

/** npm reads the ranges of published packages in this mode. */
const LOOSE = { loose: true };
