import { optionsIn } from '../../shell/words.ts';
import type { Extractor } from '../../extractor.ts';
import { withMore, type Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import { addoptsFacts } from './_requirement.ts';
import { iniOf, type IniEntry, type IniLine } from '../../read/ini.ts';

const PYTEST = ['pytest', 'tool:pytest'];
const COVERAGE = ['report', 'coverage:report'];

/** Settings of pytest and coverage outside of pyproject.toml. Which of several files is used cannot be seen here. */
export const testSettings: Extractor = {
  name: 'test-settings',
  subjects: ['test.settings', 'test.folder', 'test.marker', 'gate.coverage'],
  reads: (path) => /(^|\/)(\.?pytest\.ini|setup\.cfg|tox\.ini|\.coveragerc)$/.test(path),
  *facts(source) {
    const entries = iniOf(source);
    for (const entry of entries) {
      if (PYTEST.includes(entry.section)) yield* pytestFacts(source, entry);
      else if (COVERAGE.includes(entry.section)) yield* coverageFacts(source, entry);
    }
  },
};

function pytestFacts(source: Source, { section, key, line, value }: IniEntry): Fact[] {
  const because = pytestIgnores(source.name, section);
  const off = because === undefined ? {} : { inForce: false, because };
  if (key === '') return source.fact('test.settings', section, line, { tool: 'pytest', ...off });
  if (key === 'addopts') {
    return addoptsFacts(source, wordsIn(value), section).map((fact) => withMore(fact, off));
  }
  if (because !== undefined) return [];
  if (key === 'testpaths')
    return wordsIn(value).flatMap(({ text, line }) => source.fact('test.folder', text, line, { by: 'pytest' }));
  if (key !== 'markers') return [];
  return value.flatMap(({ text, line }) => source.fact('test.marker', text.split(/[:(]/)[0]?.trim() ?? '', line));
}

/** More options than a person writes; such a file is not what its name says. */
function wordsIn(value: readonly IniLine[]): IniLine[] {
  return value
    .slice(0, 1000)
    .flatMap(({ text, line }) => optionsIn(text.slice(0, 2000)).map((word) => ({ text: word, line })));
}

/** Why pytest does not read this section in this file. */
function pytestIgnores(file: string, section: string): string | undefined {
  if (file === '.coveragerc') return 'pytest does not read .coveragerc';
  if (file === 'setup.cfg') {
    return section === 'pytest' ? 'pytest refuses `[pytest]` in setup.cfg: there it is `[tool:pytest]`' : undefined;
  }
  return section === 'pytest'
    ? undefined
    : `pytest reads \`[tool:pytest]\` in setup.cfg only: in ${file} it is \`[pytest]\``;
}

function coverageFacts(source: Source, { section, key, line, value }: IniEntry): Fact[] {
  const because = coverageIgnores(source.name, section);
  const off = because === undefined ? {} : { inForce: false, because };
  // Other tools may also have a section `[report]`, so outside of .coveragerc only the gate identifies it.
  if (key === '')
    return section === 'report' && because !== undefined
      ? []
      : source.fact('test.settings', section, line, { tool: 'coverage', ...off });
  const percent = Number(value[0]?.text ?? Number.NaN);
  if (key !== 'fail_under' || !Number.isFinite(percent)) return [];
  return source.fact('gate.coverage', percent, value[0]?.line ?? line, { by: section, ...off });
}

/** Why coverage does not read this section in this file. */
function coverageIgnores(file: string, section: string): string | undefined {
  if (/^\.?pytest\.ini$/.test(file)) return `coverage does not read ${file}`;
  return section === 'report' && file !== '.coveragerc'
    ? `coverage reads \`[report]\` in .coveragerc only: in ${file} it is \`[coverage:report]\``
    : undefined;
}
