/**
 * What a run depended on, name by name, so that `why` can say which of them changed. Hashes are sha256 in hex, the
 * first 32 digits; null stands for a file that was absent.
 */
export interface Proof {
  /** The script, every file of ours that it imports, and the locked packages of those. */
  readonly definition: Readonly<Record<string, string | null>>;
  /** What `reads` named and the run `saw`, relative to the workspace where inside it. */
  readonly reads: Readonly<Record<string, string | null>>;
  /** Questions that were asked of the facts and the rules, and the digest of each answer by file. */
  readonly facts: Readonly<Record<string, string | null>>;
  /** What `writes` named, and what the run wrote. */
  readonly outputs: Readonly<Record<string, string | null>>;
  readonly settings: Readonly<Record<string, string | null>>;
  readonly env: Readonly<Record<string, string | null>>;
  readonly tools: Readonly<Record<string, string | null>>;
  /** Hash of what each needed task handed on. */
  readonly needs: Readonly<Record<string, string | null>>;
  readonly probe: Readonly<Record<string, string | null>>;
}

/** What is said of each part when it changed. */
const WORDS: Readonly<Record<keyof Proof, readonly [changed: string, gone: string, come: string]>> = {
  definition: ['changed (part of the task)', 'is gone (part of the task)', 'is new (part of the task)'],
  reads: ['changed', 'is gone', 'is new'],
  facts: ['changed', 'is gone', 'is new'],
  outputs: ['was edited since it was written', 'is gone', 'is new'],
  settings: ['changed (setting)', 'is gone (setting)', 'is new (setting)'],
  env: ['changed (environment)', 'is unset (environment)', 'is set (environment)'],
  tools: ['is another version (tool)', 'is gone (tool)', 'is new (tool)'],
  needs: ['ended differently', 'has not ended met', 'is new among what it needs'],
  probe: ['is not as the run left it', 'is gone', 'is new'],
};

/** Why `then` no longer stands, one sentence a change; empty when it does. */
export function changes(then: Proof, now: Proof): string[] {
  const found: string[] = [];
  for (const part of Object.keys(WORDS) as (keyof Proof)[]) {
    const [changed, gone, come] = WORDS[part];
    // A proof of an older version lacks parts that came later.
    const before = then[part] ?? {};
    const after = now[part];
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const was = before[name] ?? null;
      const is = after[name] ?? null;
      // An output that the last run did not know of is yet to be written, also while it is absent.
      if (was === is && (part !== 'outputs' || name in before)) continue;
      found.push(`${name} ${was === null ? come : is === null ? gone : changed}`);
    }
  }
  return found;
}
