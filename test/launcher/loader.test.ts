import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HOME } from '../../src/workspace/locate.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';

const test = suite('loader');

/** A clone of two files, and what its program says. */
async function within(
  body: (clone: string, run: (...words: string[]) => string, cache: string) => void,
): Promise<void> {
  await withFolder(async (folder) => {
    const clone = join(folder, "a b#%20'$c");
    mkdirSync(join(clone, 'src/sub'), { recursive: true });
    copyFileSync(join(HOME, 'src/loader.cjs'), join(clone, 'src/loader.cjs'));
    symlinkSync(join(HOME, 'node_modules'), join(clone, 'node_modules'));
    writeFileSync(join(clone, 'package.json'), '{"type":"module"}');
    writeFileSync(join(clone, 'src/main.ts'), "import { said } from './sub/said.ts';\nconsole.log(said);\n");
    say(clone, "'one'");
    const cache = join(folder, 'cache');
    const run = (...words: string[]): string => {
      const args = [...words, 'src/loader.cjs', 'src/main.ts', 'a b', '--flag'];
      const env = { ...process.env, XDG_CACHE_HOME: cache };
      const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: clone, env, encoding: 'utf8' });
      return stdout + stderr;
    };
    body(clone, run, join(cache, 'turnaround/transpiled'));
  });
}

function say(clone: string, text: string): void {
  writeFileSync(
    join(clone, 'src/sub/said.ts'),
    `interface Gone {\n  of: string;\n}\nexport const said: unknown = ${text};\n`,
  );
}

const kept = (clone: string): string[] => readdirSync(join(clone, '.scratch/transpiled')).toSorted();

function tagOf(...flags: string[]): string {
  const args = [...flags, '-p', 'require("node:v8").cachedDataVersionTag()'];
  return spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout;
}

/** What V8 compiled, by the folder of its version and flags. */
const compiled = (clone: string): string[] =>
  readdirSync(join(clone, '.scratch/compiled'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();

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

test('what V8 compiled is kept by its flags, and never taken for another text', () =>
  within((clone, run) => {
    assert.is(run(), 'one\n');
    assert.equal(
      compiled(clone).map((path) => basename(path)),
      ['src+main.ts', 'src+sub+said.ts'],
    );
    const said = compiled(clone)[1] ?? '';
    const before = statSync(said).ino;
    assert.is(run(), 'one\n');
    assert.is(statSync(said).ino, before, 'it was not written again');
    // V8 itself compares the length of the text alone.
    say(clone, "'two'");
    assert.is(run(), 'two\n');
    assert.is.not(statSync(said).ino, before);
    assert.is(run('--max-semi-space-size=4'), 'two\n');
    // Which flags count is for each V8 to say.
    const tags = new Set([tagOf(), tagOf('--max-semi-space-size=4')]);
    assert.is(compiled(clone).length, 2 * tags.size);
    for (const path of compiled(clone)) writeFileSync(path, readFileSync(path).subarray(100));
    assert.is(run(), 'two\n', 'V8 refuses what is no code of its own');
    for (const path of compiled(clone)) writeFileSync(path, readFileSync(path).subarray(0, 100));
    assert.is(run(), 'two\n', 'cut short');
  }));

test('what another loader kept is not taken', () =>
  within((clone, run) => {
    run();
    const path = join(clone, '.scratch/transpiled/src+sub+said.ts.js');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"one"', '"older"'));
    assert.is(run(), 'older\n');
    const later = new Date(Date.now() + 5000);
    utimesSync(join(clone, 'src/loader.cjs'), later, later);
    assert.is(run(), 'one\n');
  }));

test('the program finds itself, its words, its folder and what it imports later, by any kind of address', () =>
  within((clone, run) => {
    writeFileSync(
      join(clone, 'src/main.ts'),
      `import { pathToFileURL } from 'node:url';
const here: ImportMeta = import.meta;
const said = async (from: string) => ((await import(from)) as { said: unknown }).said;
void (async () => {
  console.log(process.argv.slice(1).join(), here.filename === process.argv[1], here.url, here.dirname);
  console.log(await said('./sub/said.ts'), await said(pathToFileURL(here.dirname + '/sub/said.ts').href));
  console.log(typeof (await import('listr2')).Listr, typeof (await import('pg')).default.Client);
})();
`,
    );
    const main = join(clone, 'src/main.ts');
    assert.is(
      run('--disable-warning=ExperimentalWarning'),
      `${main},a b,--flag true ${pathToFileURL(main).href} ${join(clone, 'src')}\none one\nfunction function\n`,
    );
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

test('what lies outside of the clone is kept in the cache of the user, by its content, and not for ever', () =>
  within((clone, run, cache) => {
    const outside = join(clone, '../outside.ts');
    writeFileSync(outside, "export const said: string = 'outside';\n");
    writeFileSync(join(clone, 'src/main.ts'), "import { said } from '../../outside.ts';\nconsole.log(said);\n");
    assert.is(run(), 'outside\n');
    assert.equal(kept(clone), ['src+main.ts.js']);
    const [name = ''] = readdirSync(cache);
    const first = join(cache, name);
    writeFileSync(first, readFileSync(first, 'utf8').replace('"outside"', '"kept"'));
    assert.is(run(), 'kept\n');
    utimesSync(first, 1, 1);
    assert.is(run(), 'kept\n', 'it is removed when another is made');
    writeFileSync(outside, "export const said: string = 'edited';\n");
    assert.is(run(), 'edited\n');
    assert.is(readdirSync(cache).length, 1);
    assert.not.ok(existsSync(first));
    // Where nothing can be kept, it still runs.
    rmSync(join(cache, '..'), { recursive: true });
    writeFileSync(join(cache, '..'), 'a file');
    assert.is(run(), 'edited\n');
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
