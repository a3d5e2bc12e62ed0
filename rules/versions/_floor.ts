import { dirname } from 'node:path/posix';
import { told, type Fact, type View } from 'turnaround/rule';

/** A job with the lowest version that a package supports is intended, if others use a newer one. */
export function isFloor(view: View, fact: Fact, key: string): boolean {
  const all = view.about(fact.subject);
  const lowest = new RegExp(`(?:>=|\\^|~=?)\\s*v?${key.replaceAll('.', '\\.')}(?:\\.0)*(?![\\d.])`);
  return (
    all.some((one) => isDeclared(one) && lowest.test(String(one.value))) &&
    all.some((one) => /^(?:image|workflow)$/.test(told(one, 'by') ?? '') && isNewer(String(one.value), key))
  );
}

/** What the whole workspace declares, not one part of it. */
const isDeclared = (fact: Fact): boolean =>
  dirname(fact.file) === '.' && /^(?:requires-python|poetry|engines)$/.test(told(fact, 'by') ?? '');

function isNewer(version: string, key: string): boolean {
  const [a = [], b = []] = [version.replace(/^v/, ''), key].map((text) => text.split('.').map(Number));
  return (a[0] ?? 0) > (b[0] ?? 0) || (a[0] === b[0] && (a[1] ?? 0) > (b[1] ?? 0));
}
