import type { Finding } from '../outcome/outcome.ts';
import { isWrong, type Finding as Found } from './finding.ts';

/** What rules found that fails at first start, as a task or a criterion reports it. */
export function failing(found: readonly Found[]): Finding[] {
  return found.filter(isWrong).flatMap(({ rule, severity, message, remedy, at: { file, line } }) => {
    const finding = { message: `${message} (${rule})`, remedy, place: { file, line } };
    return severity === 'fails' ? [finding] : [];
  });
}
