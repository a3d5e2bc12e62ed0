import type { Fact } from './fact.ts';
import type { Source } from './read/source.ts';
import type { Subject } from './subjects.ts';

/** Reads facts from the files of one kind. It sees one file at a time: its facts are kept until that file changes. */
export interface Extractor {
  /** The name of its file. */
  readonly name: string;
  /** Every subject that it gives; docs/facts.md is made of these. */
  readonly subjects: readonly Subject[];
  /** Whether it reads the file at this path (relative, with `/`); nothing is opened for the answer. */
  readonly reads: (path: string) => boolean;
  /** Bytes beyond which a file is not read, 1 MiB when not given. */
  readonly limit?: number;
  /** Throws `Unreadable` where the file is not what its name says. */
  readonly facts: (source: Source) => Iterable<Fact>;
}
