import { isWrong, messageOf, type Finding } from '../../rule/finding.ts';
import type { Report } from './report.ts';
import { summary, WORDS } from './text.ts';

/** Markdown for the summary of a job or a comment: what is found, worst first. */
export function markdown(report: Report): string {
  const blocks = (['fails', 'wrong', 'confusing'] as const).flatMap((severity) => {
    const own = report.findings.filter((one) => isWrong(one) && one.severity === severity);
    return own.length === 0
      ? []
      : [`### ${WORDS[severity][0]?.toUpperCase()}${WORDS[severity].slice(1)}\n`, table(own)];
  });
  const open = report.findings.filter((one) => !isWrong(one));
  return [
    '## Rules\n',
    `${summary(report)}\n`,
    ...blocks,
    ...(open.length === 0 ? [] : ['### Undecided by the files\n', table(open)]),
  ].join('\n');
}

function table(findings: readonly Finding[]): string {
  const rows = findings.map((one) => {
    const against = isWrong(one) ? one.against.map((side) => place(side)).join('<br>') : '';
    const remedy = isWrong(one) ? one.remedy : '';
    return `| ${place(one.at)} | ${cell(messageOf(one))} | ${against} | ${cell(remedy)} | \`${one.rule}\` |`;
  });
  return ['| where | what | against | remedy | rule |', '|---|---|---|---|---|', ...rows, ''].join('\n');
}

function place({ file, line }: { file: string; line: number }): string {
  return `\`${file.replaceAll('`', '').replaceAll('|', '\\|')}:${line}\``;
}

function cell(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replaceAll(/\s*\n\s*/g, '<br>');
}
