import type { Enter } from './place.ts';

/** A command of shell text, its position, and what is known about when and where it runs. */
export interface Found<Folder> {
  /** As typed, on one line. */
  readonly text: string;
  /** Assignments, program and arguments, without quotes and redirects; nothing is expanded. */
  readonly words: readonly string[];
  /** Its start in the text. */
  readonly offset: number;
  readonly end: number;
  /** The start of the command whose words contain it: for `b`, the start of `sh -c "a && b"`. */
  readonly within: number;
  /** The start of the top-level statement that it belongs to. */
  readonly statement: number;
  /** Files that its output is redirected to. */
  readonly writes: readonly string[];
  /** The command that runs if it fails: `true` in `a || true`. */
  readonly otherwise: string | undefined;
  /** Whether its failure is ignored: `a || echo none`, and `a` in `a && b || true`. */
  readonly foreseen: boolean;
  /** The folder that it runs in; undefined if only a run can tell. */
  readonly folder: Folder | undefined;
  /** Paths that an earlier test checks for: `[ -f x ]`. */
  readonly guarded: ReadonlySet<string>;
  /** Whether another command uses its output: `$(…)`. */
  readonly captured: boolean;
}

export interface Reading<Folder> {
  /** The folder in which the text starts to run. */
  readonly folder: Folder | undefined;
  readonly enter: Enter<Folder>;
  /** Called for each shell variable with its value as typed, before the commands after it. */
  readonly assign?: (name: string, value: string) => void;
}

/** Positions of nodes, and what applies to all commands below them. */
export interface Around {
  readonly text: string;
  readonly placeOf: (position: number) => number;
  readonly within?: number;
  readonly statement?: number;
  readonly otherwise?: string;
  readonly foreseen?: boolean;
  readonly captured?: true;
  /** The number of shells around it. */
  readonly depth: number;
}
