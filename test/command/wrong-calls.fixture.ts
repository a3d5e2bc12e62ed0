import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from './wrong.fixture.ts';

export interface Wrong {
  readonly files?: Files;
  readonly make?: (root: string) => void;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly code: 0 | 1 | 2 | 3;
  /** What is said, with the file and the line where there is one. */
  readonly says: RegExp;
  /** What to do about it. */
  readonly remedy: RegExp;
}

const yaml = (text: string): Files => ({ 'turnaround.yaml': text });
const empty = yaml('{}\n');

/** A call that is refused before anything begins: not even a journal is left behind. */
export const refusals: Record<string, Wrong> = {
  'YAML that is broken': {
    files: yaml('docs: docs\nlogs: [a\nchecklists: []\n'),
    args: ['status'],
    code: 2,
    says: /^turnaround\.yaml:[23]: not YAML: /,
    remedy: /mend the line/,
  },
  'the same key twice': {
    files: yaml('docs: a\n\ndocs: b\n'),
    args: ['status'],
    code: 2,
    says: /^turnaround\.yaml:3: not YAML: Map keys must be unique/,
    remedy: /mend the line/,
  },
  'a key that nobody knows': {
    files: yaml('docs: docs\napplicaton:\n  app: a:b\n'),
    args: ['status'],
    code: 2,
    says: /^turnaround\.yaml:2: unknown key `applicaton`/,
    remedy: /did you mean `application`/,
  },
  'a key in a key that nobody knows': {
    files: yaml('logs:\n  days: 3\n  folder: [x]\n'),
    args: ['status'],
    code: 2,
    says: /^turnaround\.yaml:3: unknown key `folder` in `logs`/,
    remedy: /did you mean `folders`/,
  },
  'a value of the wrong type': {
    files: yaml('logs:\n  folders: [a]\n  days: soon\n'),
    args: ['docs:openapi'],
    code: 2,
    says: /^turnaround\.yaml:3: `logs\.days` must be number/,
    remedy: /written within this many days/,
  },
  'an item of the wrong type': {
    files: yaml('logs:\n  folders:\n    - a\n    - 5\n'),
    args: ['docs:openapi'],
    code: 2,
    says: /^turnaround\.yaml:4: `logs\.folders\.1` must be string/,
    remedy: /./,
  },
  'a value out of range': {
    files: yaml('logs: { days: -1 }\n'),
    args: ['cleanup:all'],
    code: 2,
    says: /^turnaround\.yaml:1: `logs\.days` must be >= 0/,
    remedy: /written within/,
  },
  'a list where a mapping belongs': {
    files: yaml('- docs\n'),
    args: ['status'],
    code: 2,
    says: /^turnaround\.yaml:1: the file must be object/,
    remedy: /./,
  },
  'an application without its name': {
    files: yaml('docs: x\napplication:\n  folder: x\n'),
    args: ['status'],
    code: 2,
    says: /^turnaround\.yaml:2: `application` must have required property 'app'/,
    remedy: /as uvicorn takes it/,
  },
  'two databases': {
    files: yaml('database:\n  url: a\n  throw-away: b\n'),
    args: ['db:vacuum'],
    code: 2,
    says: /^turnaround\.yaml:1: `database` must NOT have more than 1/,
    remedy: /./,
  },
  'settings that are a folder': {
    make: (root) => mkdirSync(join(root, 'turnaround.yaml')),
    args: ['status'],
    code: 2,
    says: /cannot read turnaround\.yaml/,
    remedy: /make it a readable file/,
  },
  'docs that lead outside': {
    files: yaml('logs: {}\ndocs: ../outside\n'),
    args: ['docs:openapi'],
    code: 2,
    says: /^turnaround\.yaml:2: `docs` leads out of the workspace: \.\.\/outside/,
    remedy: /name a folder inside/,
  },
  'an application that lies outside': {
    files: yaml('application:\n  app: a:b\n  folder: /etc\n'),
    args: ['docs:openapi'],
    code: 2,
    says: /^turnaround\.yaml:3: `application\.folder` leads out/,
    remedy: /name a folder inside/,
  },
  'logs that lie outside': {
    files: yaml('logs:\n  folders:\n    - logs\n    - ../../var\n'),
    args: ['cleanup:logs'],
    code: 2,
    says: /^turnaround\.yaml:4: `logs\.folders\.1` leads out/,
    remedy: /name a folder inside/,
  },
  'a throw-away database that lies outside': {
    files: yaml('database: { throw-away: ../sql }\n'),
    args: ['db:vacuum'],
    code: 2,
    says: /^turnaround\.yaml:1: `database\.throw-away` leads out/,
    remedy: /name a folder inside/,
  },
  'a checklist that is not there': {
    files: yaml('docs: x\nchecklists:\n  - NOPE.md\n'),
    args: ['tick'],
    code: 2,
    says: /turnaround\.yaml:3: .*NOPE\.md/,
    remedy: /correct `checklists`/,
  },
  'tick without a checklist': {
    files: empty,
    args: ['tick'],
    code: 2,
    says: /names no checklist/,
    remedy: /`checklists:` in turnaround\.yaml/,
  },
  'a workspace that does not exist': {
    args: ['status', '--workspace', './nowhere'],
    code: 2,
    says: /^the workspace \.\/nowhere does not exist \(looked at \/.*\/nowhere\)/,
    remedy: /--workspace or WORKSPACE/,
  },
  'a workspace that is a file': {
    files: { note: 'x' },
    args: ['status', 'WORKSPACE=note'],
    code: 2,
    says: /^the workspace note is a file/,
    remedy: /folder that it stands in/,
  },
  'no workspace at all': {
    args: ['status'],
    code: 2,
    says: /^no workspace here/,
    remedy: /--workspace folder, or WORKSPACE=folder/,
  },
  'a task of a near name': {
    files: empty,
    args: ['docs:opnapi'],
    code: 2,
    says: /^no task is called docs:opnapi/,
    remedy: /did you mean docs:openapi\?/,
  },
  'a command of a near name': {
    files: empty,
    args: ['stauts'],
    code: 2,
    says: /is called stauts/,
    remedy: /did you mean status\?/,
  },
  'a task of no known name': {
    files: empty,
    args: ['make:coffee'],
    code: 2,
    says: /is called make:coffee/,
    remedy: /\.\/task (?:list|--help)/,
  },
  'a name that every object has': {
    files: empty,
    args: ['constructor'],
    code: 2,
    says: /is called constructor/,
    remedy: /\.\/task /,
  },
  '--only with a typo': {
    files: empty,
    args: ['all', '--only', 'cleanup:logs,docs:opnapi'],
    code: 2,
    says: /^--only: no task is called docs:opnapi/,
    remedy: /did you mean docs:openapi\?/,
  },
  '--only from another area': {
    files: empty,
    args: ['docs:all', '--only', 'cleanup:logs'],
    code: 2,
    says: /^--only cleanup:logs is not part of docs:all/,
    remedy: /\.\/task cleanup:logs/,
  },
  '--only with nothing': {
    files: empty,
    args: ['all', '--only'],
    code: 2,
    says: /'--only <value>' argument missing/,
    remedy: /--only A,B/,
  },
  '--from with a typo': {
    files: empty,
    args: ['all', '--from', 'db:vacum'],
    code: 2,
    says: /^--from: no task is called db:vacum/,
    remedy: /did you mean db:vacuum\?/,
  },
  'why with a typo': {
    files: empty,
    args: ['why', 'docs:opnapi'],
    code: 2,
    says: /^no task is called docs:opnapi/,
    remedy: /did you mean docs:openapi\?/,
  },
  'plan with a typo': {
    files: empty,
    args: ['plan', 'docs:opnapi'],
    code: 2,
    says: /^no task is called docs:opnapi/,
    remedy: /did you mean docs:openapi\?/,
  },
  'a flag that nobody knows': {
    files: empty,
    args: ['all', '--dryrun'],
    code: 2,
    says: /Unknown option '--dryrun'/,
    remedy: /did you mean --dry-run\?/,
  },
  'a value for a flag that takes none': {
    files: empty,
    args: ['all', '--force=yes'],
    code: 2,
    says: /--force/,
    remedy: /./,
  },
  'a flag whose dashes were forgotten': {
    files: empty,
    args: ['cleanup:all', 'dry-run'],
    code: 2,
    says: /dry-run/,
    remedy: /--dry-run|\.\/task/,
  },
  'a word too many': {
    files: empty,
    args: ['status', 'docs:openapi'],
    code: 2,
    says: /docs:openapi/,
    remedy: /\.\/task/,
  },
  '--jobs 0': { files: empty, args: ['all', '--jobs', '0'], code: 2, says: /^--jobs 0 is not/, remedy: /from 1 on/ },
  '--jobs 1.5': {
    files: empty,
    args: ['all', '--jobs=1.5'],
    code: 2,
    says: /^--jobs 1\.5 is not/,
    remedy: /from 1 on/,
  },
  'new without a name': { files: empty, args: ['new'], code: 2, says: /^no name was given/, remedy: /area:name/ },
  'new with a bad name': {
    files: empty,
    args: ['new', 'docs:Links!'],
    code: 2,
    says: /^docs:Links! is not a task's name/,
    remedy: /areas: docs, /,
  },
  'new with a path for a name': {
    files: empty,
    args: ['new', 'docs:../../x'],
    code: 2,
    says: /is not a task's name/,
    remedy: /areas: docs, /,
  },
  'new in an area that does not exist': {
    files: empty,
    args: ['new', 'doc:links'],
    code: 2,
    says: /^doc:links is not a task's name/,
    remedy: /areas: docs, /,
  },
  'new over a file that exists': {
    files: empty,
    args: ['new', 'docs:openapi'],
    code: 2,
    says: /^scripts\/docs\/openapi\.ts exists/,
    remedy: /another name/,
  },
  'undo of a run that never was': {
    files: empty,
    args: ['undo', '20200101T000000-abcdef'],
    code: 2,
    says: /^no run is called 20200101T000000-abcdef/,
    remedy: /\.\/task undo/,
  },
  'undo of two runs': {
    files: empty,
    args: ['undo', 'a', 'b'],
    code: 2,
    says: /^undo takes one (?:run|word)/,
    remedy: /\.\/task undo/,
  },
  'purge of a run that never was': {
    files: empty,
    args: ['purge', 'nope'],
    code: 2,
    says: /^no run nope is in the quarantine/,
    remedy: /purge --dry-run/,
  },
  'a state folder that is a file': {
    files: { ...empty, '.turnaround': 'mine' },
    args: ['cleanup:logs'],
    code: 2,
    says: /state folder \/.*\/\.turnaround cannot be written/,
    remedy: /TURNAROUND_STATE=/,
  },
  'a state folder below a file': {
    files: { ...empty, file: 'mine' },
    args: ['cleanup:logs'],
    env: { TURNAROUND_STATE: 'file/state' },
    code: 2,
    says: /state folder \/.*\/file\/state cannot be written/,
    remedy: /TURNAROUND_STATE=/,
  },
};

/** Work that began and could not end well: the journal knows it, the workspace is as it was. */
export const failures: Record<string, Wrong> = {
  'no interpreter': {
    files: yaml('application:\n  app: m:app\n  python: /nowhere/python\n'),
    args: ['docs:openapi'],
    code: 3,
    says: /no interpreter can import FastAPI: \/nowhere\/python/,
    remedy: /`?application\.python`?/,
  },
  'a DATABASE_URL that cannot be read': {
    files: empty,
    args: ['db:vacuum'],
    env: { DATABASE_URL: '::nonsense' },
    code: 1,
    says: /DATABASE_URL: it is not of the form postgresql:/,
    remedy: /→ write it as postgresql:/,
  },
  'a database that does not answer': {
    files: empty,
    args: ['db:vacuum'],
    env: { DATABASE_URL: 'postgresql://me:hidden99@127.0.0.1:1/shop' },
    code: 3,
    says: /postgresql:\/\/me@127\.0\.0\.1:1\/shop cannot be reached: nothing listens/,
    remedy: /start PostgreSQL there, or correct the address/,
  },
  'a database that is MySQL': {
    files: empty,
    args: ['db:vacuum'],
    env: { DATABASE_URL: 'mysql://me:hidden99@localhost/shop' },
    code: 0,
    says: /not-applicable: .*mysql, not PostgreSQL/,
    remedy: /not PostgreSQL/,
  },
  'a database that is SQLite': {
    files: empty,
    args: ['db:vacuum'],
    env: { DATABASE_URL: 'sqlite:///shop.db' },
    code: 0,
    says: /not-applicable: .*sqlite, not PostgreSQL/,
    remedy: /not PostgreSQL/,
  },
  'no database': {
    files: empty,
    args: ['db:vacuum'],
    code: 3,
    says: /no database is named/,
    remedy: /set DATABASE_URL, or database\.url in turnaround\.yaml/,
  },
  'a throw-away folder that is not there': {
    files: yaml('docs: x\ndatabase:\n  throw-away: sql\n'),
    args: ['db:vacuum'],
    code: 1,
    says: /✖ db:vacuum: turnaround\.yaml:?3?: .*sql/,
    remedy: /→ .*throw-away/,
  },
};

const app = 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/")\ndef root(): return 1\n';
const named = (python: string): Files => yaml(`application:\n  app: m:app\n  python: ${python}\n`);

/** The same with an interpreter that has FastAPI. */
export const imports: Record<string, (python: string) => Wrong> = {
  'an application that exits at import': (python) => ({
    files: { ...named(python), 'm.py': 'import sys\n\nsys.exit(3)\n' },
    args: ['docs:openapi'],
    code: 1,
    says: /✖ docs:openapi: m\.py:3: .*ends its process at import with code 3/,
    remedy: /→ raise an error/,
  }),
  'an application that ends its process': (python) => ({
    files: { ...named(python), 'm.py': 'import os\nos._exit(3)\n' },
    args: ['docs:openapi'],
    code: 1,
    says: /✖ docs:openapi: m:app ended the interpreter .*3\)/,
    remedy: /→ ./,
  }),
  'an application that raises': (python) => ({
    files: { ...named(python), 'm.py': 'x = 1\nraise ValueError("no key")\n' },
    args: ['docs:openapi'],
    code: 1,
    says: /✖ docs:openapi: m\.py:2: .*no key/,
    remedy: /→ ./,
  }),
  'an application that is not Python': (python) => ({
    files: { ...named(python), 'm.py': 'x = 1\ndef x(:\n' },
    args: ['docs:openapi'],
    code: 1,
    says: /✖ docs:openapi: m\.py:2: .*SyntaxError/,
    remedy: /→ .*mend it/,
  }),
  'a module that is not there': (python) => ({
    files: named(python),
    args: ['docs:openapi'],
    code: 1,
    says: /No module named 'm'/,
    remedy: /→ there is no m\.py and no package m/,
  }),
  'an attribute that is not there': (python) => ({
    files: { ...named(python), 'm.py': 'x = 1\n' },
    args: ['docs:openapi'],
    code: 1,
    says: /m has no 'app'/,
    remedy: /→ name the one that is meant/,
  }),
  'an application folder that is not there': (python) => ({
    files: yaml(`application:\n  app: m:app\n  folder: nowhere\n  python: ${python}\n`),
    args: ['docs:openapi'],
    code: 1,
    says: /nowhere/,
    remedy: /→ .*application\.folder/,
  }),
  'docs that lead outside by a link': (python) => ({
    files: { ...named(python), 'm.py': app },
    make: (root) => (mkdirSync(join(root, '../outside')), symlinkSync('../outside', join(root, 'docs'))),
    args: ['docs:openapi'],
    code: 1,
    says: /✖ docs:openapi: docs\/openapi\.json leads out of the workspace through a link/,
    remedy: /→ name a path inside/,
  }),
  'docs that are a file': (python) => ({
    files: { ...named(python), 'm.py': app, docs: 'mine' },
    args: ['docs:openapi'],
    code: 1,
    says: /✖ docs:openapi: .*docs.*(?:is a file|is not a folder)/,
    remedy: /→ ./,
  }),
  "a document that is somebody else's": (python) => ({
    files: { ...named(python), 'm.py': app, 'docs/openapi.json': '{}\n' },
    args: ['docs:openapi'],
    code: 1,
    says: /✖ docs:openapi: docs\/openapi\.json.* is not as this tool wrote it/,
    remedy: /→ move it away, or .*--force/,
  }),
};
