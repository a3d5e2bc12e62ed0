import { APP, IMAGE, type Cases } from '../files.ts';

const compose = (services: string): string => `services:\n${services}`;
const API = '  api:\n    build: .\n    ports: ["8000:8008"]\n';
const DB =
  '  db:\n    image: postgres:17\n    environment:\n      POSTGRES_DB: shop\n      POSTGRES_PASSWORD: ${PASSWORD}\n';
const asks = (address: string, more = ''): string =>
  `  api:\n    image: shop/api:1\n    environment:\n      DATABASE_URL: ${address}\n${more}`;
const job = (command: string): string =>
  `on: push\njobs:\n  a:\n    services:\n      db:\n        image: postgres:17\n        env:\n          POSTGRES_DB: shop\n    steps:\n      - run: ${command}\n`;
const SETTINGS =
  'from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    database_url: str\n    log_level: str = "info"\n';
const MAIN = `${APP}from app.settings import Settings\nSettings()\n`;
const STARTS = 'FROM python:3.11\nCOPY . .\nCMD ["uvicorn", "app.main:app"]\n';

export const CASES: Cases = {
  'compose/server-port': {
    unmet: {
      'compose.yml': compose(
        `${DB}    ports: ["5433:5432"]\n  cache:\n    image: redis:8\n  web:\n    build: .\n    ports: ["8000:8008"]\n${asks('postgresql+asyncpg://u:${P}@db:5433/shop', '      CACHE: redis://cache:6380/0\n      WEB: http://web:8000/api\n')}`,
      ),
      Dockerfile: STARTS.replace('"]', '", "--port", "8008"]'),
    },
    finds: [
      'compose.yml:16 DATABASE_URL connects to db on port 5433, but db listens on 5432 | compose.yml:2 | compose.yml:7',
      'compose.yml:17 CACHE connects to cache on port 6380, but cache listens on 6379 | compose.yml:8',
      'compose.yml:18 WEB connects to web on port 8000, but web listens on 8008 | Dockerfile:3 | compose.yml:12',
    ],
    met: [
      { 'compose.yml': compose(`${DB}    ports: ["5433:5432"]\n${asks('postgresql://u:${P}@db:5432/shop')}`) },
      { 'compose.yml': compose(`${DB}    command: -p 5433\n${asks('postgresql://u:${P}@db:5433/shop')}`) },
      { 'compose.yml': compose(`${DB}      PGPORT: 5433\n${asks('postgresql://u:${P}@db:5433/shop')}`) },
      // Of an image that nobody here knows, of one that may listen on more, of another host.
      { 'compose.yml': compose(`  db:\n    image: shop/db:1\n${asks('postgresql://u:${P}@db:5433/shop')}`) },
      { 'compose.yml': compose(`  web:\n    build: .\n${asks('http://web:9000')}`), Dockerfile: STARTS },
      { 'compose.yml': compose(`${DB}${asks('postgresql://u:${P}@elsewhere:5433/shop')}`) },
    ],
  },
  'compose/server-variable': {
    unmet: {
      'compose.yml':
        'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_BD: shop\n      POSTGRES_PASS: ${P}\n  my:\n    image: mariadb:11\n    environment:\n      - MYSQL_DB=shop\n      - MYSQL_ROOT_PASSWORD_FILE=/run/p\n',
      '.github/workflows/a.yml':
        'on: push\njobs:\n  test:\n    runs-on: x\n    services:\n      db:\n        image: postgres:17\n        env:\n          POSTGRES_USERNAME: a\n          POSTGRES_PASSWORD: b\n    steps:\n      - run: make\n',
    },
    finds: [
      '.github/workflows/a.yml:9 POSTGRES_USERNAME is set for postgres:17, but the image reads POSTGRES_USER | .github/workflows/a.yml:7',
      'compose.yml:5 POSTGRES_BD is set for postgres:17, but the image reads POSTGRES_DB | compose.yml:3',
      'compose.yml:6 POSTGRES_PASS is set for postgres:17, but the image reads POSTGRES_PASSWORD | compose.yml:3',
      'compose.yml:10 MYSQL_DB is set for mariadb:11, but the image reads MYSQL_DATABASE | compose.yml:8',
    ],
    met: [
      { 'compose.yml': compose(DB) },
      // Beside the right one, in the file that is laid over; for a script of the first start; of another image.
      {
        'compose.yml':
          'services:\n  db:\n    image: postgres:17\n    environment: {POSTGRES_DATABASE: a, POSTGRES_MULTIPLE_DATABASES: "a,b"}\n  api:\n    image: api\n    environment: {POSTGRES_DATABASE: a}\n',
        'compose.override.yml': 'services:\n  db:\n    environment: {POSTGRES_DB: a}\n',
      },
      {
        'compose.yml': 'services:\n  db:\n    image: bitnami/postgresql:17\n    environment: {POSTGRES_DATABASE: a}\n',
      },
    ],
  },
  'compose/client-agrees': {
    unmet: {
      'compose.yml': compose(
        `${DB}    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -U app -d shop"]\n  other:\n    image: postgres:17\n    environment: {POSTGRES_USER: app}\n    healthcheck:\n      test: [CMD, pg_isready, -U, app, --dbname=shop]\n`,
      ),
      '.github/workflows/a.yml':
        'on: push\njobs:\n  test:\n    runs-on: x\n    services:\n      db:\n        image: postgres:17\n        env:\n          POSTGRES_DB: a\n          POSTGRES_PASSWORD: b\n    steps:\n      - run: psql -h localhost -U postgres -d b -f x.sql\n',
      '.github/workflows/b.yml': job('psql -h localhost -d shopp'),
    },
    finds: [
      '.github/workflows/a.yml:12 psql asks for the database b, but postgres:17 creates a | .github/workflows/a.yml:9',
      '.github/workflows/b.yml:10 psql asks for the database shopp, but postgres:17 creates shop | .github/workflows/b.yml:8',
      'compose.yml:8 pg_isready asks for the user app, but postgres:17 creates postgres | compose.yml:3',
      'compose.yml:13 pg_isready asks for the database shop, but postgres:17 creates app | compose.yml:10',
    ],
    met: [
      { '.github/workflows/a.yml': job('psql -h localhost -d postgres') },
      { '.github/workflows/a.yml': job('createdb test && psql -h localhost -d test') },
      {
        'compose.yml': compose(`${DB}    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -U postgres -d shop"]\n`),
      },
      // Filled in, read from a file, said in a file that is laid over, of another server, made by SQL.
      {
        'compose.yml': compose(
          `${DB}    env_file: .env\n    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -U app -d $\${POSTGRES_DB}"]\n`,
        ),
      },
      {
        'compose.yml': compose(`${DB}    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -U app"]\n`),
        'compose.override.yml': 'services:\n  db:\n    environment: {POSTGRES_USER: app}\n',
      },
      {
        'compose.yml': compose(`${DB}    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -h else -U app"]\n`),
      },
      {
        'compose.yml': compose(`${DB}    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -U app -d extra"]\n`),
        'init.sql': 'CREATE USER app;\nCREATE DATABASE extra;\n',
      },
    ],
  },
  'compose/service-needs': {
    unmet: { 'compose.yml': 'services:\n  a:\n    image: x\n    depends_on: [db]\n' },
    finds: ['compose.yml:4 a needs db, which is not defined'],
    met: [
      {
        Makefile: 'up:\n\tdocker compose -f made/compose.yml -f tools/compose.elastic.yml up\n',
        'tools/compose.elastic.yml': compose('  a:\n    image: x\n    depends_on: [db]\n'),
      },
      // What it includes is under a name that tells nothing.
      {
        'compose.yml': 'include: [parts/db.yml]\nservices:\n  a:\n    image: x\n    depends_on: [db]\n',
        'parts/db.yml': 'services:\n  db:\n    image: y\n',
      },
      {
        'compose.yml': 'services:\n  a:\n    extends: {file: parts/a.compose.yml, service: a}\n  web:\n    image: x\n',
        'parts/a.compose.yml': 'services:\n  a:\n    image: x\n    depends_on: [web]\n',
      },
      // One includes the other, or a third one both.
      {
        'compose.yml':
          'include:\n  - parts/db.compose.yml\n  - path: [more/b.compose.yml]\nservices:\n  a:\n    image: x\n    depends_on: [db]\n',
        'parts/compose.db.yml': 'services:\n  x:\n    image: y\n',
        'more/b.compose.yml': 'services:\n  b:\n    image: y\n    depends_on: [a]\n',
        'parts/db.compose.yml': 'services:\n  db:\n    image: y\n',
      },
      {
        'compose.yml': 'services:\n  a:\n    image: x\n    depends_on: [db]\n',
        'compose.db.yml': 'services:\n  db:\n    image: y\n',
      },
      {
        'compose.yml':
          'services:\n  a:\n    image: x\n    depends_on:\n      db: {condition: service_healthy}\n  db:\n    image: y\n',
      },
    ],
  },
  'compose/container-port': {
    unmet: { Dockerfile: IMAGE, 'compose.yml': compose(API.replace('8008', '8000')) },
    finds: [
      'compose.yml:4 api publishes container port 8000, but its image listens on 8008 | Dockerfile:3 | Dockerfile:2',
    ],
    met: [
      // Two files that build two images, one for who develops.
      {
        'web/Dockerfile': 'FROM node:24\nEXPOSE 5173\n',
        'web/Dockerfile.prod': 'FROM nginx\nEXPOSE 80\n',
        'compose.yml': 'services:\n  web:\n    build: web\n    ports: ["5173:5173"]\n',
        'compose.prod.yml': 'services:\n  web:\n    build: {context: web, dockerfile: Dockerfile.prod}\n',
      },
      { Dockerfile: IMAGE, 'compose.yml': compose(API) },
      // Another command, another port of the environment, another stage, a debugger, an image that says nothing.
      { Dockerfile: IMAGE, 'compose.yml': compose(`${API.replace('8008', '1')}    command: run --port 1\n`) },
      {
        Dockerfile: IMAGE,
        'compose.yml': compose(API.replace('8008', '1')),
        'compose.override.yml': compose('  api:\n    command: run\n'),
      },
      { Dockerfile: IMAGE, 'compose.yml': compose(`${API.replace('8008', '1')}    environment: {PORT: 1}\n`) },
      {
        Dockerfile: IMAGE,
        'compose.yml': compose('  api:\n    build: {context: ., target: dev}\n    ports: ["1:1"]\n'),
      },
      { Dockerfile: IMAGE, 'compose.yml': compose(API.replace('8000:8008', '5678:5678')) },
      { Dockerfile: 'FROM python:3.11\n', 'compose.yml': compose(API) },
      // What it only exposes, settings that are mounted may say otherwise.
      {
        Dockerfile: 'FROM shop/base\nEXPOSE 8536\n',
        'compose.yml': compose(`${API}    volumes: ["./a.hjson:/config/config.hjson:Z"]\n`),
      },
    ],
  },
  'compose/port-taken': {
    unmet: {
      'compose.yml': compose('  a:\n    image: x\n    ports: ["80:1"]\n  b:\n    image: y\n    ports: ["80:2"]\n'),
    },
    finds: ['compose.yml:7 b publishes host port 80, but a already publishes it | compose.yml:4'],
    met: [
      {
        'compose.yml':
          'services:\n  web-dev:\n    image: a\n    ports: ["80:1"]\n  web-prod:\n    image: b\n    ports: ["80:2"]\n',
      },
      {
        'compose.yml': compose(
          '  server:\n    image: x\n    ports: ["1:1"]\n  server_spark:\n    image: y\n    ports: ["1:1"]\n',
        ),
      },
      ...['["81:2"]', '["80:2/udp"]', '["${PORT:-80}:2"]', '["80:2"]\n    profiles: [x]'].map((ports) => ({
        'compose.yml': compose(`  a:\n    image: x\n    ports: ["80:1"]\n  b:\n    image: y\n    ports: ${ports}\n`),
      })),
      // Made from the other one, and started in its place.
      {
        'compose.yml': compose(
          '  a:\n    image: x\n    ports: ["80:1"]\n  b:\n    extends: {service: a}\n    ports: ["80:2"]\n',
        ),
      },
      {
        'compose.yml': compose(
          '  a:\n    image: x\n    ports: ["127.0.0.1:80:1"]\n  b:\n    image: y\n    ports: ["127.0.0.2:80:2"]\n',
        ),
      },
      {
        'compose.yml': compose('  a:\n    image: x\n    ports: ["80:1"]\n'),
        'compose.dev.yml': compose('  b:\n    image: x\n    ports: ["80:1"]\n'),
      },
    ],
  },
  'compose/path-exists': {
    unmet: {
      'compose.yml': compose(
        '  a:\n    build: ./web\n  b:\n    image: nginx\n    volumes: ["./nginx.conf:/etc/nginx/nginx.conf", "./sql:/docker-entrypoint-initdb.d"]\n  c:\n    build: ./web\n',
      ),
    },
    finds: [
      'compose.yml:3 a uses ./web, but web does not exist',
      'compose.yml:6 b uses ./nginx.conf as /etc/nginx/nginx.conf, but nginx.conf does not exist',
      'compose.yml:6 b uses ./sql as /docker-entrypoint-initdb.d, but sql does not exist',
    ],
    met: [
      // Laid over one that is made elsewhere: a command says so, or its name.
      {
        Makefile: 'up:\n\tdocker compose -f made/compose.yml -f tools/compose.elastic.yml up\n',
        'tools/compose.elastic.yml': compose('  a:\n    build: ../../elastic/a\n'),
        'ops/compose.override.yml': compose('  a:\n    build: ./web\n'),
      },
      // An example of it lies there, or git leaves it out: everybody has their own.
      {
        'docker/compose.yml': compose(
          '  a:\n    image: x\n    volumes: ["../air/air.cfg:/opt/air.cfg", "../air/b.ini:/opt/b.ini"]\n',
        ),
        'air/air.cfg.example': '',
        '.gitignore': '/air/b.ini\n',
      },
      // Laid over a file of another folder, which its paths are counted from; in a submodule.
      {
        'docker/default.yml': 'services:\n  web:\n    image: x\n',
        'parts/a/Dockerfile': 'FROM x\n',
        'parts/a/compose.yml': compose('  a:\n    build: ../parts/a\n'),
      },
      { '.gitmodules': '[submodule "x"]\n\tpath = x\n', 'compose.yml': compose('  a:\n    build: ./x/y\n') },
      { 'web/Dockerfile': 'FROM x\n', 'compose.yml': compose('  a:\n    build: ./web\n') },
      // From the root, from outside, made before, a copy of an example, everybody's own, what Docker makes.
      { 'web/Dockerfile': 'FROM x\n', 'deploy/compose.yml': compose('  a:\n    build: ./web\n') },
      { 'compose.yml': compose('  a:\n    build: ../other\n') },
      {
        'config.example.yml': '',
        'compose.yml': compose(
          '  a:\n    image: x\n    env_file: .env\n    volumes: ["./config.yml:/c.yml", ./data:/data, "./.env:/app/.env", "./auth.conf:/a.conf"]\n',
        ),
      },
      {
        'setup.md': '```sh\ncp templates/app.conf ops/app.conf\n```\n',
        'compose.yml': compose('  a:\n    image: x\n    volumes: ["./ops/app.conf:/etc/app.conf"]\n'),
      },
    ],
  },
  'compose/database-exists': {
    unmet: {
      'compose.yml': compose(`${DB}${asks('postgresql://shop:${P}@db:5432/store')}`),
      'shop/compose.yml': `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_DB: shop\n  api:\n    image: a\n    environment:\n      DATABASE_URL: postgresql://postgres:p@db:5432/shopp\n`,
    },
    finds: [
      'compose.yml:5 DATABASE_URL names the database store, but db creates shop | compose.yml:10',
      'compose.yml:2 DATABASE_URL signs in as shop, but db creates the user postgres | compose.yml:10',
      'shop/compose.yml:5 DATABASE_URL names the database shopp, but db creates shop | shop/compose.yml:9',
    ],
    met: [
      // A client beside the server runs a script.
      {
        'compose.yml':
          'services:\n  db:\n    image: postgres:17\n    environment: {POSTGRES_DB: a}\n  init:\n    image: postgres:17\n    depends_on: [db]\n    entrypoint: [bash, /init.sh]\n  api:\n    build: .\n    environment:\n      DATABASE_URL: postgresql://postgres:x@db/shop\n',
      },
      { 'compose.yml': compose(`${DB}${asks('postgresql+asyncpg://postgres:${P}@db/shop?ssl=0')}`) },
      // On another port is another server.
      { 'compose.yml': compose(`${DB}${asks('postgresql://postgres:${P}@db:5433/store')}`) },
      {
        'compose.yml': compose(`${DB}${asks('postgresql://postgres:p@db:5432/other')}`),
        'sql/a.sql': 'CREATE DATABASE other;\n',
      },
      {
        'sql/a.sh': 'createdb other\n',
        'compose.yml': compose(
          `${DB}    volumes:\n      - ./sql:/docker-entrypoint-initdb.d:ro\n${asks('postgresql://postgres:p@db:5432/other')}`,
        ),
      },
      // Known elsewhere: another server, a file of variables, SQL and scripts that make it.
      { 'compose.yml': compose(`${DB}${asks('postgresql://x:${P}@other/store')}`) },
      { 'compose.yml': compose(`${DB}    env_file: db.env\n${asks('postgresql://x:${P}@db/shop')}`) },
      { 'compose.yml': compose(`${DB.replace('shop', '${DB}')}${asks('postgresql://postgres:${P}@db/store')}`) },
      {
        'init/a.sql': 'CREATE DATABASE store;\nCREATE USER x;\n',
        'compose.yml': compose(
          `${DB}    volumes: ["./init:/docker-entrypoint-initdb.d"]\n${asks('postgresql://x:${P}@db/store')}`,
        ),
      },
      {
        'init/a.sql':
          "SELECT 'CREATE DATABASE store' WHERE NOT EXISTS (SELECT FROM pg_database)\\gexec\nDO $$ BEGIN EXECUTE 'CREATE USER x'; END $$;\n",
        'compose.yml': compose(
          `${DB}    volumes: ["./init:/docker-entrypoint-initdb.d"]\n${asks('postgresql://x:${P}@db/store')}`,
        ),
      },
      {
        'init/a.sh': 'echo\n',
        'compose.yml': compose(
          `${DB}    volumes: ["./init:/docker-entrypoint-initdb.d"]\n${asks('postgresql://x:${P}@db/store')}`,
        ),
      },
    ],
  },
  'compose/host-exists': {
    unmet: { 'compose.yml': compose(`  redis:\n    image: redis\n${asks('redis://rediss:6379')}      DB_HOST: db\n`) },
    finds: [
      'compose.yml:7 DATABASE_URL of api uses the host rediss, but no service has this name | compose.yml:2',
      'compose.yml:8 DB_HOST of api uses the host db, but no service has this name',
    ],
    met: [
      { 'compose.yml': compose('  db:\n    image: mariadb:11\n    environment: {MARIADB_HOST: paperless}\n') },
      { 'compose.yml': compose(`${DB}${asks('postgresql://x@db/y', '      DB_HOST: db\n')}`) },
      ...[
        'redis://cache.example.org',
        'https://example/token',
        'http://localhost:80',
        'redis://host.docker.internal',
        'redis://${HOST}',
        'sqlite:///db',
        'redis://a:1,b:1',
      ].map((address) => ({ 'compose.yml': compose(asks(address)) })),
      { 'compose.yml': compose(`${asks('redis://cache')}  x:\n    image: y\n    container_name: cache\n`) },
      { 'compose.yml': compose(asks('redis://cache', '    external_links: ["redis_1:cache"]\n')) },
      { 'compose.yml': `${compose(asks('redis://cache'))}networks:\n  default: {external: true}\n` },
      { 'compose.yml': compose(asks('redis://cache')), 'db/compose.yml': compose('  cache:\n    image: redis\n') },
      { 'compose.yml': compose('  a:\n    image: x\n    environment: {ALLOWED_HOST: shop, VIRTUAL_HOST: shop}\n') },
    ],
  },
  'compose/waits-for-health': {
    unmet: {
      'compose.yml': compose(`${DB}  a:\n    image: x\n    depends_on:\n      db: {condition: service_healthy}\n`),
    },
    finds: ['compose.yml:2 a waits until db is healthy, but db has no healthcheck | compose.yml:10'],
    met: [
      ...['    healthcheck: {test: pg_isready}\n', ''].map((health) => ({
        'compose.yml': compose(
          `${DB}${health}  a:\n    image: x\n    depends_on:\n      db: {condition: ${health === '' ? 'service_started' : 'service_healthy'}}\n`,
        ),
      })),
      // An image of somebody else, and one that is built with a HEALTHCHECK.
      {
        'compose.yml': compose(
          '  db:\n    image: shop/db\n  a:\n    image: x\n    depends_on:\n      db: {condition: service_healthy}\n',
        ),
      },
      {
        Dockerfile: 'FROM python:3.11\nHEALTHCHECK CMD curl http://localhost/\n',
        'compose.yml': compose(
          '  db:\n    build: .\n  a:\n    image: x\n    depends_on:\n      db: {condition: service_healthy}\n',
        ),
      },
    ],
  },
  'compose/starts-too-early': {
    unmet: {
      'compose.yml': compose(
        `${DB}${asks('postgresql://postgres@db/shop', '    command: uvicorn app.main:app\n    depends_on: [db]\n')}`,
      ),
    },
    finds: ['compose.yml:12 api starts with db instead of waiting until db accepts connections | compose.yml:10'],
    met: [
      '    command: uvicorn app.main:app\n    depends_on:\n      db: {condition: service_healthy}\n',
      '    command: sh -c "wait-for db:5432 && uvicorn app.main:app"\n    depends_on: [db]\n',
      '    command: uvicorn app.main:app\n    restart: always\n    depends_on: [db]\n',
      '    command: shop migrate-and-serve\n    depends_on: [db]\n',
      '    command: celery -A app.tasks worker\n    depends_on: [db]\n',
      '    depends_on: [db]\n',
      '    command: uvicorn app.main:app\n',
    ].map((more) => ({ 'compose.yml': compose(`${DB}${asks('postgresql://postgres@db/shop', more)}`) })),
  },
  'compose/variable-required': {
    unmet: {
      'app/main.py': MAIN,
      'app/settings.py': SETTINGS,
      Dockerfile: STARTS,
      'compose.yml': compose('  api:\n    build: .\n    environment: {LOG_LEVEL: debug}\n'),
    },
    finds: ['compose.yml:2 api does not set DATABASE_URL, which the application requires | app/settings.py:3'],
    met: [
      '    environment: {DATABASE_URL: x}\n',
      '    environment: [DATABASE_URL]\n',
      '    environment: {database_url: x}\n',
      '    command: celery worker\n',
    ]
      .map((more) => ({
        'app/main.py': MAIN,
        'app/settings.py': SETTINGS,
        Dockerfile: STARTS,
        'compose.yml': compose(`  api:\n    build: .\n${more}`),
      }))
      .concat([
        {
          'app/main.py': MAIN,
          'app/settings.py': SETTINGS,
          Dockerfile: `${STARTS}ENV DATABASE_URL=x\n`,
          'compose.yml': compose('  api:\n    build: .\n'),
        },
        {
          'app/main.py': MAIN,
          'app/settings.py': `${SETTINGS}    model_config = SettingsConfigDict(env_file=".env")\n`,
          Dockerfile: STARTS,
          'compose.yml': compose('  api:\n    build: .\n'),
        },
      ]),
  },
  'compose/secret-defined': {
    unmet: {
      'compose.yml': `${compose('  a:\n    image: x\n    secrets: [db_pasword]\n')}secrets:\n  db_password: {environment: X}\n`,
    },
    finds: ['compose.yml:4 a uses the secret db_pasword, which is not defined | compose.yml:6'],
    met: [
      { 'compose.yml': `${compose('  a:\n    image: x\n    secrets: [b]\n')}secrets:\n  b: {environment: X}\n` },
      {
        'compose.yml': compose('  a:\n    image: x\n    secrets: [b]\n'),
        'compose.s.yml': 'secrets:\n  b: {file: b}\n',
      },
    ],
  },
  'compose/server-password': {
    unmet: {
      'compose.yml': compose(
        '  db:\n    image: postgres:17\n    environment: {POSTGRES_PASS: "${POSTGRES_PASSWORD:?}"}\n',
      ),
    },
    finds: ['compose.yml:2 db runs postgres but does not set POSTGRES_PASSWORD'],
    met: [
      { 'compose.yml': compose(DB) },
      ...['environment: {POSTGRES_HOST_AUTH_METHOD: trust}', 'environment: [POSTGRES_PASSWORD]', 'env_file: .env'].map(
        (more) => ({ 'compose.yml': compose(`  db:\n    image: postgres:17\n    ${more}\n`) }),
      ),
      { 'compose.yml': compose('  db:\n    image: bitnami/postgresql\n  c:\n    image: postgrest/postgrest\n') },
      { 'compose.yml': compose('  db:\n    image: postgres\n'), 'compose.prod.yml': compose(DB) },
      // No server runs there.
      {
        'compose.yml': compose(
          '  init:\n    image: postgres\n    command: [psql, -h, db, -f, /docker-entrypoint-initdb.d/a.sql]\n',
        ),
      },
    ],
  },
  'compose/windows-path': {
    unmet: {
      'ops/compose.yml':
        'services:\n  a:\n    build:\n      context: ..\\api\n    volumes:\n      - ..\\db\\a.sql:/x/a.sql\n',
      'api/Dockerfile': 'FROM x\n',
      'db/a.sql': '',
    },
    finds: [
      'ops/compose.yml:4 a uses ..\\api, which only Windows resolves to api',
      'ops/compose.yml:6 a uses ..\\db\\a.sql, which only Windows resolves to db/a.sql',
    ],
    met: [
      { 'ops/compose.yml': 'services:\n  a:\n    build:\n      context: ../api\n', 'api/Dockerfile': 'FROM x\n' },
      { 'ops/compose.yml': 'services:\n  a:\n    build:\n      context: ..\\api\n' },
    ],
  },
};
