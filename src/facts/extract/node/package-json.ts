import { posix } from 'node:path';
import type { Extractor } from '../../extractor.ts';
import { Unreadable, type Fact } from '../../fact.ts';
import { jsonOf, type JsonAt } from '../../read/json.ts';
import type { Source } from '../../read/source.ts';
import { yamlOf } from '../../read/yaml.ts';
import { SHELL_SUBJECTS } from '../shell/_command.ts';
import { concealed } from '../../redact.ts';
import { shellFacts } from '../shell/_run.ts';

const GROUPS = {
  dependencies: undefined,
  devDependencies: 'dev',
  optionalDependencies: 'optional',
  peerDependencies: 'peer',
};
const TOOLS = ['node', 'npm', 'pnpm', 'yarn', 'bun'];
const PNPM = /(?:^|\/)pnpm-workspace\.ya?ml$/;

export const packageJson: Extractor = {
  name: 'package-json',
  subjects: {
    ...SHELL_SUBJECTS,
    package: "a package's name",
    'package.manager': 'the package manager that is to be used: npm, yarn, pnpm, bun',
    'package.script': 'the name of a script; `of.command` is what it runs',
    'package.member': 'a folder, or a pattern of folders, whose packages belong to this workspace; `!` leaves out',
    dependency: 'the name of a package that is declared to be needed',
    ...Object.fromEntries(
      TOOLS.map((tool) => [`version.${tool}`, `the version of ${tool} that is asked for, as it is typed`]),
    ),
  },
  reads: (path) => (/(?:^|\/)package\.json$/.test(path) && !path.includes('node_modules/') ? true : PNPM.test(path)),
  *facts(source) {
    if (PNPM.test(source.path)) {
      yield* pnpmFacts(source);
      return;
    }
    const root = jsonOf(source);
    // An array or a string is valid JSON as well, but not a package.
    if (!source.text.trimStart().startsWith('{')) throw new Unreadable('is JSON, but not an object');
    yield* packageFacts(source, root);
    yield* versionFacts(source, root);
    for (const at of [root.at('workspaces'), root.at('workspaces', 'packages')]) {
      for (const item of at.items()) yield* textFact(source, 'package.member', item, { by: 'workspaces' });
    }
    yield* scriptFacts(source, root);
    for (const [key, group] of Object.entries(GROUPS)) yield* dependencyFacts(source, root.at(key), group);
  },
};

function pnpmFacts(source: Source): Fact[] {
  const [root] = yamlOf(source);
  const members = root?.at('packages').items() ?? [];
  return members.flatMap(({ text, line }) => source.fact('package.member', text ?? '', line, { by: 'pnpm-workspace' }));
}

function textFact(source: Source, subject: string, at: JsonAt, of?: Fact['of']): Fact[] {
  const { text } = at;
  return text === undefined ? [] : source.fact(subject, text, at.line, of);
}

function packageFacts(source: Source, root: JsonAt): Fact[] {
  const version = root.at('version').text;
  const isPrivate = root.at('private').value === true;
  return textFact(source, 'package', root.at('name'), {
    private: isPrivate,
    ...(version === undefined ? {} : { version }),
  });
}

function versionFacts(source: Source, root: JsonAt): Fact[] {
  const at = root.at('packageManager');
  const [, manager = '', version] = /^(npm|yarn|pnpm|bun)(?:@([^+\s]+).*)?$/.exec(at.text ?? '') ?? [];
  const of = { by: 'packageManager' };
  return [
    ...source.fact('package.manager', manager, at.line, { ...of, ...(version === undefined ? {} : { version }) }),
    ...(version === undefined ? [] : source.fact(`version.${manager}`, version, at.line, of)),
    ...TOOLS.flatMap((tool) => [
      ...textFact(source, `version.${tool}`, root.at('engines', tool), { by: 'engines' }),
      ...textFact(source, `version.${tool}`, root.at('volta', tool), { by: 'volta' }),
    ]),
  ];
}

function scriptFacts(source: Source, root: JsonAt): Fact[] {
  const name = root.at('name').text;
  const folder = posix.dirname(source.path) === '.' ? '' : posix.dirname(source.path);
  return root
    .at('scripts')
    .entries()
    .flatMap(([script, at]) => {
      const { text, line } = at;
      if (text === undefined) return [];
      return [
        ...source.fact('package.script', script, line, { command: concealed(text) }),
        ...shellFacts(
          source,
          [{ text, line }],
          { by: 'script', ...(name === undefined ? {} : { package: name }), script },
          folder,
        ),
      ];
    });
}

function dependencyFacts(source: Source, at: JsonAt, group: string | undefined): Fact[] {
  return at.entries().flatMap(([name, version]) => {
    const of = { kind: 'npm', version: version.text ?? '' };
    if (version.text === undefined) return [];
    return source.fact('dependency', name, version.line, {
      ...of,
      ...(group === 'dev' ? { dev: true } : {}),
      ...(group === undefined ? {} : { group }),
    });
  });
}
