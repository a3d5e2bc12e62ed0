import type { AttributesOf, Subject, TextName, TextOf, ValueOf } from './subjects.ts';

/**
 * One value and the place where it was read. `stated`: the file contains the value. `derived`: it follows from several places,
 * or is a default that applies. `guessed`: only a convention (a name, a folder) suggests it.
 */
export interface FactAbout<S extends Subject> {
  /** What it is about, as src/facts/subjects.ts declares it: `port.exposed`, `variable.read`. */
  readonly subject: S;
  readonly value: ValueOf<S>;
  /** Relative to the workspace. */
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  readonly sure: 'stated' | 'derived' | 'guessed';
  /** What belongs to the value: the service of a port, the default of a variable. */
  readonly attributes?: AttributesOf<S>;
}

/** The fact with more attributes, where it has some. */
export function withMore<S extends Subject>(fact: FactAbout<S>, more: Partial<Shared<S>>): Fact<S>;
export function withMore<S extends Subject>(fact: FactAbout<S>, more: Partial<AttributesOf<S>>): FactAbout<S> {
  return fact.attributes === undefined ? fact : { ...fact, attributes: { ...fact.attributes, ...more } };
}

/** The attributes that hold for each of several subjects. */
export type Shared<S extends Subject> = (S extends Subject ? (of: AttributesOf<S>) => void : never) extends (
  of: infer Of,
) => void
  ? Of
  : never;

type NameIn<Of> = Of extends unknown ? keyof Of : never;

/** Attributes without one that the subject does not have: a spread is not checked for that by itself. */
type Exactly<Of, S extends Subject> = Of & { readonly [Name in Exclude<NameIn<Of>, keyof AttributesOf<S>>]: never };

/** What a fact is made of beside its value: its attributes, which may be left out where each of them may. */
export type Rest<S extends Subject, Of> =
  {} extends Shared<S>
    ? [of?: Exactly<Of, S> | undefined, sure?: Fact['sure']]
    : [of: Exactly<Of, S>, sure?: Fact['sure']];

/** A fact about one of these subjects; about any of them, where none is named. */
export type Fact<S extends Subject = Subject> = { [One in S]: FactAbout<One> }[S];

/** A file of a kind that is read, and that could not be: nothing is known of it, which is not "nothing is wrong". */
export interface Unread {
  readonly file: string;
  readonly line: number;
  readonly because: string;
}

/** What one file gave. */
export interface Read {
  readonly facts: readonly Fact[];
  readonly unread: readonly Unread[];
}

/** Thrown by the reader of a file; the pass over the workspace turns it into an `Unread`. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly line: number;

  constructor(because: string, line = 1) {
    super(because);
    this.line = line;
  }
}

/** A text that belongs to a fact; undefined where there is none. */
export function attribute<S extends Subject, Name extends TextName<S>>(
  fact: FactAbout<S>,
  name: Name,
): TextOf<S, Name> | undefined;
export function attribute({ attributes }: FactAbout<Subject>, name: string): string | undefined {
  const known: Readonly<Record<string, unknown>> = attributes ?? {};
  const value = known[name];
  return typeof value === 'string' ? value : undefined;
}
