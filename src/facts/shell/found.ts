import type { Enter } from './place.ts';

/** A command of shell text: what it is, where it stands, and what is known of when it runs. */
export interface Found<Folder> {
  /** As it is typed, on one line. */
  readonly text: string;
  /** Assignments, program and arguments, without quotes and redirects; nothing is expanded. */
  readonly words: readonly string[];
  /** Where it stands in the text. */
  readonly offset: number;
  readonly end: number;
  /** Where the command begins in whose words it stands: for `b` that of `sh -c "a && b"`. */
  readonly within: number;
  /** Where the statement of the whole text begins that it belongs to. */
  readonly statement: number;
  /** Files that its output goes to. */
  readonly writes: readonly string[];
  /** What runs instead where it fails, `true` of `a || true`. */
  readonly otherwise: string | undefined;
  /** Whether the text goes on where it fails: `a || echo none`, and `a` of `a && b || true`. */
  readonly foreseen: boolean;
  /** Where it runs; undefined where only a run tells. */
  readonly folder: Folder | undefined;
  /** Paths that were asked for before, by `[ -f x ]`. */
  readonly guarded: ReadonlySet<string>;
  /** Whether another command takes what it prints: `$(…)`. */
  readonly captured: boolean;
}

export interface Reading<Folder> {
  /** Where the text begins to run. */
  readonly folder: Folder | undefined;
  readonly enter: Enter<Folder>;
  /** Told of the variables of the shell, as they are typed, before the commands behind them. */
  readonly assign?: (name: string, value: string) => void;
}

/** Where nodes stand, and what holds for all commands below. */
export interface Around {
  readonly text: string;
  readonly placeOf: (position: number) => number;
  readonly within?: number;
  readonly statement?: number;
  readonly otherwise?: string;
  readonly foreseen?: boolean;
  readonly captured?: true;
  /** How many shells are around it. */
  readonly depth: number;
}
