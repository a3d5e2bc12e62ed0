import type { Extractor } from '../../extractor.ts';
import { Unreadable, withMore, type Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import type { AttributesOf } from '../../subjects.ts';
import { yamlOf, type Yaml } from '../../read/yaml.ts';
import { argumentFact, imageName, pathFact, SHELL_SUBJECTS, type Spot } from '../shell/_command.ts';
import { moved, shellFacts } from '../shell/_run.ts';
import {
  environmentFacts,
  filled,
  secretFacts,
  valueLines,
  versionFacts,
  type Known,
  type OfJob,
} from './_workflow.ts';

const IN_GITHUB = /^(?:(.*)\/)?\.github\/workflows\/[^/]+\.ya?ml$/;
const IN_IMAGES = ['python', 'node', 'postgres', 'redis'] as const;
const TOOLS = [...IN_IMAGES, 'pnpm', 'bun', 'go'] as const;

export const workflow: Extractor = {
  name: 'workflow',
  subjects: [
    ...SHELL_SUBJECTS,
    ...TOOLS.map((tool) => `version.${tool}` as const),
    'workflow',
    'job',
    'job.needs',
    'workflow.trigger',
    'job.permission',
    'workflow.action',
    'port.published',
    'variable.set',
    'secret.used',
    'secret.literal',
  ],
  reads: (path) => IN_GITHUB.test(path),
  limit: 512 * 1024,
  *facts(source) {
    // Other files are not passed to the YAML reader, which is slow for them.
    if (!/^["']?jobs["']?\s*:/m.test(source.text)) throw new Unreadable('is not a workflow: it has no jobs');
    const [root] = yamlOf(source);
    const jobs = root?.at('jobs');
    if (root === undefined || jobs?.isMap !== true)
      throw new Unreadable('is not a workflow: it has no jobs', jobs?.line);
    const name = root.at('name');
    const triggers = root.at('on').isMap
      ? root
          .at('on')
          .entries()
          .map(([key]) => key)
      : root
          .at('on')
          .texts()
          .map(({ text }) => text);
    const named = name.text === undefined ? source.name : name.text;
    yield* source.fact(
      'workflow',
      named,
      name.text === undefined ? 1 : name.line,
      { triggers },
      name.text === undefined ? 'derived' : 'stated',
    );
    yield* triggerFacts(source, root.at('on'));
    const known: Known = new Map();
    yield* environmentFacts(source, root.at('env'), {}, known);
    for (const [id, job] of jobs.entries()) yield* jobFacts(source, root, named, id, job, known);
    yield* secretFacts(source, jobs);
  },
};

function* jobFacts(source: Source, root: Yaml, named: string, id: string, job: Yaml, known: Known): Iterable<Fact> {
  const [text, needs] = [
    job.at('name').text,
    job
      .at('needs')
      .texts()
      .map(({ text }) => text),
  ];
  const runsOn = job.at('runs-on').texts();
  yield* source.fact('job', id, job.line, {
    ...(text === undefined ? {} : { name: text }),
    needs,
    workflow: named,
    ...(job.at('strategy', 'matrix').isGiven ? { matrix: true } : {}),
    ...(runsOn.length === 0 ? {} : { runsOn: runsOn.map(({ text }) => text) }),
  });
  for (const { text, line } of job.at('needs').texts()) yield* source.fact('job.needs', text, line, { job: id });
  yield* permissionFacts(source, job.at('permissions').isGiven ? job.at('permissions') : root.at('permissions'), id);
  const own: Known = new Map(known);
  yield* environmentFacts(source, job.at('env'), { job: id }, own);
  yield* actionFacts(source, job.at('uses'), id);
  yield* imageFacts(
    source,
    job.at('container').isMap ? job.at('container', 'image') : job.at('container'),
    { job: id },
    own,
  );
  for (const [service, at] of job.at('services').entries()) {
    yield* imageFacts(source, at.at('image'), { service, job: id }, own);
    yield* environmentFacts(source, at.at('env'), { job: id, service }, new Map());
    for (const { text, line } of at.at('ports').texts()) {
      const [, host, container] = /^(\d+):(\d+)(?:\/\w+)?$/.exec(text) ?? [];
      if (host !== undefined)
        yield* source.fact('port.published', Number(host), line, { service, job: id, container: Number(container) });
    }
  }
  yield* versionFacts(source, job, id, own);
  const top = IN_GITHUB.exec(source.path)?.[1] ?? '';
  const at = [job, root]
    .map((level) => level.at('defaults', 'run', 'working-directory'))
    .find((found) => found.text !== undefined);
  if (at !== undefined) yield* folderFacts(source, at, top, id);
  const folder = at === undefined ? top : moved(top, at.text ?? '');
  for (const step of job.at('steps').items()) yield* stepFacts(source, step, id, own, top, folder);
}

function* triggerFacts(source: Source, on: Yaml): Iterable<Fact> {
  for (const { text, line } of on.texts()) yield* source.fact('workflow.trigger', text, line);
  for (const [event, how] of on.entries()) {
    const lists = ['branches', 'tags'].flatMap((key) => {
      const named = how.at(key).texts();
      return named.length === 0 ? [] : [[key, named.map(({ text }) => text)] as const];
    });
    yield* source.fact('workflow.trigger', event, how.line, lists.length === 0 ? undefined : Object.fromEntries(lists));
  }
}

function* permissionFacts(source: Source, at: Yaml, job: string): Iterable<Fact> {
  if (!at.isGiven) return;
  if (at.text !== undefined || at.entries().length === 0)
    yield* source.fact('job.permission', at.text ?? 'none', at.line, { job });
  for (const [scope, { text = '', line }] of at.entries())
    yield* source.fact('job.permission', `${scope}: ${text}`, line, { job });
}

function* stepFacts(
  source: Source,
  step: Yaml,
  job: string,
  known: Known,
  top: string,
  folder: string | undefined,
): Iterable<Fact> {
  const of = { by: 'workflow', job };
  yield* actionFacts(source, step.at('uses'), job, asked(step.at('with')));
  yield* environmentFacts(source, step.at('env'), { job }, new Map());
  const at = step.at('working-directory');
  if (at.text !== undefined) yield* folderFacts(source, at, top, job);
  const spot = { source, of, folder: top, guarded: new Set<string>() };
  for (const key of ['python-version-file', 'node-version-file', 'go-version-file', 'cache-dependency-path']) {
    for (const { text, line } of valueLines(source, step.at('with', key)))
      yield* pathFact({ ...spot, line }, text, key, 'file');
  }
  if (step.at('uses').text?.startsWith('docker/build-push-action') === true)
    yield* builtFacts(step.at('with'), spot, known);
  // Other shells have another syntax.
  if (step.at('run').text === undefined || /^(?:pwsh|powershell|python|cmd|node)/.test(step.at('shell').text ?? ''))
    return;
  const lines = valueLines(source, step.at('run')).map(({ text, line }) => ({ text: filled(text, known).text, line }));
  const facts = shellFacts(source, lines, of, {
    folder: at.text === undefined ? folder : moved(top, at.text),
    home: top,
  });
  const isIgnored = step.at('continue-on-error').boolean === true;
  for (const fact of facts) {
    const because = '`continue-on-error` is set';
    yield fact.subject === 'gate.coverage' && isIgnored ? withMore(fact, { inForce: false, because }) : fact;
  }
}

function* builtFacts(inputs: Yaml, spot: Omit<Spot, 'text' | 'line'>, known: Known): Iterable<Fact> {
  const [context, file] = [inputs.at('context'), inputs.at('file')];
  yield* pathFact({ ...spot, line: context.line }, context.text, 'context', 'folder');
  yield* pathFact({ ...spot, line: file.line }, file.text, 'dockerfile', 'file');
  const of = {
    ...spot.of,
    ...(file.text === undefined ? {} : { dockerfile: file.text }),
    ...(context.text === undefined ? {} : { context: context.text }),
  };
  for (const { text, line } of valueLines(spot.source, inputs.at('build-args')))
    yield* argumentFact(spot.source, text, line, spot.of);
  for (const { text, line } of valueLines(spot.source, inputs.at('tags'))) {
    for (const tag of text.split(',')) {
      const { text: typed, isFilled } = filled(tag.trim(), known);
      const [image, sure] = imageName(typed, isFilled ? 'derived' : 'stated');
      yield* spot.source.fact('image.built', image, line, of, sure);
    }
  }
}

type Asked = Omit<AttributesOf<'workflow.action'>, 'job'>;

/** The inputs of an action: where it publishes, with whose token, and the folder that it creates. */
function asked(inputs: Yaml): Asked {
  const names = ['registry', 'push', 'path', 'password', 'repository', 'ref'];
  const [registry, push, path, password, repository, ref] = names.map((key) => inputs.at(key).text);
  const isOwn = /^\$\{\{\s*(?:github\.token|secrets\.GITHUB_TOKEN)\s*\}\}$/.test(password ?? '');
  return {
    ...(registry === undefined ? {} : { registry }),
    ...(push === undefined ? {} : { push }),
    ...(path === undefined ? {} : { path }),
    ...(isOwn ? { ownToken: true } : {}),
    ...(repository === undefined ? {} : { repository }),
    ...(ref === undefined || ref.includes('$') ? {} : { ref }),
    ...(inputs.at('scan-type').text === undefined ? {} : { scan: inputs.at('scan-type').text ?? '' }),
  };
}

function* actionFacts(source: Source, at: Yaml, job: string, more: Asked = {}): Iterable<Fact> {
  const { text, line } = at;
  if (text === undefined) return;
  yield* source.fact('workflow.action', text, line, { job, ...more });
  if (text.startsWith('docker://')) {
    const [image, sure] = imageName(text.slice(9));
    yield* source.fact('image.used', image, line, { by: 'workflow', job }, sure);
  }
  const spot = {
    source,
    line,
    of: { job },
    folder: IN_GITHUB.exec(source.path)?.[1] ?? '',
    guarded: new Set<string>(),
  };
  if (text.startsWith('./')) yield* pathFact(spot, text, 'uses', /\.ya?ml$/.test(text) ? 'file' : 'folder');
}

function* imageFacts(source: Source, at: Yaml, of: OfJob, known: Known): Iterable<Fact> {
  const { text: image, isFilled } = filled(at.text ?? '', known);
  const sure = isFilled ? 'derived' : 'stated';
  const [name, isSure] = imageName(image, sure);
  yield* source.fact('image.used', name, at.line, { by: 'workflow', ...of }, isSure);
  const [, tool = '', version = ''] = /(?:^|\/)(python|node|postgres|redis|golang):v?(\d[\d.]*)/.exec(image) ?? [];
  const language = tool === 'golang' ? 'go' : IN_IMAGES.find((name) => name === tool);
  if (language !== undefined) yield* source.fact(`version.${language}`, version, at.line, { by: 'image', ...of }, sure);
}

function folderFacts(source: Source, at: Yaml, folder: string, job: string): Fact[] {
  return pathFact(
    { source, line: at.line, of: { job }, folder, guarded: new Set() },
    at.text,
    'working-directory',
    'folder',
  );
}
