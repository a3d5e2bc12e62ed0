import { satisfies, validRange } from '@renovatebot/pep440';
import { specifierOf } from '../python/packages.ts';

/**
 * Whether a range of PEP 440 or Poetry certainly excludes a Python. A version without a patch, such as the image tag `3.11`,
 * means the newest 3.11.x, which is 3.11.0 only for its first weeks. So `>3.11` allows it; `<=3.11` and `==3.11` exclude it,
 * and pip then refuses to install. A range that cannot be read excludes nothing.
 */
export function isOutsideOfPython(version: string, range: string): boolean {
  // pip ignores the suffix: it compares 3.13.0rc1 as 3.13.0.
  const release = /^\d+(?:\.\d+)*/.exec(version)?.[0];
  if (release === undefined) return false;
  const alternatives = range.split(/\|\|?/).map(specifierOf);
  const own = /^\d+\.\d+$/.test(release) ? PATCHES.map((patch) => `${release}.${patch}`) : [release];
  return alternatives.every(
    (specifier) => validRange(specifier) && !own.some((one) => satisfies(one, specifier, { prereleases: true })),
  );
}

/** More patch releases than any Python has had; 0 is left out on purpose. */
const PATCHES = Array.from({ length: 40 }, (_, index) => index + 1);

/** The oldest Python 3 that a range allows, such as `3.9`; undefined if the range has no lower bound. */
export function oldestIn(range: string): string | undefined {
  const first = Array.from({ length: 40 }, (_, minor) => `3.${minor}`).find((one) => !isOutsideOfPython(one, range));
  return first === '3.0' ? undefined : first;
}
