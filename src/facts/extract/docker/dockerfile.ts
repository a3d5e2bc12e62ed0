import { DockerfileParser, Keyword, PropertyInstruction, type Instruction } from 'dockerfile-ast';
import { COMMAND_SUBJECTS } from '../../command-line.ts';
import type { Extractor } from '../../extractor.ts';
import { Unreadable, type Fact } from '../../fact.ts';
import { isPlaceholder, type Source } from '../../read/source.ts';
import type { AttributesOf } from '../../subjects.ts';
import { IMAGE_SUBJECTS, imageFacts, VARIABLE_SUBJECTS, variableFacts, versionFacts } from '../_container.ts';
import { flagsOf, listOf, placeIn, scriptOf, type Word } from './_dockerfile.ts';
import { healthFacts } from './_healthcheck.ts';
import { filledIn, NOTHING, scriptFacts, type Known } from '../_script.ts';

const NAME = /^(?:(?:Dockerfile|Containerfile)(?:[.-][\w.-]+)?|dockerfile|[\w.-]+\.(?:[Dd]ocker|[Cc]ontainer)file)$/;
const OTHER =
  /\.(?:md|rst|txt|dockerignore|j2|jinja2?|tmpl|tpl|template|erb|[cm]?[jt]sx?|py|go|rs|rb|json|ya?ml|toml|sh|lock|bak|orig)$/i;
const KEYWORDS = new Set<string>(Object.values(Keyword));

export const dockerfile: Extractor = {
  name: 'dockerfile',
  subjects: [
    ...COMMAND_SUBJECTS,
    ...IMAGE_SUBJECTS,
    ...VARIABLE_SUBJECTS,
    'image.base',
    'image.used',
    'image.stage',
    'image.folder',
    'image.user',
    'port.exposed',
    'variable.passed',
    'path.named',
    'probe.path',
  ],
  reads: (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return NAME.test(name) && !OTHER.test(name);
  },
  // The Dockerfile reader takes a second per megabyte of any text.
  limit: 32 * 1024,
  *facts(source) {
    const file = DockerfileParser.parse(source.text);
    const instructions = file.getInstructions();
    check(source, instructions);
    const last = instructions.findLast((one) => one.getKeyword() === 'FROM');
    const build: Build = {
      source,
      lines: source.lines(),
      escape: file.getEscapeCharacter(),
      last,
      stages: [],
      global: new Map(),
    };
    for (const one of instructions) yield* factsOf(one, build);
  },
};

function check(source: Source, instructions: Instruction[]): void {
  let hasFrom = false;
  for (const one of instructions) {
    const keyword = one.getKeyword();
    const line = one.getRange().start.line + 1;
    const kind = /^[{<]/.test(keyword) ? 'is a template, not a Dockerfile' : 'is not a Dockerfile';
    if (!KEYWORDS.has(keyword)) throw new Unreadable(`${kind}: "${keyword.slice(0, 40)}" is not an instruction`, line);
    hasFrom ||= keyword === 'FROM';
    if (!hasFrom && keyword !== 'ARG') throw new Unreadable(`is not a Dockerfile: ${keyword} comes before FROM`, line);
  }
  if (!hasFrom) throw new Unreadable('is not a Dockerfile: it has no FROM');
}

interface Stage {
  readonly name: string;
  readonly base: string;
  readonly variables: Map<string, string>;
  folder: string;
}

interface OfStage {
  readonly by: string;
  readonly stage: string;
}

interface Build {
  readonly source: Source;
  readonly lines: readonly string[];
  readonly escape: string;
  readonly last: Instruction | undefined;
  readonly stages: Stage[];
  /** The arguments before the first FROM, which only FROM sees. */
  readonly global: Map<string, string>;
}

function factsOf(one: Instruction, build: Build): Iterable<Fact> {
  const { source, stages, lines, escape } = build;
  const keyword = one.getKeyword();
  const stage = stages.at(-1) ?? { name: '', base: '', variables: build.global, folder: '/' };
  const of = { by: 'dockerfile', stage: stage.name };
  const known = (name: string): string | undefined => stage.variables.get(name);
  switch (keyword) {
    case 'FROM':
      return from(one, build);
    case 'ENV':
    case 'ARG':
      return one instanceof PropertyInstruction ? variables(one, build, stage) : [];
    case 'RUN':
    case 'CMD':
    case 'ENTRYPOINT': {
      const script = scriptOf(one, lines, escape);
      const more = { ...of, step: keyword.toLowerCase() };
      return [...mounted(one, source, of), ...scriptFacts(source, script, more, script.expands ? known : NOTHING)];
    }
    case 'COPY':
    case 'ADD':
      return copied(one, build, stage, wordsOf(one, known), { ...of, by: 'copy' });
    case 'HEALTHCHECK':
      return healthFacts(one, source, of, scriptOf(one, lines, escape), known);
    default:
      return wordsOf(one, known).flatMap((word) => settingOf(source, keyword, word, stage, of));
  }
}

function wordsOf(one: Instruction, known: Known): Word[] {
  return one.getArguments().map((word) => {
    const text = filledIn(word.getValue(), known);
    const sure = text === word.getValue() ? 'stated' : 'derived';
    return { text: text.replace(/^("|')(.*)\1$/, '$2'), line: word.getRange().start.line + 1, sure };
  });
}

function settingOf(source: Source, keyword: string, { text, line, sure }: Word, stage: Stage, of: OfStage): Fact[] {
  if (text.includes('$')) return [];
  if (keyword === 'EXPOSE') return exposed(source, text, line, of, sure);
  if (keyword === 'USER') return source.fact('image.user', text, line, of, sure);
  if (keyword !== 'WORKDIR') return [];
  const isWhole = text.startsWith('/');
  stage.folder = isWhole ? text : `${stage.folder.replace(/\/$/, '')}/${text}`;
  return source.fact('image.folder', stage.folder, line, of, isWhole ? sure : 'derived');
}

function* from(one: Instruction, { source, stages, last, global }: Build): Iterable<Fact> {
  const [image, as, alias] = wordsOf(one, (name) => global.get(name));
  const name = as?.text.toLowerCase() === 'as' && alias !== undefined ? alias.text : String(stages.length);
  const parent = stages.find((stage) => stage.name === image?.text);
  const base = parent === undefined ? (image?.text ?? '') : parent.base;
  stages.push({ name, base, variables: new Map(parent?.variables), folder: parent?.folder ?? '/' });
  // Only the caller knows the image.
  if (image === undefined || base.includes('$')) return;
  const of = { by: 'dockerfile', stage: name, ...(one === last ? { final: true } : {}) };
  if (parent === undefined) {
    yield* source.fact('image.base', base, image.line, of, image.sure);
    yield* versionFacts(source, base, image.line, of, image.sure);
  } else yield* source.fact('image.base', base, image.line, { ...of, on: parent.name }, 'derived');
}

function* variables(one: PropertyInstruction, { source, stages, global }: Build, stage: Stage): Iterable<Fact> {
  const as = one.getKeyword().toLowerCase();
  const of = { by: 'dockerfile', as, ...(stages.length === 0 ? {} : { stage: stage.name }) };
  // All variables of one ENV use the values from before it.
  const before = new Map(stage.variables);
  for (const property of one.getProperties()) {
    const [name, value] = [property.getName(), property.getValue()];
    const line = property.getRange().start.line + 1;
    if (!/^\w+$/.test(name)) continue;
    if (value === null || (property.getAssignmentOperator() === null && as === 'arg')) {
      const inherited = global.get(name);
      if (inherited !== undefined) stage.variables.set(name, inherited);
      else yield* source.fact('variable.passed', name, line, { ...of, required: true });
      continue;
    }
    yield* variableFacts(source, name, value, line, of, (name) => before.get(name));
    stage.variables.set(
      name,
      filledIn(value, (name) => before.get(name)),
    );
  }
}

function* copied(one: Instruction, build: Build, stage: Stage, words: Word[], of: OfStage): Iterable<Fact> {
  const { source } = build;
  const from = flagsOf(one).find((flag) => flag.getName() === 'from');
  const list = listOf(one) ?? words;
  const to = placeIn(stage.folder, list.at(-1)?.text ?? '');
  const paths = list.slice(0, -1);
  const more = { ...of, ...(to === undefined ? {} : { to }) };
  if (from !== undefined) {
    const image = from.getValue() ?? '';
    const line = from.getRange().start.line + 1;
    if (image === '' || image.includes('$')) return;
    if (/[:/.]/.test(image)) yield* imageFacts(source, image, line, of);
    else yield* stageFacts(image, build, line, { ...more, paths: paths.map(({ text }) => text) });
    return;
  }
  if (isPlaceholder(one.getArgumentsContent() ?? '')) return;
  for (const { text, line, sure } of paths) {
    if (text.startsWith('<<')) return;
    if (/^\w+:\/\/|^git@|\$/.test(text)) continue;
    yield* source.fact('path.named', text, line, { ...more, ...kindOf(text), from: 'context' }, sure);
  }
}

/** Docker treats a name as an image if no earlier stage has it. */
function stageFacts(
  name: string,
  { source, stages }: Build,
  line: number,
  of: Omit<AttributesOf<'image.stage'>, 'defined'>,
): Fact[] {
  const before = stages.slice(0, -1);
  const isNumber = /^\d+$/.test(name);
  const defined = isNumber
    ? Number(name) < before.length
    : before.some((stage) => stage.name.toLowerCase() === name.toLowerCase());
  return source.fact('image.stage', name, line, { ...of, defined });
}

function kindOf(path: string): { kind?: 'glob' | 'folder' } {
  if (/[*?[]/.test(path)) return { kind: 'glob' };
  return /(^|\/)\.{0,2}\/?$/.test(path) ? { kind: 'folder' } : {};
}

function* mounted(one: Instruction, source: Source, of: OfStage): Iterable<Fact> {
  for (const flag of flagsOf(one)) {
    const options = new Map(
      (flag.getValue() ?? '').split(',').map((option) => [option.split('=')[0], option.split('=')[1]]),
    );
    const path = options.get('source') ?? options.get('src');
    if (options.get('type') !== 'bind' || options.has('from') || path === undefined || path.includes('$')) continue;
    yield* source.fact('path.named', path, flag.getRange().start.line + 1, {
      ...of,
      by: 'mount',
      ...kindOf(path),
      from: 'context',
    });
  }
}

function exposed(source: Source, text: string, line: number, of: OfStage, sure: Fact['sure']): Fact[] {
  const [, from, to, protocol] = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(\w+))?$/.exec(text) ?? [];
  if (from === undefined) return [];
  const more = { ...of, ...(protocol === undefined || protocol === 'tcp' ? {} : { protocol }) };
  return source.fact('port.exposed', to === undefined ? Number(from) : `${from}-${to}`, line, more, sure);
}
