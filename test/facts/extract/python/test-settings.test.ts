import { testSettings } from '../../../../src/facts/extract/python/test-settings.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('extract test-settings');

const read = (path: string, text: string): string[] => factsOf(testSettings, path, text);

const SETTINGS = `testpaths = tests "more tests"
    e2e
# a comment
python_files = test_*.py
addopts =
    -v
    --cov=server

    --cov-fail-under=80
markers =
    unit: Unit tests
    needs(what): needs it
filterwarnings =
    ignore::DeprecationWarning
`;

const IN_FORCE = [
  'test.folder tests @2 {"by":"pytest"}',
  'test.folder more tests @2 {"by":"pytest"}',
  'test.folder e2e @3 {"by":"pytest"}',
];
const MARKERS = ['test.marker unit @12', 'test.marker needs @13'];

test('a section that pytest reads', () => {
  for (const [path, section] of [
    ['pytest.ini', 'pytest'],
    ['backend/.pytest.ini', 'pytest'],
    ['tox.ini', 'pytest'],
    ['setup.cfg', 'tool:pytest'],
  ] as const)
    assert.equal(
      read(path, `[${section}]\n${SETTINGS}`),
      [
        `test.settings ${section} @1 {"tool":"pytest"}`,
        ...IN_FORCE,
        `gate.coverage 80 @10 {"by":"${section}"}`,
        ...MARKERS,
      ],
      path,
    );
});

test('a section that pytest does not read holds no gate and names no folder', () => {
  const why = 'pytest reads `[tool:pytest]` in setup.cfg only: in pytest.ini it is `[pytest]`';
  assert.equal(read('pytest.ini', `\n[tool:pytest]\n${SETTINGS}`), [
    `test.settings tool:pytest @2 {"tool":"pytest","inForce":false,"because":"${why}"}`,
    `gate.coverage 80 @11 {"by":"tool:pytest","inForce":false,"because":"${why}"}`,
  ]);
  assert.match(
    read('tox.ini', '[tool:pytest]\ntestpaths = a\n').join('\n'),
    /^test\.settings tool:pytest @1 .*in tox\.ini it is `\[pytest\]`"}$/,
  );
  assert.match(
    read('setup.cfg', '[pytest]\ntestpaths = a\n').join('\n'),
    /^test\.settings pytest @1 .*refuses `\[pytest\]` in setup\.cfg/,
  );
});

test('a gate of pytest that nothing measures', () => {
  const [, gate] = read('pytest.ini', '[pytest]\naddopts = -q --cov-report=xml --cov-fail-under 75\n');
  assert.match(gate ?? '', /^gate\.coverage 75 @2 \{"by":"pytest","inForce":false,"because":"there is no `--cov`/);
});

test('the gate of coverage, where it is read and where it is not', () => {
  assert.equal(read('.coveragerc', '[run]\nsource = app\n[report]\nshow_missing: true\nfail_under: 87.5\n'), [
    'test.settings report @3 {"tool":"coverage"}',
    'gate.coverage 87.5 @5 {"by":"report"}',
  ]);
  for (const path of ['setup.cfg', 'tox.ini', '.coveragerc'])
    assert.equal(read(path, '[coverage:report]\nfail_under = 80\n'), [
      'test.settings coverage:report @1 {"tool":"coverage"}',
      'gate.coverage 80 @2 {"by":"coverage:report"}',
    ]);
  assert.equal(read('setup.cfg', '[report]\nfail_under =\n    80\n'), [
    'gate.coverage 80 @3 {"by":"report","inForce":false,"because":"coverage reads `[report]` in .coveragerc only: in setup.cfg it is `[coverage:report]`"}',
  ]);
  assert.equal(read('pytest.ini', '[coverage:report]\nfail_under = 80\n'), [
    'test.settings coverage:report @1 {"tool":"coverage","inForce":false,"because":"coverage does not read pytest.ini"}',
    'gate.coverage 80 @2 {"by":"coverage:report","inForce":false,"because":"coverage does not read pytest.ini"}',
  ]);
});

test('other sections, placeholders and an empty file state nothing', () => {
  assert.equal(read('setup.cfg', ''), []);
  assert.equal(
    read('setup.cfg', '; c\n[metadata]\nname = x\n[flake8]\nmax-line-length = 100\n[report]\nother = 1\n'),
    [],
  );
  assert.equal(read('.coveragerc', '[report]\nfail_under = {{ gate }}\n').length, 1);
  assert.equal(read('pytest.ini', '[pytest]\ntestpaths = {{tests}}\n').length, 1);
});

test('what is not INI is refused, with its line', () => {
  assert.is(
    refused(testSettings, 'pytest.ini', '# c\ntestpaths = a\n'),
    '2: is not INI: there is no section above this line',
  );
  assert.is(refused(testSettings, 'pytest.ini', '[pytest]\nhello\n'), '2: is not INI: this line has no `=`');
  assert.is(refused(testSettings, 'tox.ini', '[a]\nb = 1\n[pytest\n'), '3: has a section whose bracket is not closed');
});

test('a hostile file takes no time', () => {
  const started = performance.now();
  for (const text of [
    '[pytest]\naddopts =' + ' --cov-fail-under'.repeat(60_000),
    '[pytest]\naddopts = ' + '"'.repeat(1_000_000),
    '['.repeat(1_000_000),
    '[a]\n b = 1\n'.repeat(90_000),
    ' '.repeat(1_000_000),
  ])
    refused(testSettings, 'pytest.ini', text);
  assert.ok(performance.now() - started < 60_000, String(performance.now() - started));
});

test.run();
