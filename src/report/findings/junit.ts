import { isWrong, messageOf, type Finding } from '../../rule/finding.ts';
import type { Report } from './report.ts';

/** JUnit's XML as build servers read it: a test case a rule, a failure for what contradicts, skipped for what is open. */
export function junit({ rules, findings }: Report): string {
  const ids = [...new Set([...rules.map(({ id }) => id), ...findings.map(({ rule }) => rule)])];
  const cases = ids.map((id) =>
    caseOf(
      id,
      findings.filter(({ rule }) => rule === id),
    ),
  );
  const failures = cases.filter(({ state }) => state === 'failure').length;
  const skipped = cases.filter(({ state }) => state === 'skipped').length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="turnaround rules" ${counts}>`,
    ...cases.map(({ text }) => text),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function caseOf(id: string, own: readonly Finding[]): { state: 'passed' | 'failure' | 'skipped'; text: string } {
  const [area = '', name = ''] = id.split('/');
  const open = `    <testcase classname="${xml(area)}" name="${xml(name)}"`;
  const wrong = own.filter(isWrong);
  const [first] = wrong.length > 0 ? wrong : own;
  if (first === undefined) return { state: 'passed', text: `${open}/>` };
  const lines = own.map(
    (one) => `${one.at.file}:${one.at.line}: ${messageOf(one)}${isWrong(one) ? ` → ${one.remedy}` : ''}`,
  );
  const state = wrong.length > 0 ? 'failure' : 'skipped';
  const summary = `${own.length} ${own.length === 1 ? 'place' : 'places'}: ${messageOf(first)}`;
  return {
    state,
    text: `${open}>\n      <${state} message="${xml(summary)}">${xml(lines.join('\n'))}</${state}>\n    </testcase>`,
  };
}

/** XML 1.0 has no place for most control characters, not even escaped. */
function xml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
