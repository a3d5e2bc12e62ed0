import { pyproject } from '../../../../src/facts/extract/python/pyproject.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('extract pyproject');

const read = (text: string): string[] => factsOf(pyproject, 'backend/pyproject.toml', text);

const UV = `[project]
name = "app"
version = "0.1.0"
requires-python = ">=3.10,<4.0"
dependencies = [
    "fastapi[standard]<1.0.0,>=0.114.2",
    # "old==1",
    "Psycopg_Binary", 'tomli>=1; python_version < "3.11"',  # "a, ] comment"

    "own @ git+https://me:hunter2@example.org/own.git",
]

[project.optional-dependencies]
web = ["uvicorn[standard]>=0.24.0"]
all = ["app[web]"]

[project.scripts]
serve = "app.cli:main"

[dependency-groups]
dev = [
    "pytest<10.0.0,>=7.4.3",
    { include-group = "lint" },
    "coverage>=7",
]
lint = ["ruff"]

[tool.uv]
dev-dependencies = ["mypy"]

[tool.uv.sources]
own = { path = "../own", editable = true }
shared = { workspace = true }
far = { git = "https://me:hunter2@example.org/far.git" }

[tool.uv.workspace]
members = ["packages/*", "backend"]

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[tool.hatch.build.targets.wheel]
packages = ["app"]

[tool.pytest.ini_options]
testpaths = [
    "tests/unit",
    "tests/integration",
]
addopts = [
    "-v",
    "--cov=app",
    "--cov-fail-under=10",
]
markers = [
    "slow: takes long",
    "needs(what): needs it",
]

[tool.coverage.report]
show_missing = true
fail_under = 87.5
`;

test('a project of uv in full', () => {
  assert.equal(read(UV), [
    'package app @2 {"kind":"python"}',
    'version.python >=3.10,<4.0 @4 {"by":"requires-python"}',
    'dependency fastapi @6 {"kind":"python","version":"<1.0.0,>=0.114.2","extras":["standard"]}',
    'dependency psycopg-binary @8 {"kind":"python"}',
    'dependency tomli @8 {"kind":"python","version":">=1","marker":"python_version < \\"3.11\\""}',
    'dependency own @10 {"kind":"python","url":"git+https://me:…@example.org/own.git"}',
    'dependency uvicorn @14 {"kind":"python","version":">=0.24.0","extras":["standard"],"group":"web","optional":true}',
    'dependency app @15 {"kind":"python","extras":["web"],"group":"all","optional":true}',
    'package.script serve @18 {"by":"project.scripts","command":"app.cli:main"}',
    'dependency pytest @22 {"kind":"python","version":"<10.0.0,>=7.4.3","group":"dev","dev":true}',
    'dependency coverage @24 {"kind":"python","version":">=7","group":"dev","dev":true}',
    'dependency ruff @26 {"kind":"python","group":"lint","dev":true}',
    'dependency mypy @29 {"kind":"python","group":"dev","dev":true}',
    'package.member packages/* @37 {"by":"uv"}',
    'package.member backend @37 {"by":"uv"}',
    'build.backend hatchling.build @41',
    'test.folder tests/unit @48 {"by":"pytest"}',
    'test.folder tests/integration @49 {"by":"pytest"}',
    'gate.coverage 10 @54 {"by":"tool.pytest.ini_options"}',
    'test.marker slow @57',
    'test.marker needs @58',
    'gate.coverage 87.5 @63 {"by":"tool.coverage.report"}',
    'dependency.source own @32 {"by":"uv","path":"../own"}',
    'path.named ../own @32 {"by":"dependency","from":"file","package":"own"}',
    'dependency.source shared @33 {"by":"uv","workspace":true}',
    'dependency.source far @34 {"by":"uv","git":"https://me:…@example.org/far.git"}',
    'package.manager uv @29 {"by":"tool.uv"}',
  ]);
});

const POETRY = `[tool.poetry]
name = "shop"

[tool.poetry.dependencies]
python = "^3.11"
fastapi = "^0.115"
Uvicorn = { version = "^0.30", extras = ["standard"], optional = true }
shared = { path = "../shared", develop = true }
far = { git = "https://me:hunter2@example.org/far.git", branch = "main" }

[tool.poetry.dependencies.sqlalchemy]
version = "^2.0"
markers = "python_version > '3'"

[tool.poetry.dev-dependencies]
black = "*"

[tool.poetry.group.test.dependencies]
pytest = "^8"

[tool.poetry.scripts]
shop = "shop:main"

[build-system]
build-backend = "poetry.core.masonry.api"
`;

test('a project of poetry in full', () => {
  assert.equal(read(POETRY), [
    'package shop @2 {"kind":"python"}',
    'version.python ^3.11 @5 {"by":"poetry"}',
    'package.script shop @22 {"by":"tool.poetry.scripts","command":"shop:main"}',
    'build.backend poetry.core.masonry.api @25',
    'dependency fastapi @6 {"kind":"python","version":"^0.115"}',
    'dependency uvicorn @7 {"kind":"python","version":"^0.30","extras":["standard"],"optional":true}',
    'dependency shared @8 {"kind":"python"}',
    'path.named ../shared @8 {"by":"dependency","from":"file","package":"shared"}',
    'dependency far @9 {"kind":"python","url":"https://me:…@example.org/far.git"}',
    'dependency sqlalchemy @12 {"kind":"python","version":"^2.0","marker":"python_version > \'3\'"}',
    'dependency black @16 {"kind":"python","version":"*","group":"dev","dev":true}',
    'dependency pytest @19 {"kind":"python","version":"^8","group":"test","dev":true}',
    'package.manager poetry @2 {"by":"tool.poetry"}',
  ]);
});

test('pdm and hatch are at work where more than the build is set', () => {
  assert.equal(read('[tool.pdm.dev-dependencies]\nt = ["a>1"]\n[tool.pdm.scripts]\nrun = "uvicorn a:b"\n'), [
    'dependency a @2 {"kind":"python","version":">1","group":"t","dev":true}',
    'package.script run @4 {"by":"tool.pdm.scripts","command":"uvicorn a:b"}',
    'package.manager pdm @2 {"by":"tool.pdm"}',
  ]);
  assert.equal(read('[tool.hatch.envs.default]\npath = ".venv"\n'), ['package.manager hatch @2 {"by":"tool.hatch"}']);
  assert.equal(
    read('[tool.hatch.version]\npath = "a.py"\n[tool.pdm.build]\na = 1\n[tool.uv.build-backend]\na = 1\n'),
    [],
  );
});

test('options of pytest in one text; a gate that nothing measures is not in force', () => {
  const off = '"inForce":false,"because":"there is no `--cov` beside it: it applies only to commands with `--cov`"';
  assert.equal(read('[tool.pytest.ini_options]\naddopts = "-q --cov --cov-fail-under 80"\ntestpaths = "a b"\n'), [
    'gate.coverage 80 @2 {"by":"tool.pytest.ini_options"}',
    'test.folder a @3 {"by":"pytest"}',
    'test.folder b @3 {"by":"pytest"}',
  ]);
  assert.equal(read('[tool.pytest]\naddopts = ["--cov-report=html", "--cov-fail-under=80"]\n'), [
    `gate.coverage 80 @2 {"by":"tool.pytest",${off}}`,
  ]);
});

test('lines of lists that are written in odd ways', () => {
  assert.equal(
    read(
      '[project]\ndependencies = [ # here\n"a[b]>1", "c",\n\n# "x",\n"d"\n, "e" ]\n[dependency-groups]\n"dev" = [\n{include-group="a,b"}, "f",\n]\n',
    ),
    [
      'dependency a @3 {"kind":"python","version":">1","extras":["b"]}',
      'dependency c @3 {"kind":"python"}',
      'dependency d @6 {"kind":"python"}',
      'dependency e @7 {"kind":"python"}',
      'dependency f @10 {"kind":"python","group":"dev","dev":true}',
    ],
  );
});

test('values of the wrong kind, placeholders and an empty file state nothing', () => {
  for (const text of [
    '',
    '[project]\nname = 1\ndependencies = "a"\nrequires-python = [3]\n[project.scripts]\n',
    '[project]\nname = "{{ name }}"\ndependencies = ["{{ x }}==1", 7]\n',
    '[tool.pytest.ini_options]\naddopts = 5\ntestpaths = {}\n[tool.coverage.report]\nfail_under = "x"\n',
  ])
    assert.equal(
      read(text).filter((fact) => !fact.startsWith('dependency a ')),
      [],
      text,
    );
});

test('what is not TOML is refused, with its line', () => {
  assert.match(
    refused(pyproject, 'pyproject.toml', '[project]\nname = "a"\ndependencies = [\n  "x"\n'),
    /^5: is not TOML/,
  );
  assert.match(refused(pyproject, 'pyproject.toml', '[project]\nname = a b\n'), /^2: is not TOML/);
});

test('no secret of a script is shown', () => {
  const facts = factsOf(pyproject, 'pyproject.toml', '[tool.pdm.scripts]\nrun = "TOKEN=hunter2 x"\n').join('\n');
  assert.match(facts, /TOKEN=… x/);
  assert.not.match(facts, /hunter2/);
});

test('a hostile file takes no time', () => {
  const started = performance.now();
  for (const text of [
    '['.repeat(200_000),
    `a = ${'['.repeat(100_000)}`,
    `[project]\ndependencies = ["${'a.'.repeat(200_000)}"]\n`,
  ])
    refused(pyproject, 'pyproject.toml', text);
  assert.ok(performance.now() - started < 60_000, String(performance.now() - started));
});

test.run();
