import { posix } from 'node:path';
import { commandFacts, singlesOf, wordsOf } from '../../command-line.ts';
import type { Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import { namedFacts, type OfShell } from './_command.ts';
import { shellLines, type ShellLine } from './_shell-lines.ts';

const KEYWORDS = /^(?:(?:if|then|elif|else|do|while|until|!|time)(?=\s|$)\s*|[({](?=[\s\w./])\s*)+/;
const OPENS = /^(?:if|for|while|until|case)(?=\s|$)/;
const CLOSES = /^(?:fi|done|esac)(?=\s|$)/;
const PATTERN = /^[^\s()$"']+\)(?=\s|$)\s*/;

const LIST = /^(?:(?:local|declare|readonly|export)\s+(?:-\w+\s+)*)?\w+\+?=\((.*)$/;

/**
 * What lines of shell say that run in this folder (relative to the workspace; unknown where undefined). `home` is where
 * everybody takes such lines to run, the folder of a Makefile; a command that runs elsewhere says so.
 */
export function shellFacts(
  source: Source,
  lines: readonly ShellLine[],
  of: OfShell,
  folder?: string,
  home = folder,
): Fact[] {
  const guarded = new Set<string>();
  const place = new Place(folder);
  let isInList = false;
  return shellLines(lines).flatMap(({ text, line }) => {
    // `FILES=(./a.sh ./b.sh)` runs none of them.
    const list = isInList ? text : LIST.exec(text)?.[1];
    if (list !== undefined) {
      isInList = !list.endsWith(')');
      return [];
    }
    const singles = singlesOf(text);
    const facts = singles.flatMap(({ text: single, foreseen, handed }, at) => {
      // A shell of its own goes where it will; who called it stays.
      const isBegun = handed && singles[at - 1]?.handed !== true;
      const isEnded = handed && singles[at + 1]?.handed !== true;
      if (isBegun) place.begin();
      place.enter(single);
      const command = bare(single, place.isInCase);
      const words = wordsOf(command);
      const [program = '', target = ''] = words;
      if (/^(?:\[\[?|test)$/.test(program)) {
        words.filter((word) => !word.startsWith('-')).forEach((word) => guarded.add(word.replace(/^\.\//, '')));
        return [];
      }
      const own = foreseen ? { ...of, foreseen } : of;
      const spot = { source, line, of: own, folder: place.folder, guarded, text };
      const said = (): Fact[] => [
        ...commandFacts(source, line, command, { ...own, ...placeOf(place.folder, home) }),
        ...namedFacts(words, spot),
      ];
      const found = command === '' ? [] : said();
      if (program === 'cd' || program === 'pushd') place.folder = moved(place.folder, target);
      place.leave(single);
      if (isEnded) place.end();
      return found;
    });
    if (text.endsWith(';;')) place.back();
    return facts;
  });
}

/** Where a command runs, below the workspace (`.` for the workspace itself); `?` where nobody sees that. */
function placeOf(folder: string | undefined, home: string | undefined): { in?: string } {
  if (folder === home) return {};
  return { in: folder === undefined ? '?' : folder === '' ? '.' : folder };
}

/** The folder that a shell is in. Behind a branch that changed it, it is not known; a subshell leaves it as it was. */
class Place {
  folder: string | undefined;
  readonly #blocks: { folder: string | undefined; moved: boolean; isCase: boolean }[] = [];
  readonly #shells: (string | undefined)[] = [];

  constructor(folder: string | undefined) {
    this.folder = folder;
  }

  get isInCase(): boolean {
    return this.#blocks.at(-1)?.isCase === true;
  }

  /** A shell within. */
  begin(): void {
    this.#shells.push(this.folder);
  }

  end(): void {
    if (this.#shells.length > 0) this.folder = this.#shells.pop();
  }

  enter(single: string): void {
    if (single.startsWith('(')) this.begin();
    if (OPENS.test(single)) {
      this.#blocks.push({ folder: this.folder, moved: false, isCase: single.startsWith('case') });
    }
    if (/^(?:else|elif)(?=\s|$)/.test(single)) this.back();
    if (!CLOSES.test(single)) return;
    this.back();
    if (this.#blocks.pop()?.moved === true) this.folder = undefined;
  }

  leave(single: string): void {
    if (isClosed(single)) this.end();
  }

  back(): void {
    const block = this.#blocks.at(-1);
    if (block === undefined) return;
    block.moved ||= this.folder !== block.folder;
    this.folder = block.folder;
  }
}

function isClosed(command: string): boolean {
  return command.endsWith(')') && (!command.includes('(') || command.startsWith('('));
}

function bare(single: string, isInCase: boolean): string {
  if (/^(?:for|case|fi|done|esac|function)(?=\s|$)/.test(single) || /^\w+\s*\(\)/.test(single)) return '';
  const command = single
    .replace(isInCase ? PATTERN : /^$/, '')
    .replace(KEYWORDS, '')
    .trim();
  return /^[{}()]?$/.test(command) ? '' : isClosed(command) ? command.slice(0, -1).trim() : command;
}

export function moved(folder: string | undefined, to: string): string | undefined {
  if (folder === undefined || to === '' || /^[/~-]|[$`*]|\{\{/.test(to)) return undefined;
  const path = posix.normalize(posix.join(folder, to)).replace(/\/$/, '');
  return path.startsWith('..') ? undefined : path === '.' ? '' : path;
}

export function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
}
