import type { Extractor } from '../extractor.ts';
import type { Fact } from '../fact.ts';
import type { Source } from '../source.ts';
import { yamlOf, type Yaml } from '../yaml.ts';
import { SHELL_SUBJECTS } from './_command.ts';
import { folderOf, moved, shellFacts } from './_run.ts';
import type { ShellLine } from './_shell-lines.ts';
import { valueLines } from './_workflow.ts';

const SUBJECTS = {
  ...SHELL_SUBJECTS,
  'command.target': 'a target that a person can call; `of.by` names the program',
} as const;

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

/** What stands before a recipe: make's `@`, `-` and `+`, just's `@` and `-`. */
const QUIET = /^[@+-]+\s*/;

function* recipes(source: Source, by: string, head: RegExp): Generator<Fact> {
  let target: string | undefined;
  let body: ShellLine[] = [];
  const flush = (): Fact[] => {
    const facts = target === undefined ? [] : shellFacts(source, body, { by, target }, folderOf(source.path));
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

function* taskfile(source: Source): Generator<Fact> {
  const [file] = yamlOf(source);
  if (file === undefined) return;
  const folder = folderOf(source.path);
  for (const [name, include] of file.at('includes').entries()) {
    const path = include.text ?? include.at('taskfile').text;
    if (path !== undefined) yield* source.fact('path.named', path, include.line, { by: 'include', from: 'file', name });
  }
  for (const [name, task] of file.at('tasks').entries()) {
    yield* source.fact('command.target', name, task.line, { by: 'taskfile' });
    const own = task.at('dir').text;
    const where = own === undefined ? folder : moved(folder, own);
    const commands = task.isMap
      ? [...lines(source, task.at('cmds')), ...lines(source, task.at('cmd'))]
      : lines(source, task);
    yield* shellFacts(source, commands, { by: 'taskfile', target: name }, where);
  }
}

function lines(source: Source, commands: Yaml): ShellLine[] {
  const each = commands.isList ? commands.items() : [commands];
  return each.flatMap((one) => valueLines(source, one.isMap ? one.at('cmd') : one));
}
