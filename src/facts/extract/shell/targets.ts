import type { Extractor } from '../../extractor.ts';
import type { Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import { yamlOf, type Yaml } from '../../read/yaml.ts';
import { SHELL_SUBJECTS } from './_command.ts';
import { folderOf, moved, shellFacts } from './_run.ts';
import type { ShellLine } from './_shell-lines.ts';
import { valueLines } from '../ci/_workflow.ts';

const SUBJECTS = [...SHELL_SUBJECTS, 'command.target', 'command.open'] as const;

/** Targets of Makefiles, justfiles and Taskfiles, and what their recipes run. */
export const targets: Extractor = {
  name: 'targets',
  subjects: SUBJECTS,
  reads: (path) => kindOf(path) !== undefined,
  facts(source) {
    const kind = kindOf(source.path);
    if (kind === 'taskfile') return taskfile(source);
    return kind === 'justfile' ? recipes(source, kind, JUST) : recipes(source, 'makefile', MAKE);
  },
};

function kindOf(path: string): 'makefile' | 'justfile' | 'taskfile' | undefined {
  if (/(?:^|\/)(?:GNUmakefile|[Mm]akefile|[^/]+\.mk)$/.test(path)) return 'makefile';
  if (/(?:^|\/)(?:\.?[Jj]ustfile|[^/]+\.just)$/.test(path)) return 'justfile';
  return /(?:^|\/)[Tt]askfile(?:\.[\w-]+)?\.ya?ml$/.test(path) ? 'taskfile' : undefined;
}

/** `a b: c` but not `A := b`, nor a rule of patterns or of make's own. */
const MAKE = /^([\w./-]+(?:[ \t]+[\w./-]+)*)[ \t]*::?(?![:=])/;
/** `name arg='x' *more: needs` but not `name := value`; attributes and settings are none. */
const JUST = /^@?([A-Za-z_][\w-]*)(?:[ \t]+[^:=]*(?:=[^:]*)?)?:(?!=)/;

/** Targets of other files, of patterns, of variables. */
const MORE = /^(?:-?s?include\b.*|[^=:#]*[%$][^=:#]*:(?!=)|\$[({].*)/;
const IMPORTED = /^(?:import|mod)\b.*/;

/** What stands before a recipe: make's `@`, `-` and `+`, just's `@` and `-`. */
const QUIET = /^[@+-]+\s*/;

function* recipes(source: Source, by: string, head: RegExp): Generator<Fact> {
  const dialect = by === 'makefile' ? 'make' : 'shell';
  let target: string | undefined;
  let body: ShellLine[] = [];
  const flush = (): Fact[] => {
    const of = { by, target: target ?? '' };
    const shells = target === undefined ? [] : shellsOf(source, body);
    const facts = shells.flatMap((lines) => shellFacts(source, lines, of, { folder: folderOf(source.path), dialect }));
    body = [];
    return facts;
  };
  for (const [index, text] of source.lines().entries()) {
    const line = index + 1;
    if (/^\s/.test(text)) {
      // What make and just fill in is not known here.
      const goesOn = body.at(-1)?.text.endsWith('\\') === true;
      const command = goesOn ? text.trim() : text.trim().replace(QUIET, '');
      if (target !== undefined) body.push({ text: command, line });
      continue;
    }
    if (text === '' || text.startsWith('#')) continue;
    yield* flush();
    target = undefined;
    yield* besides(source, text, line, by);
    const names = /^(?:export|define|endef|include|set|import|mod|alias|\[)(?=[\s([])/.test(text)
      ? null
      : head.exec(text);
    for (const name of names?.[1]?.split(/[ \t]+/) ?? []) {
      if (name.startsWith('.')) continue;
      target ??= name;
      yield* source.fact('command.target', name, line, { by });
    }
  }
  yield* flush();
}

/** Each line of a recipe has a shell of its own, which begins in the folder of the file; a script is one. */
function shellsOf(source: Source, body: readonly ShellLine[]): ShellLine[][] {
  if (body[0]?.text.startsWith('#!') === true || /^\.ONESHELL\s*:/m.test(source.text)) return [[...body]];
  const shells: ShellLine[][] = [];
  for (const [at, line] of body.entries()) {
    const goesOn = body[at - 1]?.text.endsWith('\\') === true;
    if (goesOn) shells.at(-1)?.push(line);
    else shells.push([line]);
  }
  return shells;
}

/** Targets that have no recipe here: of other files, of patterns, other names of those that have. */
function* besides(source: Source, text: string, line: number, by: string): Generator<Fact> {
  // Nobody types a line this long; the expressions would take their time for it.
  if (text.length > 1000) return;
  const open = (by === 'makefile' ? MORE : IMPORTED).exec(text)?.[0];
  if (open !== undefined) yield* source.fact('command.open', open.trim(), line, { by });
  const alias = by === 'justfile' ? /^alias\s+([\w-]+)\s*:=/.exec(text)?.[1] : undefined;
  if (alias !== undefined) yield* source.fact('command.target', alias, line, { by, alias: true });
}

function* taskfile(source: Source): Generator<Fact> {
  const [file] = yamlOf(source);
  if (file === undefined) return;
  const folder = folderOf(source.path);
  for (const [name, include] of file.at('includes').entries()) {
    const path = include.text ?? include.at('taskfile').text;
    if (path !== undefined) yield* source.fact('path.named', path, include.line, { by: 'include', from: 'file', name });
    yield* source.fact('command.open', name, include.line, { by: 'taskfile' });
  }
  for (const [name, task] of file.at('tasks').entries()) {
    for (const called of [
      name,
      ...task
        .at('aliases')
        .texts()
        .map(({ text }) => text),
    ])
      yield* source.fact('command.target', called, task.line, { by: 'taskfile' });
    const own = task.at('dir').text;
    const where = own === undefined ? folder : moved(folder, own);
    const commands = task.isMap
      ? [...shells(source, task.at('cmds')), ...shells(source, task.at('cmd'))]
      : shells(source, task);
    for (const lines of commands) yield* shellFacts(source, lines, { by: 'taskfile', target: name }, { folder: where });
  }
}

/** Each command has a shell of its own. */
function shells(source: Source, commands: Yaml): ShellLine[][] {
  const each = commands.isList ? commands.items() : [commands];
  return each.map((one) => valueLines(source, one.isMap ? one.at('cmd') : one));
}
