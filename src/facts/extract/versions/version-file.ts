import type { Extractor } from '../../extractor.ts';
import { Unreadable, type Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';

const TOOLS = ['python', 'node', 'postgres', 'redis', 'npm', 'pnpm', 'yarn', 'bun', 'go'] as const;
type Tool = (typeof TOOLS)[number];
/** As asdf and mise call them. */
const NAMES: Readonly<Record<string, Tool>> = { nodejs: 'node', golang: 'go', postgresql: 'postgres' };
const FILES: Readonly<Record<string, Tool | undefined>> = {
  '.nvmrc': 'node',
  '.node-version': 'node',
  '.python-version': 'python',
  '.tool-versions': undefined,
  'runtime.txt': 'python',
};
const VERSION =
  /^(?:v?\d[\w.+-]*|(?:pypy|cpython-|graalpy-|miniconda3-)[\d.][\w.+-]*|lts\/(?:\*|-?\w+)|node|stable|latest|[\^~<>=][\w. <>=^~]*)$/;

export const versionFile: Extractor = {
  name: 'version-file',
  subjects: TOOLS.map((tool) => `version.${tool}` as const),
  reads: (path) => Object.hasOwn(FILES, path.slice(path.lastIndexOf('/') + 1)),
  limit: 16 * 1024,
  facts: (source) =>
    source.lines().flatMap((text, index) => {
      const typed = text.replace(/#.*$/, '').trim();
      return typed === '' ? [] : lineFacts(source, typed, index + 1);
    }),
};

function lineFacts(source: Source, typed: string, line: number): Fact[] {
  const by = source.name;
  if (by === '.tool-versions') {
    const [name = '', ...versions] = typed.split(/\s+/);
    const tool = NAMES[name] ?? TOOLS.find((known) => known === name);
    if (versions.length === 0) throw new Unreadable('has a tool without a version', line);
    // `system`, `ref:…` and `path:…` are not versions.
    const stated = versions.filter((version) => VERSION.test(version));
    return tool === undefined ? [] : stated.flatMap((version) => source.fact(`version.${tool}`, version, line, { by }));
  }
  // Other languages also use runtime.txt.
  const version = by === 'runtime.txt' ? /^python-(\d\S*)$/.exec(typed)?.[1] : typed;
  if (version === undefined) return [];
  if (!/^[\w.*/^~<>=+ -]{1,60}$/.test(version) && !/[{<]%|\{\{/.test(version))
    throw new Unreadable('does not contain a version', line);
  // pyenv also accepts names of virtual environments.
  const tool = FILES[by];
  return tool !== undefined && VERSION.test(version) ? source.fact(`version.${tool}`, version, line, { by }) : [];
}
