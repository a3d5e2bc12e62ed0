import { posix } from 'node:path';
import { COMMAND_SUBJECTS } from '../../command-line.ts';
import type { Extractor } from '../../extractor.ts';
import { Unreadable, type Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import { yamlOf, type Yaml } from '../../read/yaml.ts';
import { IMAGE_SUBJECTS, imageFacts, probeFacts, VARIABLE_SUBJECTS, variableFacts } from '../_container.ts';
import { listOf, pairsOf, pathFacts, portFacts, scriptOf, textOf, type OfService } from './_compose.ts';
import { environmentFacts, references } from './_environment.ts';
import type { AttributesOf } from '../../subjects.ts';
import { headerFacts } from '../_purpose.ts';
import { checkFact, ESCAPED, NOTHING, scriptFacts } from '../_script.ts';

const NAMED = /(?:^|\/)(?:docker-)?compose(?:[._-][\w.-]+)?\.ya?ml$/;
/** Under another name, its `services:` tell what it is: `docker/default.yml`, `prod.compose.yml`, `stack.yml`. */
const MAYBE =
  /(?:^|\/)(?:docker(?:[-_]?compose)?|compose)\/[\w.-]+\.ya?ml$|[._-]compose\.ya?ml$|(?:^|[/._-])stack\.ya?ml$/;

export const compose: Extractor = {
  name: 'compose',
  subjects: [
    ...COMMAND_SUBJECTS,
    ...IMAGE_SUBJECTS,
    ...VARIABLE_SUBJECTS,
    'service',
    'service.needs',
    'image.used',
    'image.built',
    'image.folder',
    'image.user',
    'port.published',
    'port.container',
    'variable.passed',
    'path.named',
    'probe.path',
    'secret.defined',
    'secret.used',
    'purpose',
  ],
  reads: (path) => NAMED.test(path) || (MAYBE.test(path) && !path.includes('.github/')),
  limit: 256 * 1024,
  *facts(source) {
    if (!NAMED.test(source.path) && !/^services:[ \t]*(?:#.*)?$/m.test(source.text)) return;
    yield* headerFacts(source, 'compose');
    for (const root of yamlOf(source)) {
      if (root.text !== undefined || root.isList)
        throw new Unreadable('is not a compose file: it has no services', root.line);
      const lines = source.lines();
      const isShared = root
        .at('networks')
        .entries()
        .some(([, network]) => isExternal(network));
      for (const [name, service] of root.at('services').entries())
        yield* serviceFacts(source, lines, name, service, isShared);
      for (const [name, secret] of root.at('secrets').entries()) {
        yield* source.fact('secret.defined', name, secret.line, { by: 'compose' });
        yield* pathFacts(source, secret.at('file'), { by: 'secret', kind: 'file' });
      }
      for (const [, config] of root.at('configs').entries()) {
        yield* pathFacts(source, config.at('file'), { by: 'config', kind: 'file' });
      }
      for (const one of listOf(root.at('include'))) {
        for (const path of listOf(one.isMap ? one.at('path') : one))
          yield* pathFacts(source, path, { by: 'include', kind: 'file' });
      }
      for (const [name, child] of root.entries().filter(([name]) => name !== 'services')) {
        if (!name.startsWith('x-')) yield* references(source, lines, child, { by: 'compose' });
      }
    }
  },
};

/** A network that is shared with other projects. */
function isExternal(network: Yaml): boolean {
  const external = network.at('external');
  return external.isMap || external.boolean === true;
}

function* serviceFacts(
  source: Source,
  lines: readonly string[],
  name: string,
  service: Yaml,
  isShared: boolean,
): Iterable<Fact> {
  const of = { by: 'compose', service: name };
  yield* imagesOf(source, name, service, of, { ...traits(service), ...(isShared ? { shared: true } : {}) });
  for (const port of service.at('ports').items()) yield* portFacts(source, port, of);
  for (const port of service.at('expose').items()) {
    const { text = '', sure } = textOf(port) ?? {};
    if (/^\d+$/.test(text)) yield* source.fact('port.container', Number(text), port.line, of, sure);
  }
  yield* environmentFacts(source, service.at('environment'), of);
  for (const { name, value, line } of pairsOf(service.at('labels'))) {
    const isPort = /^traefik\.http\.services\..+\.loadbalancer\.server\.port$/.test(name) && /^\d+$/.test(value ?? '');
    if (isPort) yield* source.fact('port.container', Number(value), line, { ...of, label: 'traefik' });
  }
  yield* filesOf(source, service, of);
  yield* needs(source, service, of);
  for (const step of ['command', 'entrypoint']) {
    yield* scriptFacts(source, scriptOf(service.at(step), lines), { ...of, step }, NOTHING, 'compose');
  }
  const test = service.at('healthcheck', 'test');
  const script = scriptOf(test, lines);
  const { text, lineAt } = script;
  const line = lineAt(Math.max(0, text.search(/https?:|localhost/)));
  if (text !== '' && text !== 'NONE') yield* checkFact(source, script, test.line, of, 'compose');
  yield* probeFacts(source, text.replaceAll('$$', ESCAPED), line, { kind: 'healthcheck', ...of });
  yield* references(source, lines, service, of);
}

function* filesOf(source: Source, service: Yaml, of: OfService): Iterable<Fact> {
  for (const file of listOf(service.at('env_file'))) {
    const required = file.at('required').boolean === false ? { required: false } : {};
    yield* pathFacts(source, file.isMap ? file.at('path') : file, { ...of, by: 'env_file', kind: 'file', ...required });
  }
  for (const volume of service.at('volumes').items()) {
    const [, short, target] = /^(\.[^:]*):([^:]*)/.exec(volume.text ?? '') ?? [];
    const at = short === undefined ? volume.at('target').text : target;
    const mount = { ...of, by: 'mount', ...(at === undefined ? {} : { target: at }) };
    if (volume.at('type').text === 'bind') yield* pathFacts(source, volume.at('source'), mount);
    else if (short !== undefined) yield* pathFacts(source, volume, mount, short);
  }
  yield* pathFacts(source, service.at('extends', 'file'), { ...of, by: 'extends', kind: 'file' });
}

type Traits = Omit<AttributesOf<'service'>, 'by'>;

/** What other services rely on: the names of the service, and whether it has a health check. */
function traits(service: Yaml): Traits {
  const texts = (...keys: string[]): string[] =>
    service
      .at(...keys)
      .texts()
      .map(({ text }) => text);
  const linked = ['links', 'external_links'].flatMap((key) =>
    texts(key).flatMap((link) => link.split(':').at(-1) ?? []),
  );
  const hosts = service.at('extra_hosts');
  const names = [
    ...texts('container_name'),
    ...texts('hostname'),
    ...service
      .at('networks')
      .entries()
      .flatMap(([, network]) => network.at('aliases').texts())
      .map(({ text }) => text),
  ];
  const reaches = [
    ...linked,
    ...texts('extra_hosts').flatMap((host) => host.split(/[:=]/)[0] ?? []),
    ...hosts.entries().map(([host]) => host),
  ];
  const health = service.at('healthcheck');
  const isOff = health.at('disable').boolean === true || health.at('test').texts()[0]?.text === 'NONE';
  const mode = service.at('network_mode').text;
  return {
    ...(names.length === 0 ? {} : { names }),
    ...(reaches.length === 0 ? {} : { reaches }),
    ...(health.isMap ? { healthcheck: !isOff } : {}),
    ...(mode === undefined ? {} : { network: mode }),
    ...(service.at('restart').isGiven ? { restarts: service.at('restart').text !== 'no' } : {}),
    ...(service.at('extends').isGiven ? { extends: true } : {}),
    ...(service.at('build', 'dockerfile_inline').isGiven ? { inline: true } : {}),
  };
}

function* imagesOf(source: Source, name: string, service: Yaml, of: OfService, more: Traits): Iterable<Fact> {
  const image = textOf(service.at('image'));
  const build = service.at('build');
  const at = build.isMap ? build.at('context') : build;
  const context = build.isMap && at.text === undefined ? '.' : textOf(at)?.text;
  const dockerfile = textOf(build.at('dockerfile'));
  const target = textOf(build.at('target'));
  const built = {
    ...(context === undefined ? {} : { context }),
    ...(dockerfile === undefined ? {} : { dockerfile: dockerfile.text }),
    ...(target === undefined ? {} : { target: target.text }),
  };
  const profiles = service
    .at('profiles')
    .texts()
    .map(({ text }) => text);
  yield* source.fact('service', name, service.line, {
    by: 'compose',
    ...(image === undefined ? {} : { image: image.text }),
    ...built,
    ...(profiles.length === 0 ? {} : { profiles }),
    ...more,
  });
  const isBuilt = build.isMap || build.text !== undefined;
  if (image !== undefined && isBuilt) {
    yield* source.fact('image.built', image.text, service.at('image').line, { ...of, ...built }, image.sure);
  } else if (image !== undefined) {
    yield* imageFacts(source, image.text, service.at('image').line, of, image.sure);
  }
  if (context === undefined || /^\w+:\/\/|^git@/.test(context)) return;
  yield* pathFacts(source, at, { ...of, by: 'context', kind: 'folder' });
  const from = posix.join(posix.dirname(source.path), context);
  if (!posix.isAbsolute(context))
    yield* pathFacts(source, build.at('dockerfile'), { ...of, by: 'dockerfile', kind: 'file', from });
  for (const { name, value, line } of pairsOf(build.at('args'))) {
    if (value !== undefined) yield* variableFacts(source, name, value, line, { ...of, as: 'arg' });
  }
}

function* needs(source: Source, service: Yaml, of: OfService): Iterable<Fact> {
  const others = service.at('depends_on');
  for (const { text, line } of others.isList ? others.texts() : []) yield* source.fact('service.needs', text, line, of);
  for (const [name, how] of others.entries()) {
    const condition = how.at('condition').text;
    yield* source.fact('service.needs', name, how.line, { ...of, ...(condition === undefined ? {} : { condition }) });
  }
  for (const secret of service.at('secrets').items()) {
    const name = secret.isMap ? secret.at('source') : secret;
    yield* source.fact('secret.used', name.text ?? '', name.line, of);
  }
  const [folder, user] = [textOf(service.at('working_dir')), textOf(service.at('user'))];
  yield* source.fact('image.folder', folder?.text ?? '', service.at('working_dir').line, of, folder?.sure);
  yield* source.fact('image.user', user?.text ?? '', service.at('user').line, of, user?.sure);
}
