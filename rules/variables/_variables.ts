import type { View } from 'turnaround/rule';
import { isNear } from '../_near.ts';

/** Every variable that something reads, may read or passes on, in capitals. */
export function readNames(view: View): Set<string> {
  return new Set(
    (['variable.read', 'variable.asked', 'variable.passed'] as const).flatMap((subject) =>
      view.about(subject).map(({ value }) => value.toUpperCase()),
    ),
  );
}

/** Prefixes of pydantic settings: a variable that starts with one belongs to them. */
export function prefixes(view: View): string[] {
  return view
    .about('settings.class')
    .flatMap(({ attributes }) =>
      typeof attributes?.['prefix'] === 'string' && attributes['prefix'].length > 2
        ? [attributes['prefix'].toUpperCase()]
        : [],
    );
}

/** The one variable that a misspelled name means: one of its words has a typo, or words are joined or split. */
export function misspelled(name: string, names: Iterable<string>): string | undefined {
  const meant = [...new Set(names)].filter((other) => isSlip(name.split('_'), other.split('_')));
  return meant.length === 1 ? meant[0] : undefined;
}

/** `UR` and `URL`: one lacks a letter, but not a plural S, and not the first letter, as in `ID` and `UID`. */
function lacksOne(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const at = long.split('').findIndex((letter, index) => letter !== short[index]);
  const isOne = long.length === short.length + 1 && long.slice(0, at) + long.slice(at + 1) === short;
  return isOne && short.length > 1 && at > 0 && long.at(-1) !== 'S';
}

/** In short words, one letter makes another word: `API` and `APP`, `SMTP` and `MCP`. */
function isSlip(one: readonly string[], other: readonly string[]): boolean {
  if (one.join('') === other.join('')) return one.length !== other.length;
  // A single letter at the end, as in `PORT_X`, is not a word.
  if (one.length === other.length + 1 && /^[A-Z]$/.test(one.at(-1) ?? ''))
    return other.every((word, at) => word === one[at]);
  const differ = one.flatMap((word, at) => (word === other[at] ? [] : [[word, other[at] ?? '']]));
  const [[a = '', b = ''] = []] = differ;
  if (one.length !== other.length || differ.length !== 1 || `${a}S` === b || a === `${b}S`) return false;
  if (one.join('_').length >= 10 && lacksOne(a, b)) return true;
  if (Math.min(a.length, b.length) < 3) return false;
  const isSwapped = a.split('').toSorted().join('') === b.split('').toSorted().join('');
  return isSwapped || (Math.max(a.length, b.length) >= 4 && isNear(a, b));
}
