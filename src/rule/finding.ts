import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digest } from '../files/digest.ts';
import type { Contradiction, Rule, Severity, Side, Undecided } from './rule.ts';
import type { View } from '../facts/view.ts';

/** What a rule is, for who reads what it found. */
export interface Head {
  /** `k8s/probe-path`; of another tool its name and rule, `hadolint/DL3008`. */
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
}

/** What a rule says of one place. */
export type Finding = Head &
  (Contradiction | Undecided) & {
    /**
     * The same for as long as the line says the same, wherever it moves to: of rule, file, the text of the line, and the
     * how-manieth of these it is.
     */
    readonly fingerprint: string;
    /** Other tools that say the same of the same place. */
    readonly also?: readonly string[];
  };

/** Whether it is wrong, rather than something that the files do not decide. */
export function isWrong(finding: Finding): finding is Finding & Contradiction {
  return 'message' in finding;
}

export function messageOf(finding: Finding): string {
  return 'message' in finding ? finding.message : finding.undecided;
}

/** What the rules find, in the order of the rules. */
export function findingsOf(rules: readonly Rule[], view: View, root: string): Finding[] {
  const found = rules.flatMap((rule) => {
    const { id, title, severity, why } = rule;
    return [...rule.check(view)].map((one) => ({ rule: id, title, severity, why, ...one }));
  });
  return fingerprinted(found, root);
}

/** Gives each its fingerprint. */
export function fingerprinted<F extends { readonly rule: string; readonly at: Side }>(
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

/** The text of a place, without what stands around it; each file is read once. */
export function lineReader(root: string): (side: Pick<Side, 'file' | 'line'>) => string {
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

/** A place may lie in a file that is not there, such as one that another tool saw. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
