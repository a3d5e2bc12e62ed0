import { IMAGE, APP, job, type Cases } from '../files.ts';

const run = (...commands: string[]): string => job(commands.map((one) => `      - run: ${one}\n`).join(''));
const image = (copy: string, app: string, more = ''): string =>
  `FROM python:3.11\nWORKDIR /srv\n${more}COPY ${copy}\nCMD ["uvicorn", "${app}"]\n`;

export const CASES: Cases = {
  'python/token-route': {
    unmet: {
      'main.py':
        'from fastapi import FastAPI\nfrom fastapi.security import OAuth2PasswordBearer\napp = FastAPI()\nscheme = OAuth2PasswordBearer(tokenUrl="token")\nother = OAuth2PasswordBearer(\n    tokenUrl="/gone"\n)\n@app.post("/auth/token")\ndef token(): ...\n@app.get("/a")\ndef a(): ...\n',
      Dockerfile: IMAGE,
    },
    finds: [
      'main.py:4 tokenUrl is token, but main:app has no POST /token | main.py:8',
      'main.py:5 tokenUrl is /gone, but main:app has no POST /gone | main.py:3',
    ],
    met: [
      {
        'main.py':
          'from fastapi import FastAPI\nfrom fastapi.security import OAuth2PasswordBearer\napp = FastAPI()\nscheme = OAuth2PasswordBearer(tokenUrl="auth/token")\nlogin = OAuth2PasswordBearer(tokenUrl="/auth/token")\n@app.post("/auth/token")\ndef token(): ...\n@app.get("/a")\ndef a(): ...\n',
      },
      // Of somebody else, put together, below another path, made at run time.
      {
        'main.py':
          'from fastapi import FastAPI\nfrom fastapi.security import OAuth2PasswordBearer\napp = FastAPI()\na = OAuth2PasswordBearer(tokenUrl="https://id.example.com/token")\nb = OAuth2PasswordBearer(tokenUrl=f"{PREFIX}/token")\n@app.post("/auth/token")\ndef token(): ...\n@app.get("/a")\ndef a(): ...\n',
      },
      {
        'main.py':
          'from fastapi import FastAPI\nfrom fastapi.security import OAuth2PasswordBearer\napp = FastAPI(root_path="/shop")\na = OAuth2PasswordBearer(tokenUrl="/shop/token")\n@app.post("/token")\ndef token(): ...\n@app.get("/a")\ndef a(): ...\n',
      },
      {
        'main.py':
          'from fastapi import FastAPI\nfrom fastapi.security import OAuth2PasswordBearer\nimport x\napp = FastAPI()\napp.include_router(x.made())\na = OAuth2PasswordBearer(tokenUrl="/token")\n@app.post("/other")\ndef token(): ...\n@app.get("/a")\ndef a(): ...\n',
      },
    ],
  },
  'python/included-file': {
    unmet: {
      'api/requirements.txt': 'fastapi==1.0\n',
      'api/requirements-dev.txt': '-r requirement.txt\n-c ../gone/constraints.txt\npytest\n',
    },
    finds: [
      'api/requirements-dev.txt:1 requirement.txt is included, but api/requirement.txt does not exist | api/requirements.txt:1',
      'api/requirements-dev.txt:2 ../gone/constraints.txt is included, but gone/constraints.txt does not exist',
    ],
    met: [
      // From the root, as `setup.py` reads it.
      { 'setup.py': '', 'a/requirements.txt': '-r b/requirements.txt\n', 'b/requirements.txt': 'fastapi\n' },
      {
        'requirements.txt': 'fastapi\n',
        'dev/requirements.txt': '-r ../requirements.txt\n-r ../../other/requirements.txt\n',
      },
      // Made before it is read.
      { 'requirements-dev.txt': '-r requirements.txt\n', Makefile: 'lock:\n\tpip-compile requirements.in\n' },
      { 'requirements-dev.txt': '-r all.txt\n', '.gitignore': '/all.txt\n' },
    ],
  },
  'python/gate-in-force': {
    unmet: { 'pytest.ini': '[tool:pytest]\naddopts = --cov --cov-fail-under=80\n' },
    finds: [
      'pytest.ini:2 80 % coverage is required here, but pytest reads `[tool:pytest]` in setup.cfg only: in pytest.ini it is `[pytest]`',
    ],
    met: [
      { 'pytest.ini': '[pytest]\naddopts = --cov --cov-fail-under=80\n' },
      { 'setup.cfg': '[tool:pytest]\naddopts = --cov --cov-fail-under=80\n' },
    ],
  },
  'python/application-exists': {
    unmet: {
      'app/main.py': APP,
      Dockerfile: image('app ./app', 'server.main:app'),
      Procfile: 'web: gunicorn app.main:application -k uvicorn.workers.UvicornWorker\n',
      'b/Dockerfile': image('app/ ./', 'app.main:app'),
    },
    finds: [
      'Dockerfile:4 uvicorn starts server.main:app, but no file of the workspace defines this module | app/main.py:2',
      'Procfile:1 gunicorn starts app.main:application, but app/main.py has no application | app/main.py:2',
      'b/Dockerfile:4 uvicorn starts app.main:app, but /srv of the image does not contain this module | app/main.py:2',
    ],
    met: [
      // A base with a PYTHONPATH of its own.
      { 'app/main.py': APP, Dockerfile: image('app/ ./', 'app.main:app').replace(/FROM .*/, 'FROM acme/uvicorn:3') },
      {
        'app/main.py': APP,
        Dockerfile: image('app ./app', 'app.main:app'),
        'b/Dockerfile': image('app/ ./', 'main:app'),
        'c/Dockerfile': image('. /srv', 'app.main:app'),
        'd/Dockerfile': image('app/ ./a/', 'main:app', 'ENV PYTHONPATH=/srv/a\n'),
      },
      // A factory, a name that is imported, a package of somebody else, a variable, and what is mounted.
      {
        'app/main.py': 'from fastapi import FastAPI\ndef create(): return FastAPI()\n',
        Procfile: 'web: uvicorn app.main:create --factory\n',
      },
      { 'app/main.py': APP, 'app/run.py': 'from app.main import app\n', Procfile: 'web: uvicorn app.run:app\n' },
      // What is wrapped around it.
      {
        'app/main.py': `${APP}import socketio\nif True:\n    sio = socketio.AsyncServer()\n    socket_app: object = socketio.ASGIApp(sio, app)\n`,
        Procfile: 'web: uvicorn app.main:socket_app\n',
      },
      { 'app/main.py': APP, 'requirements.txt': 'langflow\n', Procfile: 'web: uvicorn langflow.main:app\n' },
      { 'app/main.py': APP, Procfile: 'web: uvicorn $APP_MODULE\n' },
      {
        'app/main.py': APP,
        'compose.yml': 'services:\n  board:\n    image: acme/board:1\n    command: uvicorn arq_board:app\n',
      },
      { 'app/main.py': APP, Dockerfile: image('requirements.txt ./', 'app.main:app') },
      {
        'src/shop/main.py': APP,
        'pyproject.toml': '[project]\nname = "shop"\n',
        Dockerfile: image('. .', 'shop.main:app', 'RUN pip install .\n'),
      },
    ],
  },
  'python/test-folder': {
    unmet: { 'api/pytest.ini': '[pytest]\ntestpaths = test unit\n', 'api/tests/test_a.py': '' },
    finds: [
      'api/pytest.ini:2 testpaths names test, but api/test does not exist',
      'api/pytest.ini:2 testpaths names unit, but api/unit does not exist',
    ],
    met: [
      { 'api/pytest.ini': '[pytest]\ntestpaths = tests\n', 'api/tests/test_a.py': '' },
      { 'pyproject.toml': '[tool.pytest.ini_options]\ntestpaths = ["pkg/*/tests", "."]\n' },
      // Inside of another one, and where no test is at all.
      { 'pytest.ini': '[pytest]\ntestpaths = tests integration\n', 'tests/integration/test_a.py': '' },
      { 'pkg/pytest.ini': '[pytest]\ntestpaths = tests\n', 'pkg/a.py': '', 'tests/test_a.py': '' },
      { 'a/b/pytest.ini': '[pytest]\ntestpaths = a/b\n', 'a/b/test_a.py': '' },
      // A folder that everybody has of their own.
      {
        'api/pytest.ini': '[pytest]\ntestpaths = tests plugins\n',
        'api/tests/test_a.py': '',
        'api/.gitignore': '/plug*/\n!/x\n',
      },
    ],
  },
  'python/pin-agrees': {
    unmet: {
      'requirements.txt': 'fastapi==0.115.0\nuvicorn==0.30.0\ntorch==2.1+cpu\nown===1-x\n',
      'requirements-dev.txt': '-r requirements.txt\nfastapi==0.114.0\nuvicorn==0.30\ntorch==2.1+cu118\nown===1-y\n',
    },
    finds: [
      'requirements.txt:1 fastapi is pinned to 0.115.0 here, but to 0.114.0 in requirements-dev.txt | requirements-dev.txt:2',
      'requirements.txt:3 torch is pinned to 2.1+cpu here, but to 2.1+cu118 in requirements-dev.txt | requirements-dev.txt:4',
      'requirements.txt:4 own is pinned to 1-x here, but to 1-y in requirements-dev.txt | requirements-dev.txt:5',
    ],
    met: [
      { 'requirements.txt': 'fastapi==0.115.0\n', 'requirements-dev.txt': '-r requirements.txt\nfastapi>=0.114.0\n' },
      // One version in two spellings, and a build of it.
      {
        'requirements.txt': 'a==1.0rc1\nb==1.0-1\nc==1!2.0\ntorch==2.1.0+cpu\n',
        'requirements-dev.txt': '-r requirements.txt\na==1.0.0-RC.1\nb==v1.post1\nc==1!2\ntorch==2.1\n',
      },
      // What is fetched to build others, each in an environment of its own.
      { 'requirements-build.txt': ['a', 'b', 'c'].map((name) => `${name}==1.0\n${name}==2.0\n`).join('') },
      // Alternatives, and what holds for another platform.
      { 'requirements-cpu.txt': 'torch==2.1.0\n', 'requirements-gpu.txt': 'torch==2.2.0\n' },
      { 'requirements.txt': 'a==1 ; python_version < "3.9"\na==2 ; python_version >= "3.9"\n' },
    ],
  },
  'python/pin-drift': {
    unmet: { 'requirements.txt': 'fastapi==0.115.0\n', 'requirements-dev.txt': 'fastapi==0.114.0\npytest==8.0.0\n' },
    finds: [
      'requirements-dev.txt:1 fastapi is pinned to 0.114.0 here, but to 0.115.0 in requirements.txt | requirements.txt:1',
    ],
    met: [
      // Built for one kind of machine, it is the same version.
      {
        'requirements.txt': 'torch==2.8.0+cu126\n',
        'pyproject.toml': '[project]\nname = "a"\ndependencies = ["torch==2.8.0"]\n',
      },
      { 'requirements.txt': 'fastapi==0.115.0\n', 'requirements-dev.txt': 'fastapi==0.115\n' },
      { 'requirements.txt': 'fastapi==0.115.0\n', 'docs/requirements.txt': 'fastapi==0.114.0\n' },
      { 'requirements-cpu.txt': 'torch==2.1.0\n', 'requirements-gpu.txt': 'torch==2.2.0\n' },
      {
        'pyproject.toml':
          '[project]\nname = "a"\ndependencies = []\n[project.optional-dependencies]\ndev = ["ruff==0.5.0"]\n',
        'requirements.txt': 'ruff==0.6.0\n',
      },
    ],
  },
  'python/tool-installed': {
    unmet: {
      'requirements.txt': 'fastapi==0.115.0\n',
      'requirements-dev.txt': '-r requirements.txt\npytest\n',
      Dockerfile:
        'FROM python:3.11 AS b\nWORKDIR /b\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\nFROM python:3.11\nCOPY --from=b /x /x\nCMD ["uvicorn", "main:app"]\n',
      'compose.yml': 'services:\n  a:\n    build: .\n    command: alembic upgrade head\n',
      '.github/workflows/a.yml': run('pip install -r requirements-dev.txt', 'pytest --cov=app', 'ruff check .'),
      // Folders that are not there: the files of these names are meant.
      'main.py': APP,
      '.github/workflows/b.yml': run('cd server && pip install -r requirements.txt', 'cd server && pytest --cov=app'),
      'b/Dockerfile':
        'FROM python:3.11\nWORKDIR /b\nCOPY server/requirements.txt ./\nRUN pip install -r requirements.txt\nCMD ["gunicorn", "main:app"]\n',
    },
    finds: [
      '.github/workflows/a.yml:7 `pytest --cov=app` needs pytest-cov, but requirements-dev.txt, requirements.txt do not install it | requirements-dev.txt:2',
      '.github/workflows/a.yml:8 `ruff check .` needs ruff, but requirements-dev.txt, requirements.txt do not install it | requirements-dev.txt:2',
      '.github/workflows/b.yml:7 `pytest --cov=app` needs pytest and pytest-cov, but requirements.txt does not install them | requirements.txt:1',
      'Dockerfile:7 `uvicorn main:app` needs uvicorn, but requirements.txt does not install it | requirements.txt:1',
      'b/Dockerfile:5 `gunicorn main:app` needs gunicorn, but requirements.txt does not install it | requirements.txt:1',
      'compose.yml:4 `alembic upgrade head` needs alembic, but requirements.txt does not install it | requirements.txt:1',
    ],
    met: [
      {
        'requirements.txt': 'pytest\n',
        '.github/workflows/a.yml': run('pip install -Ur requirements.txt', 'pytest'),
      },
      // Who runs it asks before.
      {
        'requirements.txt': 'fastapi\n',
        '.github/workflows/a.yml': job(
          '      - run: pip install -r requirements.txt\n      - run: |\n          if command -v ruff >/dev/null; then\n            ruff check .\n          fi\n',
        ),
      },
      // Options before the word, and groups, which are names of no package.
      {
        'requirements.txt': 'uvicorn\n',
        Dockerfile:
          'FROM python:3.11\nCOPY requirements.txt ./\nRUN pip --default-timeout=240 install -r requirements.txt\nCMD ["uvicorn", "main:app"]\n',
      },
      { Dockerfile: 'FROM python:3.11\nRUN pip install --group main --group dev\nCMD ["uvicorn", "main:app"]\n' },
      {
        'requirements.txt': 'fastapi[standard]==0.115.0\nalembic\n',
        'requirements-dev.txt': '-r requirements.txt\npytest-cov\n',
        Dockerfile:
          'FROM python:3.11\nWORKDIR /b\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nRUN alembic upgrade head\nCMD ["uvicorn", "main:app"]\n',
        '.github/workflows/a.yml': run(
          'pip install --upgrade -r requirements-dev.txt "ruff>=0.5"',
          'python -m pytest --cov=app',
          'ruff check .',
        ),
      },
      // Another tool installs, a file is not here, a package is the workspace's own, and nothing is installed at all.
      {
        'requirements.txt': 'a\n',
        '.github/workflows/a.yml': run('uv sync', 'pip install -r requirements.txt', 'pytest'),
      },
      { '.github/workflows/a.yml': run('pip install -r made.txt', 'pytest') },
      // A path that leads nowhere: two files have the name, something writes it, it is of no application, or comes from elsewhere.
      {
        'main.py': APP,
        'requirements.txt': 'a\n',
        'cli/requirements.txt': 'a\n',
        '.github/workflows/a.yml': run('cd server && pip install -r requirements.txt', 'cd server && pytest'),
      },
      {
        'main.py': APP,
        'requirements.txt': 'a\n',
        Makefile: 'lock:\n\tpip-compile -o server/requirements.txt\n',
        '.github/workflows/a.yml': run('cd server && pip install -r requirements.txt', 'cd server && pytest'),
      },
      {
        'api/main.py': APP,
        'website/requirements.txt': 'a\n',
        '.github/workflows/a.yml': run('pip install -r requirements.txt', 'pytest'),
      },
      {
        'main.py': APP,
        'requirements.txt': 'a\n',
        '.github/workflows/a.yml': job(
          '      - uses: actions/checkout@v5\n        with: {repository: a/b, path: server}\n      - run: pip install -r server/requirements.txt\n      - run: pytest\n',
        ),
      },
      { '.github/workflows/a.yml': run('pip install -e ".[dev]"', 'pytest') },
      { '.github/workflows/a.yml': run('pytest') },
      {
        'requirements.txt': 'a\n',
        Dockerfile: 'FROM shop/base\nCOPY . .\nRUN pip install -r requirements.txt\nCMD uvicorn a:b\n',
      },
      {
        'requirements.txt': 'a\n',
        '.github/workflows/a.yml': job(
          '      - uses: ./.github/actions/setup\n      - run: pip install -r requirements.txt\n      - run: pytest\n',
        ),
      },
    ],
  },
};
