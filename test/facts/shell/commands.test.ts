import { moved } from '../../../src/facts/extract/shell/_run.ts';
import { commandsIn } from '../../../src/facts/shell/commands.ts';
import type { Dialect } from '../../../src/facts/shell/filled-in.ts';
import { assert, suite } from '../../harness.ts';

const test = suite('shell commands');

/** Line, folder and words of each command: `2 web: npm|ci`, with `?` for a folder that only a run tells. */
function read(text: string, dialect: Dialect = 'shell'): string[] {
  return commandsIn(text, dialect, { folder: '', enter: moved }).map(
    ({ line, folder, words, foreseen }) =>
      `${line + 1} ${folder === '' ? '.' : (folder ?? '?')}: ${words.join('|')}${foreseen ? ' foreseen' : ''}`,
  );
}

const texts = (text: string): string[] =>
  commandsIn(text, 'shell', { folder: '', enter: moved }).map((one) => one.text);

test('what $(…) captures runs in a shell of its own', () => {
  assert.equal(read('X=$(cd web; npm ci)\nls'), [
    '1 .: X=$(cd web; npm ci)',
    '1 .: cd|web',
    '1 web: npm|ci',
    '2 .: ls',
  ]);
  assert.equal(read('echo "a `cd web && pwd`" <(cd api && ls)'), [
    '1 .: echo|a `cd web && pwd`|<(cd api && ls)',
    '1 .: cd|web',
    '1 web: pwd',
    '1 .: cd|api',
    '1 api: ls',
  ]);
  assert.equal(read('for x in $(git tag); do echo "$x"; done').slice(0, 1), ['1 .: git|tag']);
});

test('quotes within quotes', () => {
  assert.equal(read(`bash -lc "cd web && sh -c 'npm run \\"a b\\"' && npm ci"; ls`), [
    '1 .: cd|web',
    '1 web: npm|run|a b',
    '1 web: npm|ci',
    '1 .: ls',
  ]);
  assert.equal(read(`sudo env A=1 sh -e -c "npm $(ls) ci"`), ['1 .: npm|$(ls)|ci', '1 .: ls']);
  assert.equal(read(`A="x y"\\ z 'it'"'"'s' $'a\\tb' "a\\"b"`), ['1 .: A=x y z|it\'s|a\tb|a"b']);
});

test('the body of a here-document contains no commands', () => {
  assert.equal(read('cat <<EOF > f && npm ci\nnpm test $(rm -rf /)\nEOF\nnpm run a <<-"B"\n\tX\n\tB\nls'), [
    '1 .: cat',
    '1 .: npm|ci',
    '4 .: npm|run|a',
    '7 .: ls',
  ]);
});

test('after a block that changes the folder, the folder is unknown', () => {
  assert.equal(read('if [ -f a ]; then cd web; npm ci; elif x; then y; else z; fi; ls'), [
    '1 .: cd|web',
    '1 web: npm|ci',
    '1 .: x',
    '1 .: y',
    '1 .: z',
    '1 ?: ls',
  ]);
  assert.equal(read('case $x in\n  a|b) npm ci;;\n  c)\n    npm test ;;\n  *) exit 1\nesac\nls'), [
    '2 .: npm|ci',
    '4 .: npm|test',
    '5 .: exit|1',
    '7 .: ls',
  ]);
  assert.equal(read('while read x; do cd "$x"; npm ci; done < list\nls'), [
    '1 .: read|x',
    '1 .: cd|$x',
    '1 ?: npm|ci',
    '2 ?: ls',
  ]);
});

test('the body of a function runs where it is called, and only a call changes the folder', () => {
  assert.equal(read('go() {\n  cd web\n  npm ci\n}\nls\ngo && npm test'), [
    '2 .: cd|web',
    '3 web: npm|ci',
    '5 .: ls',
    '6 .: go',
    '6 ?: npm|test',
  ]);
  assert.equal(read('function f { npm ci; }\nf\nls'), ['1 .: npm|ci', '2 .: f', '3 .: ls']);
});

test('the folder that a command runs in', () => {
  assert.equal(read('(cd a && npm ci) && cd b && ls &\nls | cd c\npushd d; popd; ls; cd e; cd -; ls; cd; ls'), [
    '1 .: cd|a',
    '1 a: npm|ci',
    '1 .: cd|b',
    '1 b: ls',
    '2 .: ls',
    '2 .: cd|c',
    '3 .: pushd|d',
    '3 d: popd',
    '3 .: ls',
    '3 .: cd|e',
    '3 e: cd|-',
    '3 .: ls',
    '3 .: cd',
    '3 ?: ls',
  ]);
  assert.equal(read('cd a || exit 1\nls\ncd b || cd c\nls'), [
    '1 .: cd|a',
    '1 .: exit|1',
    '2 a: ls',
    '3 a: cd|b foreseen',
    '3 a: cd|c',
    '4 ?: ls',
  ]);
});

test('whether the failure of a command is ignored', () => {
  const foreseen = (text: string): string[] => read(text).flatMap((one) => /: (.*) foreseen$/.exec(one)?.[1] ?? []);
  assert.equal(foreseen('a && b || true\nc || exit 1\nd || { echo x; exit 2; }\ne || exit 0'), ['a', 'b', 'e']);
  assert.equal(foreseen('{ a; b; } || echo none\nX=$(c || true)\nd; e | f || :'), ['a', 'b', 'c', 'e', 'f']);
});

test('tests, lists and comments are not commands', () => {
  assert.equal(read('[ -f a ] && test -d "$(pwd)"; [[ -n $x ]]; (( x++ )); A=(./a.sh $(ls)) # npm ci\n# npm test'), [
    '1 .: pwd',
    '1 .: ls',
  ]);
  const [only] = commandsIn('[[ -f ./a ]] && [ -d b ] && ls', 'shell', { folder: '', enter: moved });
  assert.equal([only?.guarded.has('a'), only?.guarded.has('b')], [true, true]);
});

test('joined lines are one command', () => {
  assert.equal(texts('docker build \\\n  -t x \\\n  . > log 2>&1\npsql -c "\n  a\n" && ls'), [
    'docker build -t x . > log 2>&1',
    'psql -c " a "',
    'ls',
  ]);
  assert.equal(read('docker build \\\n  -t x \\\n  .\npsql -c "\n  a\n" && ls\n# x \\\nls &&\nls'), [
    '1 .: docker|build|-t|x|.',
    '4 .: psql|-c|\n  a\n',
    '4 .: ls',
    '8 .: ls',
    '9 .: ls',
  ]);
});

test('an expression of another program is a part of a word', () => {
  assert.equal(read(`docker tag a \${{ inputs.tag || 'x' }} {{ .Values.a | quote }}`), [
    `1 .: docker|tag|a|\${{ inputs.tag || 'x' }}|{{ .Values.a | quote }}`,
  ]);
  assert.equal(read('$(MAKE) -C $(shell ls $(A)) && X=$$(cd web; npm ci) && echo $$X $${Y:-a b} $@', 'make'), [
    '1 .: $(MAKE)|-C|$(shell ls $(A))',
    '1 .: X=$$(cd web; npm ci)',
    '1 .: cd|web',
    '1 web: npm|ci',
    '1 .: echo|$$X|$${Y:-a b}|$@',
  ]);
  assert.equal(read('docker run -e KEY=<your key> image\npsql <a.sql', 'document'), [
    '1 .: docker|run|-e|KEY=<your key>|image',
    '2 .: psql',
  ]);
});

test('files that commands and blocks write', () => {
  const written = (text: string): string =>
    commandsIn(text, 'shell', { folder: '', enter: moved })
      .flatMap(({ writes }) => writes)
      .join(' ');
  assert.is(written('a > b 2> c >> "d e"; { f; g; } > "$H/i"; j >&2 &> k'), 'b d e $H/i');
});

test('a syntax error hides nothing before or after it', () => {
  assert.equal(read('npm ci\necho "open\nnpm test\ncd web && npm run a'), [
    '1 .: npm|ci',
    '2 .: echo|open',
    '3 .: npm|test',
    '4 .: cd|web',
    '4 web: npm|run|a',
  ]);
  assert.equal(read('if [ -f a ]; then npm ci\nls'), ['1 .: npm|ci', '2 .: ls']);
  assert.equal(read('fi\n|| npm ci\ndone; npm test\n)\nls'), ['2 .: npm|ci', '3 .: npm|test', '5 .: ls']);
  assert.equal(read('npm run dev (in another window)\nls'), ['1 .: npm|run|dev', '2 .: ls']);
  assert.equal(read('for (x in y) { npm ci }\ncat <<E\nnpm ci\nE\n((('), ['1 .: npm|ci|}', '2 .: cat']);
  assert.equal(read(`sh -c 'fi; npm ci'`), ['1 .: npm|ci']);
  // A line that the parser does not understand is kept as it is.
  assert.equal(read('npm ci\n]] npm test\nls'), ['1 .: npm|ci', '2 .: ]]|npm|test', '3 .: ls']);
});

test('after many syntax errors each line is parsed alone', () => {
  for (const lines of [200, 201]) {
    const noise = "it's(a)\n".repeat(lines);
    const last = read(`${noise}cd docs && make html\nls`).slice(-3);
    assert.equal(last, [`${lines + 1} .: cd|docs`, `${lines + 1} docs: make|html`, `${lines + 2} docs: ls`]);
  }
});

test('text that nobody types is skipped in little time', () => {
  assert.equal(read(`${'x '.repeat(2000)}\nnpm ci`), ['2 .: npm|ci']);
  assert.equal(read('$(a '.repeat(900)).length < 20, true);
  const begin = Date.now();
  assert.equal(read(`npm ci\necho ${'$((\n'.repeat(20_000)}`)[0], '1 .: npm|ci');
  assert.ok(Date.now() - begin < 5000);
  assert.equal(read('\uE000 && npm ci {{ a b }}'), ['1 .: \uE000', '1 .: npm|ci|{{|a|b|}}']);
});

test.run();
