import { dirname } from 'node:path/posix';
import { coerce, gtr } from 'semver';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { isOutsideOf } from './_ranges.ts';

/** A job with the lowest version that a package supports is intended, if others use a newer one. */
export function isFloor(view: View, fact: Fact, key: string): boolean {
  const all = view.about(fact.subject);
  return (
    all.some((one) => isDeclared(one) && isLowest(one, key)) &&
    all.some((one) => /^(?:image|workflow)$/.test(attribute(one, 'by') ?? '') && isNewer(String(one.value), key))
  );
}

/** Whether a range allows a version and excludes the one before it. */
function isLowest(range: Fact, key: string): boolean {
  const before = key.replace(/\d+$/, (last) => String(Number(last) - 1));
  return !isOutsideOf(range, key) && isOutsideOf(range, before);
}

/** What the whole workspace declares, not one part of it. */
const isDeclared = (fact: Fact): boolean =>
  dirname(fact.file) === '.' && /^(?:requires-python|poetry|engines)$/.test(attribute(fact, 'by') ?? '');

function isNewer(version: string, key: string): boolean {
  const own = coerce(version);
  return own !== null && gtr(own, key);
}
