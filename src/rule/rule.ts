import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fact } from '../facts/fact.ts';
import type { View } from '../facts/view.ts';

export type { Fact, FactAbout } from '../facts/fact.ts';
export { told } from '../facts/fact.ts';
export { groupBy } from '../facts/group-by.ts';
export type { View } from '../facts/view.ts';

/** By effect: fails at first start · wrong in production · confusing to who reads it. */
export type Severity = 'fails' | 'wrong' | 'confusing';

/** A place, and what it says there. */
export interface Side {
  readonly file: string;
  readonly line: number;
  readonly says: string;
}

/** A change of one line: where `was` stands once on it, `is` stands afterwards. */
export interface Patch {
  readonly file: string;
  readonly line: number;
  readonly was: string;
  readonly is: string;
}

/** What has the same `together` is mended together, and said once; without it, what says the same of the same file. */
interface Gathered {
  readonly together?: string;
}

export interface Contradiction extends Gathered {
  readonly message: string;
  /** The side to mend. */
  readonly at: Side;
  /** What it contradicts; a folder or file that is not there has no place. */
  readonly against: readonly Side[];
  readonly remedy: string;
  /** Where it is another than that of the rule. */
  readonly severity?: Severity;
  /** The remedy as changes, where nobody needs to think about it: there is one value that ends the contradiction. */
  readonly mend?: readonly Patch[];
}

/** It may be so, and the files do not say. */
export interface Undecided extends Gathered {
  readonly undecided: string;
  readonly at: Side;
}

export interface RuleDefinition {
  readonly title: string;
  readonly severity: Severity;
  /** Why it matters, in one sentence. */
  readonly why: string;
  /** Says nothing where the workspace has nothing that the rule is about. */
  readonly check: (view: View) => Iterable<Contradiction | Undecided>;
}

export interface Rule extends RuleDefinition {
  /** The place of its file: `k8s/probe-path`. */
  readonly id: string;
  readonly file: string;
}

/** Declares the rule of a file. */
export function rule(meta: ImportMeta, definition: RuleDefinition): Rule {
  const file = fileURLToPath(meta.url);
  return { id: `${basename(dirname(file))}/${basename(file, '.ts')}`, file, ...definition };
}

/** A fact as a side of a contradiction. */
export function side({ file, line, subject, value }: Fact, says = `${subject} ${String(value)}`): Side {
  return { file, line, says };
}

/** What a fact says, changed to something else in its place. */
export function patch({ file, line, value }: Fact, is: string, was = String(value)): Patch {
  return { file, line, was, is };
}
