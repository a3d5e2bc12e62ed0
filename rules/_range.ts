type Parts = readonly number[];
/** From (inclusive) to (exclusive); nothing at the end where it goes on for ever. */
interface Span {
  readonly from: Parts;
  readonly to?: Parts;
}

/**
 * Whether a version is surely outside of a range of npm, PEP 440 or poetry. `20` is any of `20.x`: it is outside only
 * where no version of it is inside. What is not understood is never outside.
 */
export function isOutside(version: string, range: string): boolean {
  const own = spanOf('', version.replace(/^[v=]+/, ''));
  if (own === undefined || own.from.length === 0) return false;
  const alternatives = range.split(/\s*\|\|?\s*/);
  return alternatives.every((one) => {
    const spans = comparators(one).map(([operator, typed]) => spanOf(operator, typed));
    const known = spans.filter((span) => span !== undefined);
    // What is excluded (`!=`) or not understood takes nothing away.
    return known.some((span) => !overlap(own, span));
  });
}

function comparators(text: string): (readonly [operator: string, version: string])[] {
  return [
    ...text
      .replace(/^\s*([\w.]+)\s+-\s+([\w.]+)\s*$/, '>=$1 <=$2')
      .matchAll(/(\^|~=|~>|~|>=|<=|===?|!=|=|>|<)?\s*v?([\d*xX][\w.*+-]*)/g),
  ].map(([, operator = '', version = '']) => [operator, version]);
}

function spanOf(operator: string, typed: string): Span | undefined {
  const version = typed.replace(/[-+].*$|(?<=\d)(?:a|b|rc)\d+$/, '');
  if (!/^(?:\d+|[*xX])(?:\.(?:\d+|[*xX]))*$/.test(version)) return undefined;
  const parts = version
    .split('.')
    .slice(
      0,
      Math.max(
        0,
        version.split('.').findIndex((part) => /^[*xX]$/.test(part)),
      ) || undefined,
    )
    .map(Number);
  const from = /^[*xX]/.test(version) ? [] : parts;
  if (from.length === 0) return { from: [] };
  switch (operator) {
    case '>=':
      return { from };
    case '>':
      return { from: after(from) };
    case '<':
      return { from: [], to: from };
    case '<=':
      return { from: [], to: after(from) };
    case '^': {
      const first = from.findIndex((part) => part > 0);
      return { from, to: after(from.slice(0, first === -1 ? from.length : first + 1)) };
    }
    case '~':
      return { from, to: after(from.slice(0, 2)) };
    case '~=':
      return { from, to: after(from.slice(0, Math.max(1, from.length - 1))) };
    case '~>':
    case '!=':
      return undefined;
    default:
      return { from, to: after(from) };
  }
}

/** The first version behind all that begin with these parts. */
function after(parts: Parts): Parts {
  return [...parts.slice(0, -1), (parts.at(-1) ?? 0) + 1];
}

function overlap(a: Span, b: Span): boolean {
  return isBefore(a.from, b.to) && isBefore(b.from, a.to);
}

function isBefore(from: Parts, to: Parts | undefined): boolean {
  if (to === undefined) return true;
  for (let at = 0; at < Math.max(from.length, to.length); at += 1) {
    const [left = 0, right = 0] = [from[at], to[at]];
    if (left !== right) return left < right;
  }
  return false;
}
