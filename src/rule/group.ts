import { groupBy } from '../facts/group-by.ts';
import { isWrong, messageOf, type Finding } from './finding.ts';

/**
 * Merges findings that are fixed together into one, at the first place, with the other places beside it. Only for display:
 * waivers, the baseline and `--since` apply to each place.
 */
export function grouped(findings: readonly Finding[]): Finding[] {
  return [...groupBy(findings, keyOf).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : oneOf(first, others),
  );
}

function keyOf(finding: Finding): string {
  const together = finding.groupKey ?? `${finding.at.file}\0${messageOf(finding)}`;
  return [finding.rule, isWrong(finding), together].join('\0');
}

function oneOf(first: Finding, others: readonly Finding[]): Finding {
  // A line that says the same twice counts as one place; two different mistakes on it count as two.
  const places = others
    .filter(
      (one) => one.at.file !== first.at.file || one.at.line !== first.at.line || messageOf(one) !== messageOf(first),
    )
    .map(({ at }) => at);
  const more =
    places.length === 0 ? '' : `; the same in ${places.length} more ${places.length === 1 ? 'place' : 'places'}`;
  if (!isWrong(first)) return { ...first, undecided: `${first.undecided}${more}` };
  const mend = [first, ...others].flatMap((one) => (isWrong(one) ? (one.mend ?? []) : []));
  return {
    ...first,
    message: `${first.message}${more}`,
    against: [...first.against, ...places],
    ...(mend.length === 0 ? {} : { mend }),
  };
}
