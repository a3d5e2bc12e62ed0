import { hash } from 'node:crypto';
import type { Attributes } from '../files/copy.ts';
import type { NameJson } from '../files/name.ts';
import type { Kind } from '../files/identity.ts';

/** One line of a run's manifest. Numbers beyond 2^53 are decimal text. */
export type ManifestRecord = Claim | Parent | Move | Member | After | Mark;

/** Reserves the next `count` numbers; the order of claims in the file says which. */
export interface Claim {
  readonly type: 'claim';
  readonly id: string;
  readonly task: string;
  readonly count: number;
  /** The workspace; relative to the state where that lies inside it, for the two then move together. */
  readonly root: string;
  readonly at: number;
}

/** A folder something is about to be taken from, or (`before: null`) one above it. */
export interface Parent {
  readonly type: 'parent';
  readonly path: NameJson;
  readonly mode: number;
  readonly before: string | null;
}

/** The intent to move. Whether it happened is told by the presence of `<n>` in the store. */
export interface Move extends Attributes {
  readonly type: 'move';
  readonly n: number;
  readonly path: NameJson;
  readonly kind: Kind;
  readonly dev: string;
  readonly ino: string;
  readonly size: string;
  readonly nlink: number;
}

/** Something inside an item that was copied: a store on another file system may not keep modes and times. */
export interface Member extends Attributes {
  readonly type: 'member';
  readonly n: number;
  /** Relative to the item; the item itself is the empty path. */
  readonly path: NameJson;
}

export interface After {
  readonly type: 'after';
  readonly path: NameJson;
  readonly mtimeNs: string;
}

export interface Mark {
  /** undo: begun; copying: from here on it restores by copy; halted: it ended with conflicts; undone: nothing is left. */
  readonly type: 'undo' | 'copying' | 'halted' | 'undone';
  /** Folders that somebody else changed since, whose times therefore stay. */
  readonly foreign?: readonly NameJson[];
}

const checksum = (text: string): string => hash('sha256', text).slice(0, 16);

/** Begins with a line break too, so that a torn record never eats the next one. */
export function encode(record: ManifestRecord): string {
  const text = JSON.stringify(record);
  return `\n{"sum":"${checksum(text)}","record":${text}}\n`;
}

const frame = /^\{"sum":"([0-9a-f]{16})","record":(.*)\}$/;

/** `undefined` for a line that is torn or damaged. */
export function decode(line: string): ManifestRecord | undefined {
  const [, sum, text] = frame.exec(line) ?? [];
  if (text === undefined || sum !== checksum(text)) return undefined;
  return JSON.parse(text) as ManifestRecord;
}
