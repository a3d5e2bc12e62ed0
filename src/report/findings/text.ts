import { isWrong, lineReader, messageOf, type Finding } from '../../rule/finding.ts';
import type { Severity, Location } from '../../rule/rule.ts';
import type { Paint } from '../paint.ts';
import type { Report } from './report.ts';

export const WORDS: Readonly<Record<Severity, string>> = {
  fails: 'fails at first start',
  wrong: 'wrong in production',
  confusing: 'confusing',
};

/** How many other places are shown with a finding; the formats for programs have all of them. */
const SIDES = 4;

/** For people: rule by rule, worst first, each with the lines themselves. */
export function text(report: Report, paint: Paint): string {
  const line = lineReader(report.root);
  const blocks = (['fails', 'wrong', 'confusing'] as const).flatMap((severity) => {
    const own = report.findings.filter((one) => one.severity === severity);
    return [...new Set(own.map(({ rule }) => rule))].map((id) =>
      block(
        own.filter(({ rule }) => rule === id),
        line,
        paint,
      ),
    );
  });
  const unread = report.unread.slice(0, 5).map(({ file, line: at, because }) => `  ${file}:${at} ${because}`);
  const more = report.unread.length > 5 ? [`  and ${report.unread.length - 5} more: ./task facts lists them`] : [];
  return [
    ...blocks,
    ...(unread.length === 0 ? [] : ['cannot be read, so they are not checked:', ...unread, ...more, '']),
    summary(report),
    ...next(report),
    '',
  ].join('\n');
}

function block(own: readonly Finding[], line: (side: Location) => string, paint: Paint): string {
  const [first] = own;
  if (first === undefined) return '';
  return [
    `${paint.bold(first.title)} (${first.rule}, ${WORDS[first.severity]})`,
    paint.dim(`  ${first.why}`),
    ...own.flatMap((one) => [
      `  ${paint.verdict(isWrong(one) ? 'unmet' : 'unknown')}: ${messageOf(one)}${one.also === undefined ? '' : paint.dim(` (also ${one.also.join(', ')})`)}`,
      ...[one.at, ...(isWrong(one) ? one.against.slice(0, SIDES) : [])].map((side) => excerpt(side, line, paint)),
      ...(isWrong(one) ? [`    → ${one.remedy}${one.mend === undefined ? '' : paint.dim(' (./task mend)')}`] : []),
    ]),
    '',
  ].join('\n');
}

/** The line itself, as it is in the file. */
function excerpt(side: Location, line: (side: Location) => string, paint: Paint): string {
  const content = line(side);
  return `    ${side.file}:${side.line}  ${paint.dim(content === '' ? side.says : content.slice(0, 120))}`;
}

/** How much was found, in one line. */
export function summary({ rules, findings, waived, known, unread, since }: Report): string {
  const wrong = findings.filter(isWrong).length;
  const parts = [
    `${wrong} ${since === undefined ? '' : 'new '}${wrong === 1 ? 'contradiction' : 'contradictions'}${since === undefined ? '' : ` since ${since}`}`,
    findings.length > wrong ? `${findings.length - wrong} undecided by the files` : '',
    waived.length > 0 ? `${waived.length} waived` : '',
    known.length > 0 ? `${known.length} in the baseline` : '',
    unread.length > 0 ? `${unread.length} files that cannot be read` : '',
  ];
  return `${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}: ${parts.filter(Boolean).join(', ')}`;
}

function next({ findings }: Report): string[] {
  const sure = findings.filter((one) => isWrong(one) && one.mend !== undefined).length;
  return sure === 0 ? [] : [`${sure} of them can be fixed automatically: ./task mend --dry-run shows the changes`];
}
