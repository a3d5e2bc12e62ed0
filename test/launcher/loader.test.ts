import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOME } from '../../src/workspace/locate.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';

const test = suite('loader');

/** A clone of two files, and what its program says. */
async function within(body: (clone: string, run: (...words: string[]) => string) => void): Promise<void> {
  await withFolder(async (folder) => {
    const clone = join(folder, "a b#%20'$c");
    mkdirSync(join(clone, 'src/sub'), { recursive: true });
    copyFileSync(join(HOME, 'src/loader.js'), join(clone, 'src/loader.js'));
    symlinkSync(join(HOME, 'node_modules'), join(clone, 'node_modules'));
    writeFileSync(join(clone, 'package.json'), '{"type":"module"}');
    writeFileSync(join(clone, 'src/main.ts'), "import { said } from './sub/said.ts';\nconsole.log(said);\n");
    say(clone, "'one'");
    body(clone, (...words) => {
      const args = [...words, '--import', './src/loader.js', 'src/main.ts'];
      const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: clone, encoding: 'utf8' });
      return stdout + stderr;
    });
  });
}

function say(clone: string, text: string): void {
  writeFileSync(
    join(clone, 'src/sub/said.ts'),
    `interface Gone {\n  of: string;\n}\nexport const said: unknown = ${text};\n`,
  );
}

const kept = (clone: string): string[] => readdirSync(join(clone, '.scratch/transpiled')).toSorted();

test('a file is transpiled once, and again when it was edited', () =>
  within((clone, run) => {
    assert.is(run(), 'one\n');
    assert.equal(kept(clone), ['src+main.ts.js', 'src+sub+said.ts.js']);
    const path = join(clone, '.scratch/transpiled/src+sub+said.ts.js');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace("'one'", "'kept'").replace('"one"', '"kept"'));
    assert.is(run(), 'kept\n');
    say(clone, "'two'");
    assert.is(run(), 'two\n');
  }));

test('what was cut short is made anew', () =>
  within((clone, run) => {
    run();
    const path = join(clone, '.scratch/transpiled/src+sub+said.ts.js');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.slice(0, text.indexOf('\n') + 1));
    assert.is(run(), 'one\n');
    assert.is(readFileSync(path, 'utf8'), text);
  }));

test('what lies outside of the clone runs, and is not kept in it', () =>
  within((clone, run) => {
    writeFileSync(join(clone, '../outside.ts'), "export const said: string = 'outside';\n");
    writeFileSync(join(clone, 'src/main.ts'), "import { said } from '../../outside.ts';\nconsole.log(said);\n");
    assert.is(run(), 'outside\n');
    assert.equal(kept(clone), ['src+main.ts.js']);
  }));

test('where nothing can be kept it starts all the same', () =>
  within((clone, run) => {
    writeFileSync(join(clone, '.scratch'), 'a file');
    assert.is(run(), 'one\n');
    chmodSync(join(clone, '.scratch'), 0o000);
    assert.is(run(), 'one\n');
  }));

test('a mistake in a file is told with its line, and where one is thrown as well when asked for', () =>
  within((clone, run) => {
    say(clone, "(() => { throw new Error('here'); })()");
    assert.match(run('--enable-source-maps'), /Error: here\n.*src\/sub\/said\.ts:4:/s);
    say(clone, '= 1');
    assert.match(run(), /said\.ts:4:\d+: ERROR/);
  }));

test.run();
