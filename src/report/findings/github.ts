import { isWrong, messageOf } from '../../rule/finding.ts';
import type { Severity } from '../../rule/rule.ts';
import type { Report } from './report.ts';

const COMMAND: Readonly<Record<Severity, string>> = { fails: 'error', wrong: 'warning', confusing: 'notice' };

/** Workflow commands: GitHub shows each beside its line. Values are escaped as @actions/core does it. */
export function github({ findings }: Report): string {
  return findings
    .map((finding) => {
      const { file, line } = finding.at;
      const command = isWrong(finding) ? COMMAND[finding.severity] : 'notice';
      const against = isWrong(finding)
        ? finding.against.map((side) => `\nagainst ${side.file}:${side.line}: ${side.says}`)
        : [];
      const remedy = isWrong(finding) ? `\n→ ${finding.remedy}` : '';
      const properties = `file=${property(file)},line=${line},title=${property(finding.rule)}`;
      return `::${command} ${properties}::${data(`${messageOf(finding)}${against.join('')}${remedy}`)}\n`;
    })
    .join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
