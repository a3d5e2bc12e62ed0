import type { View } from 'turnaround/rule';
import { isNear } from '../_near.ts';

/** Every variable that anything reads, asks for or hands on, in capitals. */
export function readNames(view: View): Set<string> {
  return new Set(
    [...view.about('variable.read'), ...view.about('variable.passed')].map(({ value }) => String(value).toUpperCase()),
  );
}

/** Prefixes of pydantic's settings: what begins with one is meant for them. */
export function prefixes(view: View): string[] {
  return view
    .about('settings.class')
    .flatMap(({ of }) =>
      typeof of?.['prefix'] === 'string' && of['prefix'].length > 2 ? [of['prefix'].toUpperCase()] : [],
    );
}

/** The one variable that a misspelled name means: one of its words has a slip, or words are joined or parted. */
export function misspelled(name: string, names: Iterable<string>): string | undefined {
  const meant = [...new Set(names)].filter((other) => isSlip(name.split('_'), other.split('_')));
  return meant.length === 1 ? meant[0] : undefined;
}

/** In short words a letter makes another word: `API` and `APP`, `SMTP` and `MCP`. */
function isSlip(one: readonly string[], other: readonly string[]): boolean {
  if (one.join('') === other.join('')) return one.length !== other.length;
  // A letter alone at the end, `PORT_X`, is nobody's word.
  if (one.length === other.length + 1 && /^[A-Z]$/.test(one.at(-1) ?? ''))
    return other.every((word, at) => word === one[at]);
  const differ = one.flatMap((word, at) => (word === other[at] ? [] : [[word, other[at] ?? '']]));
  const [[a = '', b = ''] = []] = differ;
  if (one.length !== other.length || differ.length !== 1 || Math.min(a.length, b.length) < 3) return false;
  const isSwapped = a.split('').toSorted().join('') === b.split('').toSorted().join('');
  return isSwapped || (Math.max(a.length, b.length) >= 4 && isNear(a, b));
}
