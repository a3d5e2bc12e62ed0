import { distance } from 'fastest-levenshtein';

/** Names that are a slip of the pen away; `web-1` and `web-2`, `team-a` and `team-b` are two names and no slip. */
export function slipsOf(name: string, names: Iterable<string>): string[] {
  const most = name.length < 4 ? 0 : name.length < 7 ? 1 : 2;
  // What tells two apart on purpose: a number, a part of few letters.
  const bare = (text: string): string => text.replaceAll(/\d+|(?<=^|[-_.])[a-z]{1,3}(?=$|[-_.])/g, '');
  return [...new Set(names)].filter(
    (one) =>
      one !== name &&
      isAsLong(one, name) &&
      (distance(one, name) <= most || isSwapped(one, name)) &&
      bare(one) !== bare(name),
  );
}

/** Names that somebody may have meant: slips, or the same name with a part more or less, as `backend-deployment`. */
export function nearOf(name: string, names: Iterable<string>): string[] {
  const all = [...new Set(names)];
  const slips = slipsOf(name, all);
  return slips.length > 0 ? slips : all.filter((one) => one.startsWith(`${name}-`) || name.startsWith(`${one}-`));
}

/** What is told apart by more than two letters is no slip: most names are told apart by how long they are. */
function isAsLong(one: string, other: string): boolean {
  return Math.abs(one.length - other.length) <= 2;
}

function isSwapped(one: string, other: string): boolean {
  const sorted = (text: string): string => text.split('').toSorted().join('');
  return one.length > 3 && distance(one, other) === 2 && sorted(one) === sorted(other);
}

/** Whether one is the other with a letter more, less, wrong or swapped: for names of a closed list. */
export function isTypo(one: string, other: string): boolean {
  return one !== other && (distance(one, other) <= 1 || isSwapped(one, other));
}

/** Whether two names differ by a slip. */
export function isNear(one: string, other: string): boolean {
  if (!isAsLong(one, other)) return false;
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  // `tests.py` and `tasks.py` are two names: an ending that both have makes none of them longer.
  const ending = /\.\w+$/.exec(a)?.[0] ?? '';
  const isBoth = ending !== '' && b.endsWith(ending);
  const bare = (name: string): string => (isBoth ? name.slice(0, -ending.length) : name);
  return slipsOf(bare(a), [bare(b)]).length > 0;
}

/** The one name that is meant; undefined where none is near, or several are. */
export function nearest(name: string, others: Iterable<string>): string | undefined {
  const near = [...new Set(others)].filter((other) => isNear(name, other));
  return near.length === 1 ? near[0] : undefined;
}

/** Filled in at deployment: nothing is known of it. */
export function isTemplated(text: string): boolean {
  return /[${}<>%*]|^__|CHANGE|REPLACE/.test(text);
}
