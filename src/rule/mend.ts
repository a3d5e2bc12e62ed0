import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contradiction, Patch } from './rule.ts';
import { isWrong, type Finding } from './finding.ts';

/** A file with the fixes of its lines. */
export interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** The lines that change, for display. */
  readonly lines: readonly { readonly line: number; readonly was: string; readonly is: string }[];
}

export interface Mending {
  readonly changes: readonly Change[];
  /** The findings that these changes resolve. */
  readonly mended: readonly (Finding & Contradiction)[];
  /** The findings whose fix does not fit the present text. */
  readonly refused: readonly { readonly finding: Finding; readonly because: string }[];
}

/** The changes that the findings ask for. Either all patches of a finding are applied, or none. */
export function mendingOf(findings: readonly Finding[], root: string): Mending {
  const files = new Map<string, File>();
  const fileOf = (file: string): File => {
    const known = files.get(file) ?? new File(readFileSync(join(root, file), 'utf8'));
    files.set(file, known);
    return known;
  };
  const mended: (Finding & Contradiction)[] = [];
  const refused: { finding: Finding; because: string }[] = [];
  for (const finding of findings) {
    if (!isWrong(finding) || finding.mend === undefined) continue;
    const wrong = finding.mend
      .map((patch) => fileOf(patch.file).refuses(patch))
      .find((because) => because !== undefined);
    if (wrong !== undefined) refused.push({ finding, because: wrong });
    else {
      for (const patch of finding.mend) fileOf(patch.file).apply(patch);
      mended.push(finding);
    }
  }
  const changes = [...files].flatMap(([file, { before, after, lines }]) =>
    before === after ? [] : [{ file, before, after, lines }],
  );
  return { changes, mended, refused };
}

/** A file as lines. A line keeps its number and its line end when its text changes. */
class File {
  readonly before: string;
  readonly #lines: string[];
  readonly #done = new Map<string, string>();

  constructor(text: string) {
    this.before = text;
    this.#lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  }

  get after(): string {
    return this.#lines.join('');
  }

  get lines(): Change['lines'] {
    const old = this.before.split(/(?<=\r\n|\n|\r(?!\n))/);
    return old.flatMap((was, index) => {
      const is = this.#lines[index] ?? '';
      return was === is ? [] : [{ line: index + 1, was: was.trimEnd(), is: is.trimEnd() }];
    });
  }

  /** Why a patch does not fit; undefined if it does. */
  refuses({ line, was, is }: Patch): string | undefined {
    const done = this.#done.get(`${line}\0${was}`);
    if (done !== undefined) return done === is ? undefined : `line ${line} was already changed to ${done}`;
    const text = this.#lines[line - 1];
    if (text === undefined) return `line ${line} does not exist`;
    if (was === '') return 'the patch does not name the text that it replaces';
    const times = text.split(was).length - 1;
    return times !== 1 ? `${was} occurs ${times} times on line ${line}` : undefined;
  }

  apply({ line, was, is }: Patch): void {
    if (this.#done.has(`${line}\0${was}`)) return;
    this.#done.set(`${line}\0${was}`, is);
    const text = this.#lines[line - 1] ?? '';
    const at = text.indexOf(was);
    const end = /\r\n|\r|\n$/.exec(text)?.[0] ?? '\n';
    this.#lines[line - 1] = `${text.slice(0, at)}${is.replaceAll('\n', end)}${text.slice(at + was.length)}`;
  }
}
