/** What may stand in the journal and travel between tasks. */
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

/** Could not be checked here. Never a pass: the criterion stays open. */
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

/** Proved. `value` goes into the journal as evidence and is `from.<name>` for the tasks that need this one. */
export function met<V extends Json>(value: V): Met<V> {
  return { verdict: 'met', value };
}

/** Wrong in the workspace. An empty list would be a failure that nobody can act on, so it is refused. */
export function unmet(findings: readonly Finding[]): Unmet {
  if (findings.length === 0) throw new Error('unmet() needs at least one finding');
  return { verdict: 'unmet', findings };
}

/** Could not be checked on this machine, because … */
export function unknown(because: string): Unknown {
  return { verdict: 'unknown', because };
}

/** The workspace has nothing that this is about, because … */
export function notApplicable(because: string): NotApplicable {
  return { verdict: 'not-applicable', because };
}
