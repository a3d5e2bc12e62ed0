import type { Json } from '../outcome/outcome.ts';

/**
 * One value and the place where it was read. `stated`: the file contains the value. `derived`: it follows from several places,
 * or is a default that applies. `guessed`: only a convention (a name, a folder) suggests it.
 */
export interface Fact {
  /** What it is about, as docs/facts.md lists it: `port.exposed`, `variable.read`. */
  readonly subject: string;
  readonly value: string | number | boolean;
  /** Relative to the workspace. */
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  readonly sure: 'stated' | 'derived' | 'guessed';
  /** What belongs to the value: the service of a port, the default of a variable. */
  readonly of?: Readonly<Record<string, Json>>;
}

/** A file that should be read but could not be: its content is unknown, which does not mean that nothing is wrong. */
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
export function told({ of }: Fact, name: string): string | undefined {
  const value = of?.[name];
  return typeof value === 'string' ? value : undefined;
}
