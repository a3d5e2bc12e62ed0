import { posix } from 'node:path';
import type { Extractor } from '../../extractor.ts';
import { Unreadable, type Fact } from '../../fact.ts';
import { jsonOf, type JsonAt } from '../../read/json.ts';
import type { Source } from '../../read/source.ts';
import { yamlOf } from '../../read/yaml.ts';
import { SHELL_SUBJECTS } from '../shell/_command.ts';
import { redacted } from '../../redact.ts';
import { shellFacts } from '../shell/_run.ts';

const GROUPS = {
  dependencies: undefined,
  devDependencies: 'dev',
  optionalDependencies: 'optional',
  peerDependencies: 'peer',
};
const TOOLS = ['node', 'npm', 'pnpm', 'yarn', 'bun'] as const;
const PNPM = /(?:^|\/)pnpm-workspace\.ya?ml$/;

export const packageJson: Extractor = {
  name: 'package-json',
  subjects: [
    ...SHELL_SUBJECTS,
    'package',
    'package.manager',
    'package.script',
    'package.member',
    'dependency',
    ...TOOLS.map((tool) => `version.${tool}` as const),
  ],
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
      for (const { text, line } of at.items())
        yield* source.fact('package.member', text ?? '', line, { by: 'workspaces' });
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

function packageFacts(source: Source, root: JsonAt): Fact[] {
  const version = root.at('version').text;
  const isPrivate = root.at('private').value === true;
  const { text, line } = root.at('name');
  return source.fact('package', text ?? '', line, {
    private: isPrivate,
    ...(version === undefined ? {} : { version }),
  });
}

function versionFacts(source: Source, root: JsonAt): Fact[] {
  const at = root.at('packageManager');
  const [, named, version = ''] = /^(npm|yarn|pnpm|bun)(?:@([^+\s]+).*)?$/.exec(at.text ?? '') ?? [];
  const manager = TOOLS.find((tool) => tool === named);
  const of = { by: 'packageManager' };
  return [
    ...source.fact('package.manager', manager ?? '', at.line, { ...of, ...(version === '' ? {} : { version }) }),
    ...(manager === undefined ? [] : source.fact(`version.${manager}`, version, at.line, of)),
    ...TOOLS.flatMap((tool) =>
      ['engines', 'volta'].flatMap((by) => {
        const { text, line } = root.at(by, tool);
        return source.fact(`version.${tool}`, text ?? '', line, { by });
      }),
    ),
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
        ...source.fact('package.script', script, line, { command: redacted(text) }),
        ...shellFacts(
          source,
          [{ text, line }],
          { by: 'script', ...(name === undefined ? {} : { package: name }), script },
          { folder },
        ),
      ];
    });
}

function dependencyFacts(source: Source, at: JsonAt, group: string | undefined): Fact[] {
  return at.entries().flatMap(([name, version]) => {
    const of = { kind: 'npm' as const, version: version.text ?? '' };
    if (version.text === undefined) return [];
    return source.fact('dependency', name, version.line, {
      ...of,
      ...(group === 'dev' ? { dev: true } : {}),
      ...(group === undefined ? {} : { group }),
    });
  });
}
