/**
 * A small imitation of one trait of real workspaces, written by us: its files, and what has to be found in it. Lines are
 * `subject value file:line`; `holds` must be there, `lacks` are subjects (or starts of such a line) that must not.
 */
export interface World {
  readonly trait: string;
  readonly files: Readonly<Record<string, string>>;
  /** Applications in order: `module:attr folder`, with the count of operations that the code shows. */
  readonly applications: readonly string[];
  readonly holds: readonly string[];
  readonly lacks?: readonly string[];
  /** `file:line because`, all of them. */
  readonly unread?: readonly string[];
}
