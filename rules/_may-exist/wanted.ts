import type { Fact } from 'turnaround/rule';

/** What names a path: a fact about it, a folder for pytest, or a command of a document. */
export type Named = Fact<'path.named' | 'test.folder' | 'command'>;

/** A path that a file names. */
export interface Wanted {
  readonly named: Named;
  /** As it is written. */
  readonly path: string;
  /** Its possible locations, relative to the workspace, the likeliest first; empty if they are unknown. */
  readonly places: readonly string[];
}
