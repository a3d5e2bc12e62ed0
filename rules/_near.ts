import { distance } from 'fastest-levenshtein';

/** Names that differ by a typo. `web-1` and `web-2`, or `team-a` and `team-b`, are different names. */
export function slipsOf(name: string, names: Iterable<string>): string[] {
  const most = name.length < 4 ? 0 : name.length < 7 ? 1 : 2;
  // Parts that distinguish names on purpose: numbers, and parts of up to three letters.
  const bare = (text: string): string => text.replaceAll(/\d+|(?<=^|[-_.])[a-z]{1,3}(?=$|[-_.])/g, '');
  return [...new Set(names)].filter(
    (one) =>
      one !== name &&
      isAsLong(one, name) &&
      (distance(one, name) <= most || isSwapped(one, name)) &&
      bare(one) !== bare(name),
  );
}

/** Names that may be meant: typos, or the same name with one part more or less, such as `backend-deployment`. */
export function nearOf(name: string, names: Iterable<string>): string[] {
  const all = [...new Set(names)];
  const slips = slipsOf(name, all);
  return slips.length > 0 ? slips : all.filter((one) => one.startsWith(`${name}-`) || name.startsWith(`${one}-`));
}

/** Names whose lengths differ by more than two letters are different names, not typos. */
function isAsLong(one: string, other: string): boolean {
  return Math.abs(one.length - other.length) <= 2;
}

function isSwapped(one: string, other: string): boolean {
  const sorted = (text: string): string => text.split('').toSorted().join('');
  return one.length > 3 && distance(one, other) === 2 && sorted(one) === sorted(other);
}

/** Whether the names differ by one missing, extra, wrong or swapped letter: for names from a closed list. */
export function isTypo(one: string, other: string): boolean {
  return one !== other && (distance(one, other) <= 1 || isSwapped(one, other));
}

/** Whether two names differ by a typo. */
export function isNear(one: string, other: string): boolean {
  if (!isAsLong(one, other)) return false;
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  // `tests.py` and `tasks.py` are different names: a shared extension does not count towards the length.
  const ending = /\.\w+$/.exec(a)?.[0] ?? '';
  const isBoth = ending !== '' && b.endsWith(ending);
  const bare = (name: string): string => (isBoth ? name.slice(0, -ending.length) : name);
  return slipsOf(bare(a), [bare(b)]).length > 0;
}

/** The one name that is meant; undefined if no name is similar, or several are. */
export function nearest(name: string, others: Iterable<string>): string | undefined {
  const near = [...new Set(others)].filter((other) => isNear(name, other));
  return near.length === 1 ? near[0] : undefined;
}

/** The text is filled in at deployment, so its value is unknown. */
export function isTemplated(text: string): boolean {
  return /[${}<>%*]|^__|CHANGE|REPLACE/.test(text);
}
