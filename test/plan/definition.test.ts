import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionOf } from '../../src/plan/definition.ts';
import { digest } from '../../src/files/digest.ts';
import { HOME } from '../../src/workspace/locate.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';

const test = suite('definition');

/** What the definition of a script names, besides our own files and version. */
async function named(files: Readonly<Record<string, string>>): Promise<string[]> {
  return withFolder(async (folder) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, 'area', name, '..'), { recursive: true });
      writeFileSync(join(folder, 'area', name), text);
    }
    return Object.keys(definitionOf(join(folder, 'area/script.ts')))
      .filter((name) => name !== 'turnaround')
      .map((name) => name.replace(/^area\//, ''));
  });
}

test('the script, and what it brings in, by way of others as well', async () => {
  const files = {
    'script.ts': `import { a } from './a.ts';\n`,
    'a.ts': `export * from './deep/b.ts';\n`,
    'deep/b.ts': `import '../c.ts';\n`,
    'c.ts': `import { a } from './a.ts';\n`,
    'd.ts': '',
  };
  assert.equal(await named(files), ['a.ts', 'c.ts', 'deep/b.ts', 'script.ts']);
});

test('its value is a digest of the content', async () => {
  await withFolder(async (folder) => {
    mkdirSync(join(folder, 'area'));
    writeFileSync(join(folder, 'area/script.ts'), 'export const a = 1;\n');
    const version = (JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8')) as { version: string }).version;
    assert.equal(definitionOf(join(folder, 'area/script.ts')), {
      turnaround: version,
      'area/script.ts': digest('export const a = 1;\n'),
    });
  });
});

const SHAPES: Readonly<Record<string, string>> = {
  'a name': `import { a } from './a.ts';`,
  'a default': `import a from './a.ts';`,
  'a name space': `import * as a from "./a.ts";`,
  'nothing but the effect': `import './a.ts';`,
  'several lines': `import {\n  a,\n  b,\n} from './a.ts';`,
  'a comment with a quote in it': `import {\n  a, // the caller's own\n  b, /* isn't it; */\n} from './a.ts';`,
  'handed on': `export { a } from './a.ts';`,
  'all handed on': `export * as all from './a.ts';`,
  'a type beside a value': `import { type A, b } from './a.ts';`,
  'when it is needed': `const { a } = await import('./a.ts');`,
  'when it is needed, on lines of its own': `const { a } = await import(\n  './a.ts',\n);`,
  'a file beside it': `const a = new URL('./a.ts', import.meta.url);`,
  'a file beside it, behind a glob': `const GLOB = 'logs/*.txt';\nconst a = new URL('./a.ts', import.meta.url);\n/** Words. */`,
  'a file beside it, on lines of its own': `const a = new URL(\n  './a.ts',\n  import.meta.url,\n);`,
};

for (const [shape, text] of Object.entries(SHAPES)) {
  test(`an import of ${shape}`, async () => {
    assert.equal(await named({ 'script.ts': `${text}\n`, 'a.ts': '' }), ['a.ts', 'script.ts']);
  });
}

test('types are not part of what runs', async () => {
  const text = `import type { A } from './a.ts';\nexport type { B } from './b.ts';\nimport type {\n  C,\n} from './c.ts';\n`;
  assert.equal(await named({ 'script.ts': text, 'a.ts': '', 'b.ts': '', 'c.ts': '' }), ['script.ts']);
});

test('a program in another language counts, and is not searched for imports', async () => {
  const text = `const ASKS = new URL('./_asks.py', import.meta.url);\nconst NONE = new URL('./absent.py', import.meta.url);\n`;
  assert.equal(await named({ 'script.ts': text, '_asks.py': `import './a.ts'\n`, 'a.ts': '' }), [
    '_asks.py',
    'script.ts',
  ]);
});

test('a folder beside it counts with all that lies in it', async () => {
  const text = `const TEMPLATES = new URL('./templates/', import.meta.url);\n`;
  assert.equal(await named({ 'script.ts': text, 'templates/one.md': '', 'templates/two/three.md': '' }), [
    'script.ts',
    'templates/one.md',
    'templates/two/three.md',
  ]);
});

test('packages count by their locked version and that of all they need', async () => {
  assert.equal(
    Object.keys(definitionOf(join(HOME, 'src/run/pipeline.ts'))),
    ['turnaround'],
    'the engine is no part of a task',
  );
  const glob = await withFolder(async (folder) => {
    mkdirSync(join(folder, 'area'));
    writeFileSync(join(folder, 'area/script.ts'), `import glob from 'fast-glob';\n`);
    return definitionOf(join(folder, 'area/script.ts'))['package fast-glob'];
  });
  const { packages } = JSON.parse(readFileSync(join(HOME, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string }>;
  };
  const version = packages['node_modules/fast-glob']?.version ?? 'none';
  assert.match(glob ?? '', new RegExp(`^${version.replaceAll('.', '\\.')} [0-9a-f]{32}$`));
});

test('a package that no lock file knows says so', async () => {
  const found = await withFolder(async (folder) => {
    mkdirSync(join(folder, 'area'));
    writeFileSync(
      join(folder, 'area/script.ts'),
      `import a from 'no-such-package/part';\nimport b from '@scope/none/part';\nimport { join } from 'node:path';\n`,
    );
    return definitionOf(join(folder, 'area/script.ts'));
  });
  assert.equal(
    Object.keys(found).filter((name) => name.startsWith('package')),
    ['package @scope/none', 'package no-such-package'],
  );
  assert.match(found['package no-such-package'] ?? '', /^not locked /);
});

test('every script of ours has a definition that names its task and nothing of the engine', () => {
  const found = definitionOf(join(HOME, 'scripts/docs/openapi.ts'));
  for (const name of [
    'scripts/docs/openapi.ts',
    'scripts/docs/_application.ts',
    'scripts/docs/_openapi/watch.py',
    'src/task/define.ts',
    'src/tools/python/python.ts',
  ]) {
    assert.match(found[name] ?? 'absent', /^[0-9a-f]{32}$/, name);
  }
  assert.equal(
    Object.keys(found).filter((name) => /^src\/(?:run|plan|report|command|main)/.test(name)),
    [],
  );
});

test.run();
