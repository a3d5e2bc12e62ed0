import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UserError } from '../outcome/user-error.ts';
import type { Rule } from './rule.ts';
import { gitEnvironment, HARMLESS } from '../workspace/git.ts';
import { EXTRACTORS } from '../facts/extractors.ts';
import { readSurvey } from '../facts/survey.ts';
import { findingsOf } from './finding.ts';

/** A commit of the workspace's repository, read from git's objects: no hooks, no filters, no second work tree. */
export class Commit {
  readonly #root: string;
  readonly id: string;
  /** The path of the workspace in its repository, ending with `/`; empty at the top. */
  readonly #prefix: string;

  private constructor(root: string, id: string) {
    this.#root = root;
    this.id = id;
    this.#prefix = this.#git('rev-parse', '--show-prefix').toString().trim();
  }

  /** Undefined if `ref` names no commit. */
  static of(root: string, ref: string): Commit | undefined {
    try {
      const args = [...HARMLESS, '-C', root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
      const id = execFileSync('git', args, {
        encoding: 'utf8',
        env: gitEnvironment(),
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      return new Commit(root, id.trim());
    } catch {
      return undefined;
    }
  }

  #git(...args: string[]): Buffer {
    const options = { env: gitEnvironment(), maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] as const };
    return execFileSync('git', [...HARMLESS, '-C', this.#root, ...args], { ...options, stdio: [...options.stdio] });
  }

  /** A file as it was in the commit. */
  file(path: string): string | undefined {
    try {
      return this.#git('cat-file', 'blob', `${this.id}:${this.#prefix}${path}`).toString();
    } catch {
      return undefined;
    }
  }

  /** The fingerprints of the findings at that commit. */
  async findings(rules: readonly Rule[]): Promise<ReadonlySet<string>> {
    const folder = mkdtempSync(join(tmpdir(), 'turnaround-since-'));
    try {
      this.#lay(join(folder, 'workspace'));
      const { view } = await readSurvey(join(folder, 'workspace'), join(folder, 'cache'));
      const found = findingsOf(rules, view, join(folder, 'workspace'));
      return new Set(found.map(({ fingerprint }) => fingerprint));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Files that an extractor reads get their content, the others only their names. */
  #lay(root: string): void {
    mkdirSync(root);
    const rows = this.#git(
      'ls-tree',
      '-r',
      '-z',
      '--full-tree',
      this.id,
      '--',
      this.#prefix === '' ? '.' : this.#prefix,
    )
      .toString()
      .split('\0')
      .flatMap((row) => {
        const [, mode = '', id = '', name = ''] = /^(\d+) blob (\w+)\t([^]+)$/.exec(row) ?? [];
        return mode.startsWith('100') ? [{ id, path: name.slice(this.#prefix.length) }] : [];
      });
    const read = rows.filter(({ path }) => EXTRACTORS.some((extractor) => extractor.reads(path)));
    const contents = this.#blobs(read.map(({ id }) => id));
    for (const { id, path } of rows) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), contents.get(id) ?? '');
    }
  }

  #blobs(ids: readonly string[]): Map<string, Buffer> {
    const args = [...HARMLESS, '-C', this.#root, 'cat-file', '--batch'];
    const input = [...new Set(ids)].join('\n');
    const output = execFileSync('git', args, { input: `${input}\n`, env: gitEnvironment(), maxBuffer: 1 << 30 });
    const found = new Map<string, Buffer>();
    for (let at = 0; at < output.length;) {
      const end = output.indexOf('\n', at);
      const [id = '', , size = '0'] = output.toString('utf8', at, end).split(' ');
      found.set(id, output.subarray(end + 1, end + 1 + Number(size)));
      at = end + 1 + Number(size) + 1;
    }
    return found;
  }
}

/** The commit that a call names; a user error if there is none. */
export function commitOf(root: string, ref: string): Commit {
  const commit = Commit.of(root, ref);
  if (commit !== undefined) return commit;
  throw new UserError(
    `${ref} is not a commit of ${root}`,
    'name a branch, a tag or a commit, such as --since origin/main',
  );
}

/** The default branch, if the clone knows it. */
export function defaultBranch(root: string): { ref: string; commit: Commit } | undefined {
  for (const ref of ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master']) {
    const commit = Commit.of(root, ref);
    if (commit !== undefined) return { ref, commit };
  }
  return undefined;
}
