import { existsSync, readFileSync } from 'node:fs';
import { parseJson, type Document, type Mounted } from 'turnaround/tools/openapi';
import type { Shape } from 'turnaround/tools/stand-in';

export interface Place {
  readonly file: string | null;
  readonly line: number | null;
}

/** A variable that an error asks for; `rejected` if it is set to a value that was refused. */
export interface Need extends Place {
  readonly name: string;
  readonly shape: Shape;
  readonly rejected: boolean;
}

interface Seen {
  readonly opened: readonly string[];
  /** Files that do not exist, and would be imported instead of an imported one if they did. */
  readonly shadows: readonly string[];
  readonly listed: readonly string[];
  readonly python: string;
  /** What the application created, changed or deleted in the copy of the workspace. */
  readonly writes: readonly { readonly path: string }[];
  /** Network requests that were refused; files written outside of the workspace. */
  readonly attempts: readonly ({ readonly what: string } & Place)[];
  readonly outside: readonly ({ readonly path: string } & Place)[];
  /** Variables that were read and are not set, and whether the code has a default. */
  readonly sought: readonly ({ readonly name: string; readonly default: boolean; readonly direct: boolean } & Place)[];
}

export interface Success extends Seen {
  readonly ok: true;
  readonly openapi: Document;
  readonly mounted: readonly Mounted[];
  /** The path of its document; null with `openapi_url=None`. */
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
  /** For a missing module: the package to install, if it has another name. */
  readonly package?: string | null;
  /** For a missing file: whether it is a folder. */
  readonly folder?: boolean;
}

/** The answer of `_openapi` for an application. */
export type Answer = Success | Failure;

/** Reads what the child process wrote; undefined if the application ended the process before that. */
export function readAnswer(file: string): Answer | undefined {
  // JSON.parse would round integers beyond 2^53, such as a limit of 2^63 - 1.
  return existsSync(file) ? (parseJson(readFileSync(file, 'utf8')) as Answer) : undefined;
}
