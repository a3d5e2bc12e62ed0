import { hash } from 'node:crypto';
import type { Attributes } from '../files/copy.ts';
import type { NameJson } from '../files/name.ts';
import type { Kind } from '../files/identity.ts';

/** One line of a run's manifest. Numbers above 2^53 are decimal strings. */
export type ManifestRecord = Claim | Parent | Move | Member | After | Mark;

/** Reserves the next `count` numbers; the order of the claims in the file determines which. */
export interface Claim {
  readonly type: 'claim';
  readonly id: string;
  readonly task: string;
  readonly count: number;
  /** The workspace, relative to the state if the state is inside it, because then both move together. */
  readonly root: string;
  readonly at: number;
}

/** A folder from which an entry is about to be taken, or (`before: null`) one of its ancestors. */
export interface Parent {
  readonly type: 'parent';
  readonly path: NameJson;
  readonly mode: number;
  readonly before: string | null;
}

/** The intent to move. It happened if `<n>` exists in the store. */
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

/** An entry inside an item that was copied, because a store on another file system may not keep modes and times. */
export interface Member extends Attributes {
  readonly type: 'member';
  readonly n: number;
  /** Relative to the item; the item itself has the empty path. */
  readonly path: NameJson;
}

export interface After {
  readonly type: 'after';
  readonly path: NameJson;
  readonly mtimeNs: string;
}

export interface Mark {
  /** undo: it began; copying: from now on it restores by copy; halted: it ended with conflicts; undone: nothing is left. */
  readonly type: 'undo' | 'copying' | 'halted' | 'undone';
  /** Folders that something else changed since; their times are kept. */
  readonly foreign?: readonly NameJson[];
}

const checksum = (text: string): string => hash('sha256', text).slice(0, 16);

/** Also begins with a line break, so that a torn record never damages the next one. */
export function encode(record: ManifestRecord): string {
  const text = JSON.stringify(record);
  return `\n{"sum":"${checksum(text)}","record":${text}}\n`;
}

const frame = /^\{"sum":"([0-9a-f]{16})","record":(.*)\}$/;

/** `undefined` for a torn or damaged line. */
export function decode(line: string): ManifestRecord | undefined {
  const [, sum, text] = frame.exec(line) ?? [];
  if (text === undefined || sum !== checksum(text)) return undefined;
  return JSON.parse(text) as ManifestRecord;
}
