import { existsSync, readFileSync } from 'node:fs';
import { parseJson, type Document, type Mounted } from 'turnaround/tools/openapi';
import type { Shape } from 'turnaround/tools/stand-in';

export interface Place {
  readonly file: string | null;
  readonly line: number | null;
}

/** A variable that an error asks for; `rejected` when it is set, and does not fit. */
export interface Need extends Place {
  readonly name: string;
  readonly shape: Shape;
  readonly rejected: boolean;
}

interface Seen {
  readonly opened: readonly string[];
  /** Files that are not there, and would be imported in place of what was. */
  readonly shadows: readonly string[];
  readonly listed: readonly string[];
  readonly python: string;
  /** What it made, changed or took away in the workspace's copy. */
  readonly writes: readonly { readonly path: string }[];
  /** Calls into the network that were refused; written outside of the workspace. */
  readonly attempts: readonly ({ readonly what: string } & Place)[];
  readonly outside: readonly ({ readonly path: string } & Place)[];
  /** Variables that were sought and are not set, and whether the code has another value. */
  readonly sought: readonly ({ readonly name: string; readonly default: boolean; readonly direct: boolean } & Place)[];
}

export interface Success extends Seen {
  readonly ok: true;
  readonly openapi: Document;
  readonly mounted: readonly Mounted[];
  /** Where it serves its document; null with `openapi_url=None`. */
  readonly served: string | null;
  readonly websockets: readonly ({ readonly path: string } & Place)[];
  readonly hidden: readonly ({ readonly method: string; readonly path: string } & Place)[];
  readonly mounts: readonly ({ readonly path: string; readonly kind: string; readonly app: string } & Place)[];
}

export interface Failure extends Seen, Place {
  readonly ok: false;
  readonly kind: string;
  readonly message: string;
  readonly remedy: string;
  readonly names: readonly string[];
  readonly needs: readonly Need[];
  /** Of a missing module: what is to be installed, where that has another name. */
  readonly package?: string | null;
  /** Of a missing file: that it is a folder. */
  readonly folder?: boolean;
}

/** What `_openapi` wrote of an application. */
export type Answer = Success | Failure;

/** What the child wrote; undefined where the application ended the process before it could. */
export function readAnswer(file: string): Answer | undefined {
  // JSON.parse would round integers beyond 2^53, such as a limit of 2^63 - 1.
  return existsSync(file) ? (parseJson(readFileSync(file, 'utf8')) as Answer) : undefined;
}
