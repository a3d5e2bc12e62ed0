import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digest } from '../files/digest.ts';
import type { Contradiction, Rule, Severity, Location, Undecided } from './rule.ts';
import type { View } from '../facts/view.ts';

/** What readers of a finding need to know about its rule. */
export interface Head {
  /** `k8s/probe-path`; for another tool its name and rule, `hadolint/DL3008`. */
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
}

/** A statement of a rule about one place. */
export type Finding = Head &
  (Contradiction | Undecided) & {
    /**
     * Identifies the finding by rule, file, text of the line, and the number among lines with that text. It stays the same while
     * the text stays the same, wherever the line moves.
     */
    readonly fingerprint: string;
    /** Other tools that report the same about the same place. */
    readonly also?: readonly string[];
  };

/** Whether it is a contradiction, and not only undecided by the files. */
export function isWrong(finding: Finding): finding is Finding & Contradiction {
  return 'message' in finding;
}

export function messageOf(finding: Finding): string {
  return 'message' in finding ? finding.message : finding.undecided;
}

/** The findings of the rules, in the order of the rules. */
export function findingsOf(rules: readonly Rule[], view: View, root: string): Finding[] {
  const found = rules.flatMap((rule) => {
    const { id, title, severity, why } = rule;
    return [...rule.check(view)].map((one) => ({ rule: id, title, severity, why, ...one }));
  });
  return fingerprinted(found, root);
}

/** Adds the fingerprint to each. */
export function fingerprinted<F extends { readonly rule: string; readonly at: Location }>(
  found: readonly F[],
  root: string,
): (F & { readonly fingerprint: string })[] {
  const seen = new Map<string, number>();
  const line = lineReader(root);
  return found.map((one) => {
    const key = [one.rule, one.at.file, line(one.at)].join('\0');
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return { ...one, fingerprint: digest(`${key}\0${nth}`).slice(0, 20) };
  });
}

/** The text of the line at a place, trimmed; each file is read once. */
export function lineReader(root: string): (side: Pick<Location, 'file' | 'line'>) => string {
  const files = new Map<string, readonly string[]>();
  return ({ file, line }) => {
    let lines = files.get(file);
    if (lines === undefined) {
      lines = textOf(join(root, file)).split(/\r\n|[\r\n]/);
      files.set(file, lines);
    }
    return lines[line - 1]?.trim() ?? '';
  };
}

/** The file of a place may not exist, for example if another tool reported it. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
