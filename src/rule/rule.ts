import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fact } from '../facts/fact.ts';
import type { View } from '../facts/view.ts';

export type { Fact, FactAbout } from '../facts/fact.ts';
export { attribute } from '../facts/fact.ts';
export { groupBy } from '../facts/group-by.ts';
export { isNamedFor, withoutPurpose, type Purpose } from '../facts/purpose.ts';
export { callOf, valuesOf, type Call } from '../facts/shell/words.ts';
export type { View } from '../facts/view.ts';

/** By effect: fails at the first start · is wrong in production · confuses readers. */
export type Severity = 'fails' | 'wrong' | 'confusing';

/** A place, and what it says there. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly says: string;
}

/** A change of one line: `was`, which occurs once on it, is replaced by `is`. */
export interface Patch {
  readonly file: string;
  readonly line: number;
  readonly was: string;
  readonly is: string;
}

/** Statements with the same `together` are fixed together and shown as one; by default, equal messages in the same file. */
interface Gathered {
  readonly groupKey?: string;
}

export interface Contradiction extends Gathered {
  readonly message: string;
  /** The location to fix. */
  readonly at: Location;
  /** What it contradicts; a missing file or folder has no place. */
  readonly against: readonly Location[];
  readonly remedy: string;
  /** Its severity, if it differs from that of the rule. */
  readonly severity?: Severity;
  /** The remedy as changes of lines, if it can be applied without a decision: exactly one value resolves the contradiction. */
  readonly mend?: readonly Patch[];
}

/** It may be a contradiction, but the files do not decide it. */
export interface Undecided extends Gathered {
  readonly undecided: string;
  readonly at: Location;
}

export interface RuleDefinition {
  readonly title: string;
  readonly severity: Severity;
  /** Why it matters, in one sentence. */
  readonly why: string;
  /** Yields nothing if the workspace has nothing that the rule is about. */
  readonly check: (view: View) => Iterable<Contradiction | Undecided>;
}

export interface Rule extends RuleDefinition {
  /** Derived from the path of its file: `k8s/probe-path`. */
  readonly id: string;
  readonly file: string;
}

/** Declares the rule of a file. */
export function rule(meta: ImportMeta, definition: RuleDefinition): Rule {
  const file = fileURLToPath(meta.url);
  return { id: `${basename(dirname(file))}/${basename(file, '.ts')}`, file, ...definition };
}

/** A fact as one location of a contradiction. */
export function locationOf({ file, line, subject, value }: Fact, says = `${subject} ${String(value)}`): Location {
  return { file, line, says };
}

/** A patch that replaces the value of a fact by another one. */
export function patch({ file, line, value }: Fact, is: string, was = String(value)): Patch {
  return { file, line, was, is };
}
