import { posix } from 'node:path';
import { COMMAND_SUBJECTS, commandFacts, singlesOf, startOf, wordsOf } from '../../command-line.ts';
import type { Extractor } from '../../extractor.ts';
import type { Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import { isSecretName, withoutPassword } from '../../variable.ts';
import { madeFacts } from './_made.ts';
import { localPorts, numbered, shellLines } from './_shell-lines.ts';

const RUNNERS = /^(?:bash|sh|zsh|source|\.|python3?(?:\.\d+)?|node|bun|deno|tsx)$/;
const BEFORE = /^(?:exec|sudo|nohup|time|then|do|else|if|!|\w+=.*)$/;
const READ = /\$\{([A-Z][A-Z0-9_]*)(:?[-?=])([^{}$`]*)(\}?)/g;
/** The folder of the script itself. */
const HERE = /\$\(dirname\s+(?:--\s+)?"?\$(?:0|\{0\}|BASH_SOURCE|\{BASH_SOURCE(?:\[0\])?\})"?\)/g;

/** In a document for `psql`, which is no command of the shell. */
const CREATES = /\bcreate\s+database\s+(?:if\s+not\s+exists\s+)?["`]?([A-Za-z_]\w*)/i;

/** Scripts of a shell: the servers they start, the scripts they run, the variables they ask for. */
export const shell: Extractor = {
  name: 'shell',
  subjects: [...COMMAND_SUBJECTS, 'port.named', 'variable.read', 'path.made', 'database.name', 'path.named'],
  reads: (path) => /\.(sh|bash)$/.test(path),
  *facts(source) {
    const lines = source.lines();
    for (const [index, text] of lines.entries()) {
      if (text.length > 4000 || /^\s*#/.test(text)) continue;
      yield* localPorts(source, text, index + 1);
      if (text.includes('${')) yield* variableFacts(source, text, index + 1);
      if (/database/i.test(text))
        yield* source.fact('database.name', CREATES.exec(text)?.[1] ?? '', index + 1, { by: 'shell' });
    }
    const folders = new Folders(source);
    for (const { text, line } of shellLines(numbered(lines))) {
      yield* lineFacts(source, text, line, folders);
    }
  },
};

function* variableFacts(source: Source, text: string, line: number): Iterable<Fact> {
  for (const [, name = '', operator = '', word = '', close = ''] of text.matchAll(READ)) {
    const required = operator.endsWith('?');
    // A default that goes on with another variable is not the whole default.
    const isShown = !required && close === '}' && !isSecretName(name);
    yield* source.fact('variable.read', name, line, {
      by: 'shell',
      required,
      ...(isShown ? { default: withoutPassword(word) } : {}),
    });
  }
}

/** Objects that no manifest has. */
const CREATES_OBJECT = /^kubectl\s(?:.*\s)?create\s+(?:secret|configmap|cm|namespace|ns)\s/;

/** Most lines of scripts only speak. */
const SPEAKS = /^(?:echo|printf)\s[^|;&>$]*$/;

function* lineFacts(source: Source, text: string, line: number, folders: Folders): Iterable<Fact> {
  if (SPEAKS.test(text) || folders.takes(text)) return;
  for (const { text: single } of singlesOf(text)) {
    if (startOf(single) !== undefined || CREATES_OBJECT.test(single))
      yield* commandFacts(source, line, single, { by: 'shell' });
    const words = wordsOf(single);
    const at = words.findIndex((word) => !BEFORE.test(word));
    yield* madeFacts(source, single, words.slice(Math.max(at, 0)), line);
    if (words[at] === 'cd' || words[at] === 'pushd' || words[at] === 'popd')
      folders.enter(words[at] === 'popd' ? '-' : (words[at + 1] ?? '~'));
    else yield* scriptFacts(source, words.slice(Math.max(at, 0)), line, folders);
  }
}

function scriptFacts(source: Source, words: readonly string[], line: number, folders: Folders): Fact[] {
  const [program = ''] = words;
  const target = RUNNERS.test(program) ? words[1] : program;
  if (target === undefined || !/\.(?:sh|bash|py|[cm]?[jt]s)$/.test(target)) return [];
  // A bare name is looked for on the PATH; behind a runner it is a file.
  if (target === program && !target.includes('/')) return [];
  return folders.named(target, line);
}

/** Where the script is: known once it went to its own folder, guessed to be the root of the workspace before. */
class Folders {
  readonly #source: Source;
  readonly #variables = new Map<string, string | undefined>();
  #now: string | undefined = '';
  #isGuessed = true;

  constructor(source: Source) {
    this.#source = source;
  }

  /** Whether the line only says what a folder is called: `ROOT="$(cd "$(dirname "$0")/.." && pwd)"`. */
  takes(text: string): boolean {
    const [, name = '', value = ''] = /^(?:export\s+|readonly\s+|local\s+)?([A-Za-z_]\w*)=(\S.*)$/.exec(text) ?? [];
    if (name === '' || !/dirname|\$\(cd|^["']?\$\{?\w+\}?\/?[\w./-]*["']?$/.test(value)) return false;
    this.#variables.set(name, this.#resolved(value));
    return true;
  }

  enter(to: string): void {
    const isOwn = to.includes('$');
    const path = this.#resolved(to);
    if (isOwn && path !== undefined) [this.#now, this.#isGuessed] = [path, false];
    else
      this.#now =
        isOwn || path === undefined || this.#now === undefined ? undefined : inside(posix.join(this.#now, path));
  }

  named(typed: string, line: number): Fact[] {
    const isOwn = typed.includes('$');
    const path = this.#resolved(typed);
    if (path === undefined || /(^|\/)(\.?venv\w*|node_modules)\//.test(path) || (!isOwn && this.#now === undefined))
      return [];
    const from = isOwn || this.#now === '' ? 'root' : (this.#now ?? 'root');
    const sure = isOwn ? 'derived' : this.#isGuessed ? 'guessed' : 'derived';
    return this.#source.fact('path.named', path, line, { by: 'script', kind: 'file', from }, sure);
  }

  /** A path without its variables, from the root of the workspace where it has some; undefined where one is not known. */
  #resolved(typed: string): string | undefined {
    let text = typed.replaceAll(HERE, '@HERE@').replaceAll(/["']/g, '');
    text = text
      .replaceAll(/\$\(cd ([^()&;]+?)(?: >[^()&;]*)? ?&& ?pwd(?: -P)?\)/g, '$1')
      .replaceAll(/\$\(dirname ([^()\s]+)\)/g, '$1/..');
    let isKnown = true;
    text = text.replaceAll(/@HERE@|\$\{?(\w+)\}?/g, (all, name?: string) => {
      const value = all === '@HERE@' ? posix.dirname(this.#source.path) : this.#variables.get(name ?? '');
      isKnown &&= value !== undefined;
      return value === '' ? '.' : (value ?? '');
    });
    return !isKnown || /^[/~-]|[$*`()&;|{}\s]/.test(text) ? undefined : typed.includes('$') ? inside(text) : text;
  }
}

/** Undefined outside of the workspace, and where no folder is that deep. */
function inside(path: string): string | undefined {
  const whole = posix.normalize(path).replace(/\/$/, '');
  if (whole.startsWith('..') || whole.length > 500) return undefined;
  return whole === '.' ? '' : whole;
}
