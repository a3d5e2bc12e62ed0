import { posix } from 'node:path';
import { COMMAND_SUBJECTS } from '../../command-line.ts';
import type { Fact } from '../../fact.ts';
import type { ShellCommand } from '../../shell/commands.ts';
import { programAt, valuesOf } from '../../shell/words.ts';
import type { Source } from '../../read/source.ts';
import type { Attributes } from '../../subjects.ts';
import type { SHELL } from '../../subjects/places.ts';

export const SHELL_SUBJECTS = [
  ...COMMAND_SUBJECTS,
  'path.named',
  'image.built',
  'image.used',
  'image.argument',
  'k8s.reference',
  'gate.coverage',
  'port.named',
] as const;

/** What runs a command. */
export type OfShell = Attributes<{ by: 'string' } & typeof SHELL>;

/** The position of a command; `guarded` are paths that an earlier test checks for. */
export interface Spot {
  readonly source: Source;
  readonly line: number;
  readonly of: OfShell;
  readonly folder: string | undefined;
  readonly guarded: ReadonlySet<string>;
}

/** Where a path stands. */
export type PathSpot = Omit<Spot, 'of'> & { readonly of: Partial<OfShell> };

const FOLDER_FLAGS: Readonly<Record<string, readonly string[]>> = {
  npm: ['--prefix', '-C'],
  yarn: ['--cwd'],
  pnpm: ['-C', '--dir', '--prefix'],
  bun: ['--cwd'],
  make: ['-C', '--directory'],
  '$(MAKE)': ['-C', '--directory'],
  poetry: ['-C', '--directory'],
  uv: ['--directory', '--project'],
};
const KINDS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'Deployment deploy',
    'StatefulSet sts',
    'DaemonSet ds',
    'Job',
    'CronJob cj',
    'Pod po',
    'Service svc',
    'Secret',
    'Ingress ing',
  ]
    .concat(['ConfigMap cm', 'Namespace ns'])
    .flatMap((names) => {
      const [kind = '', short] = names.split(' ');
      const name = kind.toLowerCase();
      return [name, `${name}s`, ...(short === undefined ? [] : [short])].map((typed) => [typed, kind]);
    }),
);
/** `poetry run pytest` runs it, `poetry source add` does not. */
const RUNNERS = /^(?:uv|uvx|poetry|pipenv|pdm|hatch|rye)$/;
const INTERPRETER = /^(?:bash|sh|zsh|dash|source|\.|python[\d.]*|node|tsx|ts-node|bun|deno|ruby|perl)$/;
const SCRIPT = /\.(?:sh|bash|zsh|py|[cm]?[jt]sx?|rb|pl)$/;
/** Made by a tool, not kept in a workspace. */
const MADE = /(?:^|\/)(?:node_modules|dist|build|out|\.next|[^/]*venv[^/]*|env)\/|^\.?env\//;

/** What the words of one command name beside the server that it starts. */
export function namedFacts({ words, otherwise }: Pick<ShellCommand, 'words' | 'otherwise'>, spot: Spot): Fact[] {
  const own = programAt(words);
  const first = /^(?:npx|bunx)$/.test(words[own] ?? '') ? own + 1 : own;
  const start = RUNNERS.test(words[first] ?? '') && words[first + 1] === 'run' ? first + 2 : first;
  const program = words[start] ?? '';
  const rest = words.slice(start + 1);
  return [
    ...(program === 'cd' || program === 'pushd' ? pathFact(spot, rest[0], 'cd', 'folder') : []),
    ...Object.entries(FOLDER_FLAGS).flatMap(([name, flags]) =>
      words.includes(name) ? valuesOf(words, ...flags).flatMap((path) => pathFact(spot, path, 'folder', 'folder')) : [],
    ),
    ...(words.some((word) => /^(?:pip[\d.]*|safety|pip-audit|pip-sync)$/.test(word))
      ? valuesOf(words, '-r', '--requirement', '-c', '--constraint').flatMap((path) =>
          pathFact(spot, path, 'requirements', 'file'),
        )
      : []),
    ...scriptFacts(program, rest, spot),
    ...(/^(?:docker|podman|docker-compose)$/.test(program) ? dockerFacts(program, rest, spot) : []),
    ...(program === 'kubectl' ? kubectlFacts(rest, spot) : []),
    ...gateFacts(words, otherwise, spot),
    ...localFacts(words.join(' '), spot.source, spot.line, spot.of),
  ];
}

function scriptFacts(program: string, rest: readonly string[], spot: Spot): Fact[] {
  if (/^\.{1,2}\//.test(program) || (program.includes('/') && SCRIPT.test(program)))
    return pathFact(spot, program, 'script', 'file');
  if (!INTERPRETER.test(program)) return [];
  const words = rest.filter(
    (word, at) => !/^(?:-r|--require|--import|--loader|--env-file|-W|-X)$/.test(rest[at - 1] ?? '') && word !== 'run',
  );
  const at = words.findIndex((word) => !word.startsWith('-'));
  const isInline = words.slice(0, at + 1).some((word) => /^(?:-[mcep]|-l?x?c|--eval|--print)$/.test(word));
  const path = words[at] ?? '';
  const isPath = SCRIPT.test(path) || (/^(?:source|\.)$/.test(program) && /^[\w./-]+$/.test(path));
  return isInline || !isPath ? [] : pathFact(spot, path, 'script', 'file');
}

/** An option whose value is the next word. */
const VALUED = /^-(?!-(?:push|load|no-cache|pull)$|-[^=]*=)/;

function dockerFacts(program: string, rest: readonly string[], spot: Spot): Fact[] {
  const files = valuesOf(rest, '-f', '--file');
  if (program === 'docker-compose' || rest[0] === 'compose')
    return files.flatMap((path) => pathFact(spot, path, 'compose', 'file'));
  if (!(rest[0] === 'build' || (rest[0] === 'buildx' && rest[1] === 'build'))) return [];
  // More words may be filled in behind it, `docker build -t x . $MORE`; alone it is the context itself.
  const end = rest.findLastIndex((word) => !/^\$\{?\w+\}?$/.test(word)) + 1;
  const words = VALUED.test(rest[end - 2] ?? '') || rest[end - 1]?.startsWith('-') === true ? rest : rest.slice(0, end);
  const last = words.at(-1) ?? '';
  const context = last.startsWith('-') || VALUED.test(words.at(-2) ?? '') ? undefined : last;
  const of = {
    ...spot.of,
    ...(files[0] === undefined ? {} : { dockerfile: files[0] }),
    ...(context === undefined ? {} : { context }),
  };
  return [
    ...valuesOf(rest, '-t', '--tag').flatMap((typed) => {
      const [image, sure] = imageName(typed);
      return spot.source.fact('image.built', image, spot.line, of, sure);
    }),
    ...valuesOf(rest, '--build-arg').flatMap((typed) => argumentFact(spot.source, typed, spot.line, spot.of)),
    ...files.flatMap((path) => pathFact(spot, path, 'dockerfile', 'file')),
    ...(context === undefined ? [] : pathFact(spot, context, 'context', 'folder')),
  ];
}

/** `NODE_VERSION=22`, of which only the name is told. */
export function argumentFact(source: Source, typed: string, line: number, of: OfShell): Fact[] {
  const name = /^\s*["']?(\w+)(?:=|$)/.exec(typed)?.[1];
  return name === undefined ? [] : source.fact('image.argument', name, line, of);
}

/** An image; where only its tag is filled in later, its name, which is derived then; empty where nothing is known. */
export function imageName(image: string, sure?: Fact['sure']): [name: string, sure: Fact['sure'] | undefined] {
  const isOpen = /[$`]|\{\{/;
  if (!isOpen.test(image)) return [image, sure];
  const name = /^([^$`{}]+?)(?::[^/]*\$.*|:.*\{\{.*)$/.exec(image)?.[1] ?? '';
  return [isOpen.test(name) ? '' : name, 'derived'];
}

function kubectlFacts(rest: readonly string[], spot: Spot): Fact[] {
  const { source, line } = spot;
  const [namespace] = valuesOf(rest, '-n', '--namespace');
  const isStated = namespace !== undefined && !/[$`]|\{\{/.test(namespace);
  const by = `kubectl ${rest
    .filter((word) => /^[a-z]+$/.test(word))
    .slice(0, /^(?:set|rollout)$/.test(rest[0] ?? '') ? 2 : 1)
    .join(' ')}`;
  const of = { ...spot.of, by, ...(isStated ? { namespace } : {}) };
  const references = rest.flatMap((word, at) => {
    const [typed = '', name = KINDS[word] === undefined ? '' : (rest[at + 1] ?? '')] = word.split('/');
    const kind = KINDS[typed];
    return kind !== undefined && /^[a-z0-9][\w.-]*$/.test(name)
      ? source.fact('k8s.reference', `${kind}/${name}`, line, of)
      : [];
  });
  const images = by === 'kubectl set image' ? rest.filter((word) => /^[\w-]+=/.test(word)) : [];
  return [
    ...references,
    ...images.flatMap((word) => {
      const [image, sure] = imageName(word.replace(/^[^=]*=/, ''));
      return source.fact('image.used', image, line, { ...of, container: word.split('=')[0] ?? '' }, sure);
    }),
    ...valuesOf(rest, '-f', '--filename').flatMap((path) =>
      pathFact(spot, path, 'kubectl', /\.\w+$/.test(path) ? 'file' : 'folder'),
    ),
    ...valuesOf(rest, '-k', '--kustomize').flatMap((path) => pathFact(spot, path, 'kubectl', 'folder')),
  ];
}

function gateFacts(words: readonly string[], otherwise: string | undefined, { source, line, of }: Spot): Fact[] {
  const values = [
    ...valuesOf(words, '--cov-fail-under'),
    ...(words.includes('coverage') ? valuesOf(words, '--fail-under') : []),
  ];
  const isIgnored = /^(?:true|:|exit 0)$/.test(otherwise ?? '');
  return values.flatMap((value) =>
    /^\d+(\.\d+)?$/.test(value)
      ? source.fact(
          'gate.coverage',
          Number(value),
          line,
          isIgnored ? { ...of, inForce: false, because: '`|| true` follows it' } : of,
        )
      : [],
  );
}

/** Ports of this machine that are named in URLs. */
export function localFacts(text: string, source: Source, line: number, of: OfShell): Fact[] {
  if (!text.includes('://')) return [];
  return [...text.matchAll(/\b(?:https?|wss?):\/\/(localhost|127\.0\.0\.1|0\.0\.0\.0):(\d{2,5})(?!\d)/g)].flatMap(
    ([, host = '', port]) => source.fact('port.named', Number(port), line, { ...of, host }),
  );
}

/** A path that a command names, relative to where it runs; nothing where that is not known, or the path is not whole. */
export function pathFact(
  spot: PathSpot,
  path: string | undefined,
  by: string,
  kind: 'file' | 'folder' | 'glob',
): Fact[] {
  const { source, folder, guarded } = spot;
  if (
    path === undefined ||
    folder === undefined ||
    !/^[\w.@+*[\]()/ -]+$/.test(path) ||
    /^(?:\/|-|\.$|\.\/$)/.test(path) ||
    MADE.test(path)
  )
    return [];
  const own = posix.dirname(source.path) === '.' ? '' : posix.dirname(source.path);
  const from = folder === '' ? 'root' : folder === own ? 'file' : folder;
  const isGlob = path.includes('*');
  return source.fact('path.named', path, spot.line, {
    ...spot.of,
    by,
    kind: isGlob ? 'glob' : kind,
    from,
    ...(guarded.has(path.replace(/^\.\//, '')) ? { guarded: true } : {}),
  });
}
