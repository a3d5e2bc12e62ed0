import type { Fact } from './fact.ts';
import type { Source } from './read/source.ts';
import type { Subject } from './subjects.ts';

/** Reads facts from the files of one kind. It sees one file at a time: its facts are kept until the file changes. */
export interface Extractor {
  /** The name of its file. */
  readonly name: string;
  /** Every subject that it gives, with what its value is; docs/facts.md is made of these. */
  readonly subjects: readonly Subject[];
  /** Whether it reads the file at this path (relative, with `/`); no file is opened for the answer. */
  readonly reads: (path: string) => boolean;
  /** The largest size in bytes of a file that is read; 1 MiB by default. */
  readonly limit?: number;
  /** Throws `Unreadable` if the file is not what its name says. */
  readonly facts: (source: Source) => Iterable<Fact>;
}
