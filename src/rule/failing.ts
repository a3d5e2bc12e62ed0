import type { Finding } from '../outcome/outcome.ts';
import { isWrong, type Finding as Found } from './finding.ts';

/** Findings of rules that fail at the first start, in the form that a task or criterion reports. */
export function failing(found: readonly Found[]): Finding[] {
  return found.filter(isWrong).flatMap(({ rule, severity, message, remedy, at: { file, line } }) => {
    const finding = { message: `${message} (${rule})`, remedy, place: { file, line } };
    return severity === 'fails' ? [finding] : [];
  });
}
