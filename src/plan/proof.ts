/**
 * What a run depended on, by name, so that `why` can say which of them changed. Hashes are the first 32 hex digits of
 * sha256; null stands for a file that did not exist.
 */
export interface Proof {
  /** The script, the files of Turnaround that it imports, and their locked packages. */
  readonly definition: Readonly<Record<string, string | null>>;
  /** The files that `reads` names and that the run depends on, relative to the workspace if inside it. */
  readonly reads: Readonly<Record<string, string | null>>;
  /** The questions to facts and rules, and the digest of each answer by file. */
  readonly facts: Readonly<Record<string, string | null>>;
  /** The files that `writes` names and that the run wrote. */
  readonly outputs: Readonly<Record<string, string | null>>;
  readonly settings: Readonly<Record<string, string | null>>;
  readonly env: Readonly<Record<string, string | null>>;
  readonly tools: Readonly<Record<string, string | null>>;
  /** The hash of what each needed task passed on. */
  readonly needs: Readonly<Record<string, string | null>>;
  readonly probe: Readonly<Record<string, string | null>>;
}

/** How a change of each part is described. */
const WORDS: Readonly<Record<keyof Proof, readonly [changed: string, gone: string, come: string]>> = {
  definition: ['changed (part of the task)', 'is gone (part of the task)', 'is new (part of the task)'],
  reads: ['changed', 'is gone', 'is new'],
  facts: ['changed', 'is gone', 'is new'],
  outputs: ['was edited since it was written', 'is gone', 'is new'],
  settings: ['changed (setting)', 'is gone (setting)', 'is new (setting)'],
  env: ['changed (environment)', 'is unset (environment)', 'is set (environment)'],
  tools: ['is another version (tool)', 'is gone (tool)', 'is new (tool)'],
  needs: ['ended differently', 'has not ended met', 'is newly needed'],
  probe: ['changed since the run', 'is gone', 'is new'],
};

/** Why the proof `then` is no longer valid, one sentence per change; empty if it is valid. */
export function changes(then: Proof, now: Proof): string[] {
  const found: string[] = [];
  for (const part of Object.keys(WORDS) as (keyof Proof)[]) {
    const [changed, gone, come] = WORDS[part];
    // A proof of an older version lacks the parts that were added later.
    const before = then[part] ?? {};
    const after = now[part];
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const was = before[name] ?? null;
      const is = after[name] ?? null;
      // An output that the last run did not know must be written, even if it does not exist.
      if (was === is && (part !== 'outputs' || name in before)) continue;
      found.push(`${name} ${was === null ? come : is === null ? gone : changed}`);
    }
  }
  return found;
}
