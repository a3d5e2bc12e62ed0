import { posix } from 'node:path';
import { COMMAND_SUBJECTS, commandFacts, startOf } from '../../command-line.ts';
import type { Extractor } from '../../extractor.ts';
import type { Fact } from '../../fact.ts';
import { commandsIn } from '../../shell/commands.ts';
import { programAt } from '../../shell/words.ts';
import type { Source } from '../../read/source.ts';
import { isSecretName, withoutPassword } from '../../variable.ts';
import { madeFacts } from './_made.ts';
import { localPorts } from './_shell-lines.ts';

const RUNNERS = /^(?:bash|sh|zsh|source|\.|python3?(?:\.\d+)?|node|bun|deno|tsx)$/;
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
    yield* commandsOf(source);
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
const OBJECTS = /^(?:secret|configmap|cm|namespace|ns)$/;

function* commandsOf(source: Source): Iterable<Fact> {
  const folders = new Folders(source);
  const commands = commandsIn(source.text, 'shell', {
    folder: START,
    enter: (at, to) => folders.enter(at, to),
    assign: (name, value) => folders.assign(name, value),
  });
  for (const command of commands) {
    const line = command.line + 1;
    const words = command.words.slice(Math.max(programAt(command.words), 0));
    if (startOf(command.words) !== undefined || createsObject(words))
      yield* commandFacts(source, line, command, { by: 'shell' });
    yield* madeFacts(source, words, command.writes, line);
    yield* scriptFacts(words, line, command.folder, folders);
  }
}

function createsObject([program, ...rest]: readonly string[]): boolean {
  const at = rest.indexOf('create');
  return program === 'kubectl' && at !== -1 && OBJECTS.test(rest[at + 1] ?? '');
}

function scriptFacts(words: readonly string[], line: number, at: Spot | undefined, folders: Folders): Fact[] {
  const [program = ''] = words;
  const target = RUNNERS.test(program) ? words[1] : program;
  if (target === undefined || !/\.(?:sh|bash|py|[cm]?[jt]s)$/.test(target)) return [];
  // A bare name is looked for on the PATH; behind a runner it is a file.
  if (target === program && !target.includes('/')) return [];
  return folders.named(target, line, at);
}

/** The working folder of a script: known after it changes to its own folder; before, the root is guessed. */
interface Spot {
  readonly path: string;
  readonly guessed: boolean;
}

const START: Spot = { path: '', guessed: true };

/** Resolves paths that a script builds from variables and from its own folder. */
class Folders {
  readonly #source: Source;
  readonly #variables = new Map<string, string | undefined>();

  constructor(source: Source) {
    this.#source = source;
  }

  assign(name: string, value: string): void {
    this.#variables.set(name, this.#resolved(value));
  }

  enter(at: Spot | undefined, to: string): Spot | undefined {
    const path = this.#resolved(to);
    if (path === undefined) return undefined;
    if (to.includes('$')) return { path, guessed: false };
    const inner = at === undefined ? undefined : inside(posix.join(at.path, path));
    return at === undefined || inner === undefined ? undefined : { path: inner, guessed: at.guessed };
  }

  named(typed: string, line: number, at: Spot | undefined): Fact[] {
    const isOwn = typed.includes('$');
    const path = this.#resolved(typed);
    if (path === undefined || /(^|\/)(\.?venv\w*|node_modules)\//.test(path) || (!isOwn && at === undefined)) return [];
    const from = isOwn || at === undefined || at.path === '' ? 'root' : at.path;
    const sure = !isOwn && at?.guessed === true ? 'guessed' : 'derived';
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
