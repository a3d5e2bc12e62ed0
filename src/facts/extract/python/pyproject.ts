import { optionsIn } from '../../shell/words.ts';
import type { Extractor } from '../../extractor.ts';
import type { Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import { tomlOf, type TomlAt } from '../../read/toml.ts';
import { addoptsFacts, dependencyFact, requirementOf, textOf, textsOf, type OfDependency } from './_requirement.ts';
import { poetryFacts, sourceFacts } from './_tables.ts';
import { redacted } from '../../redact.ts';
import { itemLines } from '../../read/toml-items.ts';

type Item = { readonly text: string; readonly line: number };
type Reader = (source: Source, at: TomlAt, items: Items) => Fact[];
type Items = () => Item[];

/** The values at a path; `*` is any single key, and the last key of the path is the name of the group. */
const READERS: readonly (readonly [path: string, read: Reader])[] = [
  ['project.name', text(packageFact)],
  ['tool.poetry.name', text(packageFact)],
  ['project.requires-python', text(versionBy('requires-python'))],
  ['tool.poetry.dependencies.python', text(versionBy('poetry'))],
  ['build-system.build-backend', text((source, value, line) => source.fact('build.backend', value, line))],
  ['project.dependencies', requirementList(() => ({}))],
  ['project.optional-dependencies.*', requirementList((group) => ({ group, optional: true }))],
  ['dependency-groups.*', requirementList((group) => ({ group, dev: true }))],
  ['tool.uv.dev-dependencies', requirementList(() => ({ group: 'dev', dev: true }))],
  ['tool.pdm.dev-dependencies.*', requirementList((group) => ({ group, dev: true }))],
  ['project.scripts.*', script('project.scripts')],
  ['project.gui-scripts.*', script('project.gui-scripts')],
  ['tool.poetry.scripts.*', script('tool.poetry.scripts')],
  ['tool.pdm.scripts.*', script('tool.pdm.scripts')],
  ['tool.poe.tasks.*', script('tool.poe.tasks')],
  ['tool.taskipy.tasks.*', script('tool.taskipy.tasks')],
  [
    'tool.uv.workspace.members',
    texts((source, value, line) => source.fact('package.member', value, line, { by: 'uv' })),
  ],
  ['tool.pytest.ini_options.testpaths', texts(testFolder)],
  ['tool.pytest.testpaths', texts(testFolder)],
  ['tool.pytest.ini_options.addopts', (source, _, items) => addoptsFacts(source, items(), 'tool.pytest.ini_options')],
  ['tool.pytest.addopts', (source, _, items) => addoptsFacts(source, items(), 'tool.pytest')],
  ['tool.pytest.ini_options.markers', markers],
  ['tool.pytest.markers', markers],
  [
    'tool.coverage.report.fail_under',
    (source, { value, line }) =>
      typeof value === 'number' ? source.fact('gate.coverage', value, line, { by: 'tool.coverage.report' }) : [],
  ],
];

/** A table with more than build settings exists only if the tool is really used. */
const MANAGERS = { uv: /^build-backend$/, poetry: /^$/, pdm: /^(build|version)$/, hatch: /^(build|version|metadata)$/ };

/** pyproject.toml, of setuptools, poetry (old and new), uv, pdm and hatch. */
export const pyproject: Extractor = {
  name: 'pyproject',
  subjects: [
    'version.python',
    'package',
    'package.manager',
    'package.member',
    'package.script',
    'build.backend',
    'dependency',
    'dependency.source',
    'path.named',
    'test.folder',
    'test.marker',
    'gate.coverage',
  ],
  reads: (path) => /(^|\/)pyproject\.toml$/.test(path),
  *facts(source) {
    const all = tomlOf(source);
    const lines = source.lines();
    for (const at of all) {
      const read = READERS.find(([path]) => matches(path.split('.'), at.path))?.[1];
      if (read !== undefined) yield* read(source, at, () => itemsOf(at, lines));
    }
    yield* poetryFacts(source, all);
    yield* sourceFacts(source, all);
    yield* managerFacts(source, all);
  },
};

function matches(path: readonly string[], keys: readonly string[]): boolean {
  return path.length === keys.length && path.every((key, index) => key === '*' || key === keys[index]);
}

/** The strings of a list. pytest also accepts one string, which is split like in a shell. */
function itemsOf({ value, line, path }: TomlAt, lines: readonly string[]): Item[] {
  if (!Array.isArray(value))
    return textsOf(value).flatMap((text) => optionsIn(text).map((word) => ({ text: word, line })));
  const at = itemLines(lines, line, path.at(-1) ?? '');
  return value.flatMap((text: unknown, index) => (typeof text === 'string' ? [{ text, line: at[index] ?? line }] : []));
}

type Maker = (source: Source, value: string, line: number) => Fact[];

function text(make: Maker): Reader {
  return (source, { value, line }) => make(source, textOf(value) ?? '', line);
}

function texts(make: Maker): Reader {
  return (source, _, items) => items().flatMap(({ text, line }) => make(source, text, line));
}

function packageFact(source: Source, value: string, line: number): Fact[] {
  return source.fact('package', value, line, { kind: 'python' });
}

function versionBy(by: string): Maker {
  return (source, value, line) => source.fact('version.python', value, line, { by });
}

function testFolder(source: Source, value: string, line: number): Fact[] {
  return source.fact('test.folder', value, line, { by: 'pytest' });
}

function requirementList(ofGroup: (group: string) => OfDependency): Reader {
  return (source, { path }, items) =>
    items().flatMap(({ text, line }) => {
      const found = requirementOf(text.trim());
      return found === undefined ? [] : dependencyFact(source, found, line, ofGroup(path.at(-1) ?? ''));
    });
}

function script(by: string): Reader {
  return (source, { path, value, line }) => {
    const command = textOf(value);
    return source.fact('package.script', path.at(-1) ?? '', line, {
      by,
      ...(command === undefined ? {} : { command: redacted(command) }),
    });
  };
}

function markers(source: Source, _: TomlAt, items: Items): Fact[] {
  return items().flatMap(({ text, line }) => source.fact('test.marker', text.split(/[:(]/)[0]?.trim() ?? '', line));
}

function managerFacts(source: Source, all: readonly TomlAt[]): Fact[] {
  return Object.entries(MANAGERS).flatMap(([name, buildsOnly]) => {
    const at = all.find(
      ({ path: [tool, manager, key = ''] }) => tool === 'tool' && manager === name && !buildsOnly.test(key),
    );
    return at === undefined ? [] : source.fact('package.manager', name, at.line, { by: `tool.${name}` });
  });
}
