import { Unreadable, type Fact } from '../../fact.ts';
import { jsonOf } from '../../read/json.ts';
import type { Source } from '../../read/source.ts';
import { tomlOf } from '../../read/toml.ts';
import { textOf, type OfDependency } from './_requirement.ts';
import { redacted } from '../../redact.ts';
import { entryFacts, gathered } from './_tables.ts';

export function pipfileFacts(source: Source): Fact[] {
  const all = tomlOf(source);
  const facts = (table: string, of: OfDependency): Fact[] =>
    [...gathered(all, (path) => path[0] === table, 1)].flatMap(([name, entry]) => entryFacts(source, name, entry, of));
  const one = all.flatMap(({ path, value, line }): Fact[] => {
    const text = textOf(value) ?? '';
    if (/^requires\.python_(full_)?version$/.test(path.join('.')))
      return source.fact('version.python', text, line, { by: 'Pipfile' });
    return path[0] === 'scripts' && path.length === 2
      ? source.fact('package.script', path[1] ?? '', line, { by: 'Pipfile', command: redacted(text) })
      : [];
  });
  return [...one, ...facts('packages', {}), ...facts('dev-packages', { group: 'dev', dev: true })];
}

export function pipfileLockFacts(source: Source): Fact[] {
  const lock = jsonOf(source);
  const names = new Set([...lock.at('default').entries(), ...lock.at('develop').entries()].map(([name]) => name));
  const python = lock.at('_meta', 'requires', 'python_version');
  if (lock.at('_meta').entries().length === 0) throw new Unreadable('is not a lock file of pipenv: it has no `_meta`');
  return [
    ...source.fact('lock', source.name, 1, { manager: 'pipenv', packages: names.size }),
    ...source.fact('version.python', python.text ?? '', python.line, { by: source.name }),
  ];
}
