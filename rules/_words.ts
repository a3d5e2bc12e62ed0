import { distance } from 'fastest-levenshtein';

/** The words of a command line without their quotes, up to a comment; nothing is expanded. */
export function wordsOf(command: string): string[] {
  const words = command.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g) ?? [];
  const end = words.findIndex((word) => word.startsWith('#'));
  return (end === -1 ? words : words.slice(0, end)).map((word) => word.replaceAll(/^["']|["']$/g, ''));
}

/** The values of these flags: `-f x`, `--file=x`. */
export function valuesOf(words: readonly string[], ...flags: string[]): string[] {
  return words.flatMap((word, at) => {
    const next = words[at + 1];
    if (flags.includes(word)) return next === undefined ? [] : [next];
    const flag = flags.find((name) => word.startsWith(`${name}=`));
    return flag === undefined ? [] : [word.slice(flag.length + 1)];
  });
}

/** Whether two names differ by a slip: one or two letters, in names that are long enough for that. */
export function isNear(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length);
  if (one === other || length < 3 || Math.abs(one.length - other.length) > 2) return false;
  // `worker-1` and `worker-2` are meant to differ.
  if (one.replaceAll(/\d+/g, '') === other.replaceAll(/\d+/g, '')) return false;
  const isSwapped = length > 3 && one.split('').toSorted().join('') === other.split('').toSorted().join('');
  return distance(one.toLowerCase(), other.toLowerCase()) <= (length < 6 && !isSwapped ? 1 : 2);
}

/** The one name that is meant; undefined where none is near, or several are. */
export function nearest(name: string, others: Iterable<string>): string | undefined {
  const near = [...new Set(others)].filter((other) => isNear(name, other));
  return near.length === 1 ? near[0] : undefined;
}
