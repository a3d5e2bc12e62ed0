/** A value that can be recorded in the journal and passed between tasks. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A place in a file; `file` is relative to the workspace, lines count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
}

/** Something that is wrong, and what to do about it. */
export interface Finding {
  readonly message: string;
  readonly remedy: string;
  readonly place?: Place;
}

export interface Met<V extends Json> {
  readonly verdict: 'met';
  readonly value: V;
}

export interface Unmet {
  readonly verdict: 'unmet';
  readonly findings: readonly Finding[];
}

/** It could not be checked here. Never a pass: the criterion stays unknown. */
export interface Unknown {
  readonly verdict: 'unknown';
  readonly because: string;
}

export interface NotApplicable {
  readonly verdict: 'not-applicable';
  readonly because: string;
}

export type Outcome<V extends Json = Json> = Met<V> | Unmet | Unknown | NotApplicable;
export type Verdict = Outcome['verdict'];

/** Met. `value` is recorded in the journal as evidence, and is `from.<name>` for the tasks that need this one. */
export function met<V extends Json>(value: V): Met<V> {
  return { verdict: 'met', value };
}

/** Wrong in the workspace. An empty list would be a failure without anything to fix, so it is refused. */
export function unmet(findings: readonly Finding[]): Unmet {
  if (findings.length === 0) throw new Error('unmet() needs at least one finding');
  return { verdict: 'unmet', findings };
}

/** It could not be checked on this machine, because … */
export function unknown(because: string): Unknown {
  return { verdict: 'unknown', because };
}

/** The workspace has nothing that this applies to, because … */
export function notApplicable(because: string): NotApplicable {
  return { verdict: 'not-applicable', because };
}
