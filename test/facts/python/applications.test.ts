import { mkdirSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { applicationsOf } from '../../../src/facts/python/applications.ts';
import { EXTRACTORS } from '../../../src/facts/extractors.ts';
import { readFacts } from '../../../src/facts/read-facts.ts';
import { assert, suite } from '../../harness.ts';
import { withFolder } from '../../try.ts';

const test = suite('applications');

/** What is found in a workspace of these files: one line an application, its surface below it. */
function found(files: Record<string, string>): Promise<string[]> {
  return withFolder(async (root) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const applications = applicationsOf(await readFacts(root, EXTRACTORS));
    return applications.flatMap(({ app, folder, file, line, starts, operations, open }) => [
      `${app} in ${folder || '.'} (${file}:${line})${starts.map((start) => ` by ${start.file}:${start.line}`).join('')}`,
      ...operations.map(
        (each) => `  ${each.method || each.kind} ${each.path} ${each.file}:${each.line}${each.hidden ? ' hidden' : ''}`,
      ),
      ...open.map((fact) => `  ? ${fact.file}:${fact.line}`),
    ]);
  });
}

const API = 'from fastapi import FastAPI, APIRouter\n';

test('of a package and a module of one name Python takes the package', async () => {
  const router = (path: string): string => `${API}router = APIRouter()\n@router.get("${path}")\ndef one(): ...\n`;
  assert.equal(
    await found({
      'app/__init__.py': '',
      'app/main.py': `${API}from app.health import router\nfrom .ready import router as ready\napp = FastAPI()\napp.include_router(router)\napp.include_router(ready)\n`,
      'app/health.py': router('/old'),
      'app/health/__init__.py': router('/health'),
      'app/ready.py': router('/old-too'),
      'app/ready/__init__.py': router('/ready'),
    }),
    [
      'app.main:app in . (app/main.py:4)',
      '  GET /health app/health/__init__.py:3',
      '  GET /ready app/ready/__init__.py:3',
    ],
  );
});

test('a module hands on a router, a function imports something else of that name, and a path is handed over', async () => {
  const files = {
    'app/__init__.py': '',
    'app/api/__init__.py': '',
    'app/routers/__init__.py': '',
    'app/api/budget.py': `${API}router = APIRouter(prefix="/budget")\n@router.get("/all")\ndef one(): ...\n`,
    'app/routers/budget.py': 'from app.api.budget import router\n__all__ = ["router"]\n',
    'core.py': 'budget = 1\n',
    'app/health.py': `${API}health = APIRouter()\n@health.get("/live")\ndef live(): ...\ndef setup(app, base="/v1"):\n    app.include_router(health, prefix=base)\n`,
  };
  const main = (call: string): string =>
    `${API}from app.routers import budget\nfrom app.health import setup\napp = FastAPI()\napp.include_router(budget.router)\n${call}\ndef later():\n    from core import budget\n    budget\n`;
  const expected = (path: string): string[] => [
    'app.main:app in . (app/main.py:4)',
    '  GET /budget/all app/api/budget.py:3',
    ...(path === '' ? ['  ? app/health.py:6'] : [`  GET ${path}/live app/health.py:3`]),
  ];
  for (const [call, path] of [
    ['setup(app)', '/v1'],
    ['setup(app, "/v2")', '/v2'],
    ['setup(app, base="/v3")', '/v3'],
    ['setup(app, base=version())', ''],
  ] as const)
    assert.equal(await found({ ...files, 'app/main.py': main(call) }), expected(path), call);
});

test('routes hang on a router of another file, and on what a function is handed', async () => {
  const main = (calls: string): string =>
    `${API}from app import routes\nfrom app.routes import register, Setup\nimport prometheus\ndef create_app() -> FastAPI:\n    app = FastAPI()\n${calls}    return app\n`;
  const routers = `${API}shared = APIRouter(prefix="/s")\n`;
  const users = 'from app.routers import shared\n@shared.get("/users")\ndef users(): ...\n';
  const routes = `from app.routers import shared\ndef register(application, *, prefix="/v1"):\n    application.include_router(shared, prefix="/v1")\n    more(application)\ndef more(app):\n    @app.post("/more")\n    def made(): ...\nclass Setup:\n    def go(self, app): ...\n`;
  const files = { 'app/__init__.py': '', 'app/routers.py': routers, 'app/users.py': users, 'app/routes.py': routes };
  assert.equal(await found({ ...files, 'app/main.py': main('    register(app)\n    prometheus.expose(app)\n') }), [
    'app.main:create_app() in . (app/main.py:5)',
    '  GET /v1/s/users app/users.py:2',
    '  POST /more app/routes.py:6',
  ]);
  assert.equal(await found({ ...files, 'app/main.py': main('    routes.register(application=app)\n') }), [
    'app.main:create_app() in . (app/main.py:5)',
    '  GET /v1/s/users app/users.py:2',
    '  POST /more app/routes.py:6',
  ]);
  // What a method of the workspace does with it is not followed, and said.
  assert.equal(await found({ ...files, 'app/main.py': main('    Setup.go(app)\n') }), [
    'app.main:create_app() in . (app/main.py:5)',
    '  ? app/main.py:7',
  ]);
});

test('routes are followed through packages, relative imports, prefixes and constants', async () => {
  assert.equal(
    await found({
      'backend/app/__init__.py': '',
      'backend/app/main.py': `${API}from app.api.main import api_router\nfrom app.core.config import settings\napp = FastAPI()\napp.include_router(api_router, prefix=settings.API_V1)\n`,
      'backend/app/core/__init__.py': '',
      'backend/app/core/config.py': 'class Settings(BaseSettings):\n    API_V1: str = "/api/v1"\n',
      'backend/app/api/__init__.py': '',
      'backend/app/api/main.py': `${API}from . import routes\nfrom .routes.users import router as people\napi_router = APIRouter()\napi_router.include_router(routes.items.router, prefix="/items")\napi_router.include_router(people)\n`,
      'backend/app/api/routes/__init__.py': 'from . import items\n',
      'backend/app/api/routes/items.py': `${API}router = APIRouter()\n@router.get("/{id}")\ndef one(): ...\n@router.websocket("/live")\ndef live(): ...\n`,
      'backend/app/api/routes/users.py': `${API}router = APIRouter(prefix="/users")\n@router.post("")\ndef add(): ...\n`,
      'backup/app/api/routes/users.py': `${API}router = APIRouter(prefix="/old")\n`,
    }),
    [
      'app.main:app in backend (backend/app/main.py:4)',
      '  GET /api/v1/items/{id} backend/app/api/routes/items.py:3',
      '  websocket /api/v1/items/live backend/app/api/routes/items.py:5',
      '  POST /api/v1/users backend/app/api/routes/users.py:3',
    ],
  );
});

test('a prefix that is made at run time is left open, and no path is made up', async () => {
  assert.equal(
    await found({
      'main.py': `${API}from x import prefix\napp = FastAPI()\nr = APIRouter()\napp.include_router(r, prefix=prefix())\napp.include_router(r, prefix=f"/{version}")\n@r.get("/a")\ndef a(): ...\n@app.get("/b")\ndef b(): ...\n`,
    }),
    ['main:app in . (main.py:3)', '  GET /b main.py:9', '  ? main.py:5', '  ? main.py:6'],
  );
});

test('routers that include each other end', async () => {
  assert.equal(
    await found({
      'main.py': `${API}app = FastAPI()\nr = APIRouter(prefix="/r")\nr.include_router(r)\napp.include_router(r)\n@r.get("/x")\ndef x(): ...\n`,
    }),
    ['main:app in . (main.py:2)', '  GET /r/x main.py:6'],
  );
});

test('what is started comes first; a shell that mounts the real one has its operations', async () => {
  assert.equal(
    await found({
      'main.py': `${API}app = FastAPI()\n@app.get("/a")\ndef a(): ...\n`,
      'server/__init__.py': '',
      'server/run.py': `${API}from server.real import api\nshell = FastAPI()\nshell.mount("/v2", api)\nif __name__ == "__main__":\n    uvicorn.run("server.run:shell", port=9000)\n`,
      'server/real.py': `${API}api = FastAPI()\n@api.get("/c", include_in_schema=False)\ndef c(): ...\n`,
      'tests/test_x.py': `${API}app = FastAPI()\n`,
    }),
    [
      'server.run:shell in . (server/run.py:3) by server/run.py:6',
      '  mount /v2 server/run.py:4',
      '  GET /v2/c server/real.py:3 hidden',
      'main:app in . (main.py:2)',
      '  GET /a main.py:3',
      'server.real:api in . (server/real.py:2)',
      '  GET /c server/real.py:3 hidden',
      'test_x:app in tests (tests/test_x.py:2)',
    ],
  );
});

test('factories, in another file too, with the routes of what they fill', async () => {
  assert.equal(
    await found({
      'src/shop/__init__.py': '',
      'src/shop/factory.py': `${API}def create_app(debug=False):\n    api = FastAPI()\n    @api.get("/made")\n    def made(): ...\n    return api\n`,
      'src/shop/main.py': 'from fastapi import FastAPI\nfrom shop.factory import create_app\napp = create_app()\n',
    }),
    [
      'shop.main:app in src (src/shop/main.py:3)',
      '  GET /made src/shop/factory.py:4',
      'shop.factory:create_app() in src (src/shop/factory.py:2)',
      '  GET /made src/shop/factory.py:4',
    ],
  );
});

test('routers that a loop includes', async () => {
  const module = (path: string): string => `${API}router = APIRouter()\n@router.get("/${path}")\ndef f(): ...\n`;
  assert.equal(
    await found({
      'app/main.py': `${API}from app import a\nfrom app.b import router as b\nALL: tuple = (\n    a,\n)\ndef create() -> FastAPI:\n    app = FastAPI()\n    for module in ALL:\n        app.include_router(module.router, prefix="/x")\n    for one in [b]:\n        app.include_router(one)\n    for other in made():\n        app.include_router(other)\n    return app\napp = create()\n`,
      'app/a.py': module('a'),
      'app/b.py': module('b'),
    }),
    ['app.main:app in . (app/main.py:16)', '  GET /x/a app/a.py:3', '  GET /b app/b.py:3', '  ? app/main.py:14'],
  );
});

test('a router that is handed to the factory, by name and by place', async () => {
  assert.equal(
    await found({
      'app/setup.py': `${API}def create(router: APIRouter, settings, *, more) -> FastAPI:\n    application = FastAPI()\n    application.include_router(router)\n    application.include_router(more, prefix=settings.api_prefix)\n    return application\n`,
      'app/config.py': 'class Settings(BaseSettings):\n    api_prefix: str = "/v2"\n',
      'app/api.py': `${API}router = APIRouter()\n@router.get("/a")\ndef a(): ...\n`,
      'app/main.py': `${API}from .api import router as own\nfrom .config import settings\nfrom .setup import create\nother = APIRouter()\n@other.get("/b")\ndef b(): ...\napp = create(own, settings, more=other)\n`,
    }),
    ['app.main:app in . (app/main.py:8)', '  GET /a app/api.py:3', '  GET /v2/b app/main.py:6'],
  );
});

/** `module:attr folder file:line` of every application. */
async function places(root: string): Promise<string[]> {
  const applications = applicationsOf(await readFacts(root, EXTRACTORS));
  return applications.map(({ app, folder, file, line }) => `${app} ${folder || '.'} ${file}:${line}`);
}

function within(files: Record<string, string>, body: (root: string) => Promise<void>): Promise<void> {
  return withFolder(async (root) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    await body(root);
  });
}

function finds(title: string, files: Record<string, string>, expected: string[]): void {
  test(title, () => within(files, async (root) => assert.equal(await places(root), expected)));
}

const APP = 'from fastapi import FastAPI\napp = FastAPI()\n';

finds(
  'the usual names first, then what is apart',
  {
    'tests/main.py': APP,
    'docs/app.py': APP,
    'examples/main.py': APP,
    'src/test_x.py': APP,
    'other.py': APP,
    'deep/er/main.py': APP,
    'main.py': APP,
    'server.py': APP,
    'app.py': APP,
  },
  [
    'main:app . main.py:2',
    'main:app deep/er deep/er/main.py:2',
    'app:app . app.py:2',
    'server:app . server.py:2',
    'other:app . other.py:2',
    'main:app examples examples/main.py:2',
    'main:app tests tests/main.py:2',
    'app:app docs docs/app.py:2',
    'test_x:app src src/test_x.py:2',
  ],
);

finds(
  'packages, namespace packages and relative imports',
  {
    'a/pkg/__init__.py': '',
    'a/pkg/sub/__init__.py': '',
    'a/pkg/sub/main.py': APP,
    'b/app/main.py': `from app.x import y\n${APP}`,
    'b/app/x.py': '',
    'c/app/main.py': `from app.api.x import y\n${APP}`,
    'c/app/api/__init__.py': '',
    'd/app/main.py': `from .x import y\n${APP}`,
    'd/app/x.py': '',
    'e/__init__.py': '',
    'e/main.py': `from routers import y\n${APP}`,
    'e/routers/y.py': '',
    'f/app/__init__.py': APP,
  },
  [
    'main:app e e/main.py:3',
    'app.main:app b b/app/main.py:3',
    'app.main:app c c/app/main.py:3',
    'app.main:app d d/app/main.py:3',
    'pkg.sub.main:app a a/pkg/sub/main.py:2',
    'app:app f f/app/__init__.py:2',
  ],
);

finds(
  'what stands at the top level, however it is written',
  {
    'one.py': 'import fastapi\nif True:\n    api: fastapi.FastAPI = fastapi.FastAPI(\n        title="x",\n    )\n',
    'two.py':
      '"""\napp = FastAPI()\n"""\n# app = FastAPI()\nx = \'\'\'\napp = FastAPI()\n\'\'\'\nclass A:\n    app = FastAPI()\n',
    'three.py':
      'def test():\n    app = FastAPI()\n\nif __name__ == "__main__":\n    app = FastAPI()\nprint(\n    app=FastAPI(),\n)\n',
    'four.py': 's = "it\\"s # not"\napp = FastAPI()  # x\napp = FastAPI(title="#")\n',
  },
  ['four:app . four.py:3', 'one:api . one.py:3'],
);

finds(
  'factories: called where they stand, called elsewhere, not called at all',
  {
    'main.py': 'from make import create\nserver = create(1)\n',
    'make.py': 'def create(\n    store: int,\n) -> "FastAPI":\n    return FastAPI()\n\ndef unrelated(): return 1\n',
    'own.py':
      'def build(debug=False, *, names: dict[str, int] = {"a": 1}):\n    app = FastAPI()\n\n    return app\n\nx = 1\n',
    'tests/conftest.py': 'def client() -> FastAPI:\n    return FastAPI()\n',
  },
  ['main:server . main.py:2', 'own:build() . own.py:1'],
);

finds(
  "virtual environments and packages are nobody's source",
  {
    'v/pyvenv.cfg': '',
    'v/lib/x.py': APP,
    'node_modules/a/main.py': APP,
    'lib/site-packages/a/main.py': APP,
    '.turnaround/quarantine/main.py': APP,
    'back/main.py': APP,
  },
  ['main:app back back/main.py:2'],
);

test('in a repository git says what counts, and its environment does not lead elsewhere', () =>
  within(
    { 'main.py': APP, 'ignored/app.py': APP, '.gitignore': 'ignored\nv/\n', 'v/pyvenv.cfg': '', 'v/main.py': APP },
    async (root) => {
      const git = (...args: string[]): Promise<unknown> =>
        promisify(execFile)('git', ['-C', root, ...args], { env: { PATH: process.env['PATH'] } });
      await git('init', '-q');
      await git('add', '-f', 'v/main.py', 'v/pyvenv.cfg');
      process.env['GIT_DIR'] = '/nowhere';
      try {
        assert.equal(await places(root), ['main:app . main.py:2']);
        // A copy in a folder that the repository around it ignores is still a workspace.
        assert.equal(await places(join(root, 'ignored')), ['app:app . app.py:2']);
      } finally {
        delete process.env['GIT_DIR'];
      }
    },
  ));

test.run();
