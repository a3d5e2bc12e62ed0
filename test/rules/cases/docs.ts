import { APP, IMAGE, probed, type Cases } from '../files.ts';

const sh = (...commands: string[]): string => `\`\`\`sh\n${commands.join('\n')}\n\`\`\`\n`;
const ROUTES = `${APP}@app.get("/users/{user_id}")\ndef user(): ...\n@app.post("/users")\ndef make(): ...\n`;
const COMPOSE = 'services:\n  backend:\n    image: a\n  db:\n    image: postgres:17\n';
const settings = (prefix = ''): string =>
  `from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="${prefix}")\n    token_minutes: int = 5\n`;

export const CASES: Cases = {
  'docs/application-named': {
    unmet: {
      'app/main.py': APP,
      'README.md': sh('uvicorn ap.main:app --reload', 'uvicorn app.mian:app'),
    },
    finds: [
      'README.md:2 ap.main:app is started, but the application is in app.main | app/main.py:2',
      'README.md:3 app.mian:app is started, but the application is in app.main | app/main.py:2',
    ],
    met: [
      {
        'app/main.py': APP,
        'README.md': sh('uvicorn app.main:app', 'uvicorn other.server:app', 'uvicorn api.server:app'),
      },
      { 'app/main.py': APP, 'ap/main.py': '', 'README.md': sh('uvicorn ap.main:app') },
      { 'app/main.py': APP, 'CHANGELOG.md': sh('uvicorn ap.main:app') },
    ],
  },
  'docs/link-exists': {
    unmet: {
      'docs/a.md': 'See [setup](docs/setup.md) and [gone](../gone.md).\n[more](more.md)\n',
      'docs/setup.md': '',
      'docs/b.md': '[moved](02-old/user-guide.md) [site](example.com/x.md)\n',
      'docs/03-new/user-guide.md': '',
      // A word alone that other pages are called as well.
      'docs/g.md': '[risk](risk.md)\n',
      'docs/api/risk.md': '',
      // Linked to by its own name already, the page is not what another link means.
      'docs/c.md': '[quick](quick.md) [all of it](api/quick.md) [reference](api/x.md)\n',
      'docs/quick.md': '',
      // No comment begins there.
      'docs/e.md': 'Write `<!--` first.\n\n[f](f.md)\n',
      // About what is deprecated, and kept up itself.
      'docs/h.md': '# Deprecated endpoints\n\n[h](hh.md)\n',
      'docs/i.md': 'This guide is maintained by all. This guide tells how a page is generated.\n\n[i](ii.md)\n',
      // From one folder too deep: the only place that ends so, though others have the name.
      'docs/how/to/d.md': '[a](../ref/on/p.md) [b](../ref/)\n',
      'docs/ref/on/p.md': '',
      'docs/ref/off/p.md': '',
    },
    finds: [
      'docs/a.md:1 the link docs/setup.md points to docs/docs/setup.md, which does not exist',
      'docs/a.md:1 the link ../gone.md points to gone.md, which does not exist; 1 more of its links are broken | docs/a.md:2',
      'docs/b.md:1 the link 02-old/user-guide.md points to docs/02-old/user-guide.md, which does not exist',
      'docs/b.md:1 the link example.com/x.md points to docs/example.com/x.md, which does not exist',
      'docs/c.md:1 the link api/quick.md points to docs/api/quick.md, which does not exist; 1 more of its links are broken | docs/c.md:1',
      'docs/e.md:3 the link f.md points to docs/f.md, which does not exist',
      'docs/g.md:1 the link risk.md points to docs/risk.md, which does not exist',
      'docs/h.md:3 the link hh.md points to docs/hh.md, which does not exist',
      'docs/how/to/d.md:1 the link ../ref/on/p.md points to docs/how/ref/on/p.md, which does not exist; 1 more of its links are broken | docs/how/to/d.md:1',
      'docs/i.md:3 the link ii.md points to docs/ii.md, which does not exist',
    ],
    met: [
      // Given up, a tool's own, and what a build of the pages writes.
      {
        'specs/DOCS-DEPRECATED/a.md': '[b](b.md)\n',
        '.agents/skills/seo/SKILL.md': '[b](../b/SKILL.md)\n',
      },
      {
        'docs/docs/a.md': '[b](../api/b.api.mdx)\n',
        'docs/docusaurus.config.ts': '',
        'docs/.gitignore': 'api/\n',
      },
      {
        'docs/development/a.md': '[b](../reference/Summary.md)\n',
        'docs/scripts/generate_reference.py': 'import mkdocs_gen_files\n',
        'mkdocs.yml': 'site_name: a\n',
      },
      // In a comment, in a template, and what a build of the pages exports.
      {
        'README.md': 'A <!-- [a](a.md) --> b.\n  <!-- it was\n[b](b.md) -->\n',
        'cards/model_card_template.md': '[cfg](cfg.yaml)\n',
      },
      { 'docs/a.md': '[openapi.json](../api/openapi.json)\n' },
      // A document that says itself that nobody keeps it up, or that a program wrote it.
      {
        'docs/a.md': '> **DEPRECATED**: see the new one.\n\n[c](c.md)\n',
        'docs/b.md': '# Reference\n\nGenerated on 2025-04-21\n\n[c](c.md)\n',
        'docs/d.md': '# Sessions\n\nThis document is no longer maintained.\n\n[c](c.md)\n',
      },
      // What a page takes from where pages have what they show.
      { 'js/book/Intro.mdx': '![a](./a.svg)\n', 'js/book/public/a.svg': '' },
      // The address of a page, as a site has it.
      { 'guides/a.md': '[b](../key-features/)\n', 'guides/more/02_key_features.md': '' },
      // As Markdown and addresses write names.
      { 'README.md': '[a](docs/of\\_it.md) [b](docs/b%20%281%29.md)\n', 'docs/of_it.md': '', 'docs/b (1).md': '' },
      { 'docs/guides/a.md': '[a](../../reference/coverage/)\n', 'mkdocs.yml': 'site_name: a\n' },
      { 'README.md': '[a](127.0.0.1) [b](ops/a.md)\n', '.gitmodules': '[submodule "ops"]\n\tpath = ops\n' },
      {
        'docs/a.md': 'See [setup](setup.md), [top](../README.md#a) and [out](../../x/b.md).\n',
        'docs/setup.md': '',
        'README.md': '',
      },
      { '_archived/a.md': '[b](b.md)\n', 'plans/a.md': '[b](b.md)\n', 'docs/x.plan.md': '[b](b.md)\n' },
      { 'CHANGELOG.md': 'See [gone](gone.md).\n', '.github/a.md': '[b](b.md)\n', 'vendor/x/README.md': '[b](b.md)\n' },
      { 'docs/a.md': '[b](b.md)\n', 'docs/b.mdx': '' },
      // A served page, and what a generator of clients writes.
      { 'site/a.mdx': '[home](../home/)\n', 'sdk/README.md': '[b](docs/b.md)\n', 'sdk/.openapi-generator-ignore': '' },
      {
        'docs/reports/a.md': '[b](b.md)\n',
        'docs/x-report.md': '[b](b.md)\n',
        'docs/fixes/LOGIN_FIX.md': '[b](b.md)\n',
        'docs/UPDATE_2025-10-08.md': '[b](b.md)\n',
      },
      // From where a page of mkdocs stands, and a template of documents.
      {
        'docs/stats.md': '<img src="../assets/logo.png">\n',
        'docs/assets/logo.png': '',
        'mkdocs.yml': 'site_name: a\n',
      },
      { 'features/_templates/spec.md': '[contract](../contract.md)\n' },
      // What Sphinx makes of the code, and what is filled in for who gets the document.
      { 'docs/a.md': '[api](reference/api.rst) [nb](../tutorials/a.ipynb)\n', 'scripts/docs/conf.py': '' },
      { 'data/chat/files/README.md': '[flow](flow.yaml)\n', 'data/chat/template/flow.yaml.jinja2': '' },
      { 'docs/a.md': '- [Scaling](scaling.md) (coming soon)\n- [Tuning](tuning.md) *(to be written)*\n' },
      // Pages of a generator, and what is on GitHub beside the files.
      { 'docs/a.md': '[a](page) [b](page.html) [c](../issues) [d](/page.md) [e](https://example.com/a.md)\n' },
      { 'site/docs/x/a.mdx': '[b](y/b.mdx)\n', 'site/docs/y/b.mdx': '' },
    ],
  },
  'docs/role-agrees': {
    unmet: {
      'ws.py': `REQUIRED_ROLES = {\n    "ping": "student",  # everybody\n    "broadcast": "teacher",\n}\nALLOWED: dict[str, set[Role]] = {\n    "quiz.start": {Role.admin, Role.teacher},\n    "hand.raise": {Role.student},\n}\n`,
      'README.md':
        '# Roles\n\n| Message | Allowed roles |\n|---|---|\n| `quiz.start` | teacher |\n| `hand.raise` | Students, teachers |\n| `ping` | any |\n\n- `broadcast`: admins only\n\nElevated actions now require admin role: quiz.start, broadcast.\n',
    },
    finds: [
      'README.md:6 hand.raise is documented for student, teacher, but the code allows it for student | ws.py:7',
      'README.md:9 broadcast is documented for admin, but the code allows it for teacher and above | ws.py:3',
      'README.md:11 quiz.start is documented for admin, but the code allows it for admin, teacher | ws.py:6',
      'README.md:11 broadcast is documented for admin, but the code allows it for teacher and above | ws.py:3',
    ],
    met: [
      {
        'ws.py': 'REQUIRED_ROLES = {"ping": "student", "broadcast": "teacher"}\n',
        'README.md':
          '## Permissions\n- `broadcast`: teacher, admin\n- `ping`: everybody\n\n`broadcast` requires the `teacher` role.\n',
      },
      // Who has which role, what a role may, another message, and a list that is not about roles.
      {
        'a.py':
          'USER = {"role": "student", "user_id": "admin"}\nPERMISSIONS = {"admin": ["editor"]}\nSHOWN = {"ping": "role"}\n',
        'b.py': 'REQUIRED_ROLES = {"ping": "student"}\n',
        'README.md':
          '# Roles\n`role` requires the `admin` role.\n`pong` requires the `admin` role.\n# Fields\n- `ping`: admin\n',
      },
      // One table for each of two parts.
      {
        'a.py': 'ROLES = {"ping": "student"}\n',
        'b.py': 'ROLES = {"ping": "teacher"}\n',
        'README.md': '`ping` requires the `teacher` role.\n',
      },
    ],
  },
  'docs/route-exists': {
    unmet: {
      'main.py': ROUTES,
      Dockerfile: IMAGE,
      'README.md': `\`GET /health\`, \`GET /users/{id}\`, \`POST /users\`, \`DELETE /users\`, \`GET /heatlh\`\n${sh('curl http://localhost:8008/heatlh')}`,
    },
    finds: [
      'README.md:1 DELETE /users is documented, but main:app has it only with POST | main.py:2',
      'README.md:1 GET /heatlh is documented, but main:app has no such route | main.py:2',
      'README.md:3 GET /heatlh is documented, but main:app has no such route | main.py:2',
    ],
    met: [
      // Another interface has pages at `/docs` as well.
      {
        'main.py': ROUTES,
        Dockerfile: IMAGE,
        'README.md': '`GET /datasets`, `GET /docs/{id}`, `GET /health`, `POST /users`\n',
      },
      // What a long line tells is no list of routes.
      {
        'main.py': ROUTES,
        Dockerfile: IMAGE,
        'README.md': `\`GET /health\`, \`GET /users/{id}\`, \`POST /users\`\n\n- In place of a route \`GET /heatlh\` ${'we look '.repeat(40)}.\n`,
      },
      {
        'main.py': ROUTES,
        Dockerfile: IMAGE,
        'README.md': `\`GET /health/\`, \`GET /api/users/{id}\`, \`POST /users?x=1\`, \`GET /docs\`\n${sh('curl -X POST http://localhost:8008/users', 'curl -d x http://localhost:8008/other', 'curl http://localhost:9000/other')}`,
      },
      // Another interface, a guide to what is to be added, routes that only a run tells, two applications.
      { 'main.py': ROUTES, 'README.md': '`GET /repos/{id}`, `GET /orgs`, `GET /health`\n' },
      { 'main.py': ROUTES, 'docs/tutorial.md': '`GET /health`, `GET /heatlh`\n' },
      { 'main.py': `import x\n${ROUTES}app.include_router(x.made())\n`, 'README.md': '`GET /health`, `GET /heatlh`\n' },
      { 'a/main.py': ROUTES, 'b/main.py': ROUTES, 'README.md': '`GET /health`, `GET /heatlh`\n' },
      { 'README.md': '`GET /heatlh`\n' },
    ],
  },
  'docs/route-port': {
    unmet: { 'main.py': ROUTES, Dockerfile: IMAGE, 'README.md': sh('curl http://localhost:8000/health') },
    finds: [
      'README.md:2 /health is requested on port 8000, but the application listens on 8008 | Dockerfile:2 | Dockerfile:3',
    ],
    met: [
      // Another service, which the code asks there.
      {
        'main.py': `${ROUTES}URL = "http://localhost:8000/v1"\n`,
        Dockerfile: IMAGE,
        'README.md': sh('curl http://localhost:8000/health'),
      },
      // Whoever starts it says where.
      {
        'main.py': ROUTES,
        Dockerfile: IMAGE,
        'README.md': sh('curl http://localhost:3007/health'),
        'compose.yml':
          'services:\n  a:\n    build: .\n    ports: ["127.0.0.1:${APP_PORT:?say which, as in app.env}:8008"]\n',
      },
      { 'main.py': ROUTES, Dockerfile: IMAGE, 'README.md': sh('curl http://localhost:8008/health') },
      {
        'main.py': ROUTES,
        Dockerfile: IMAGE,
        'README.md': sh('docker run -p 8000:8008 shop', 'curl http://localhost:8000/health'),
      },
      {
        'main.py': ROUTES,
        Dockerfile: IMAGE,
        'README.md': sh('uvicorn main:app', 'curl http://localhost:8000/health'),
      },
      { 'main.py': ROUTES, Dockerfile: IMAGE, 'README.md': sh('curl http://localhost:9090/targets') },
      { 'main.py': ROUTES, 'README.md': sh('curl http://localhost:8000/health') },
    ],
  },
  'docs/path-exists': {
    unmet: {
      'README.md': `See \`docs/guides/deploy-aws.sql\`.\n${sh('cd bakend', 'psql -f database/shema.sql')}`,
      'backend/a.sql': 'CREATE TABLE a (id int);\n',
      'database/schema.sql': 'CREATE TABLE b (id int);\n',
      'ops/deploy-aws.sql': 'CREATE TABLE c (id int);\n',
      // Left out, and let in again.
      'web/README.md': sh('psql -f db/shema.sql'),
      'web/db/schema.sql': 'CREATE TABLE d (id int);\n',
      '.gitignore': '/web/db/s*\n',
      'web/.gitignore': '!db/shema.sql\n',
    },
    finds: [
      'README.md:1 docs/guides/deploy-aws.sql does not exist, but ops/deploy-aws.sql does | ops/deploy-aws.sql:1',
      'README.md:3 bakend does not exist, but backend does',
      'README.md:4 database/shema.sql does not exist, but database/schema.sql does | database/schema.sql:1',
      'web/README.md:2 db/shema.sql does not exist, but web/db/schema.sql does | web/db/schema.sql:1',
    ],
    met: [
      { 'README.md': sh('git clone <url of it>', 'cd backend_1'), 'backend/a.sql': 'CREATE TABLE a (id int);\n' },
      // A document that names itself as it was called.
      { 'docs/deploy-aws.md': '# Deploy\n\nThis is `guides/deploy-aws.md`.\n\nSee `POST /a`.\n' },
      // What is followed, not read.
      { 'README.md': sh('docker compose logs -f backend-1'), 'backend_1/a.sql': 'CREATE TABLE a (id int);\n' },
      // Two names, and no slip.
      { 'README.md': 'See `core/tests.sql`.\n', 'core/tasks.sql': 'CREATE TABLE a (id int);\n' },
      // What git leaves out is made by whoever follows the document.
      {
        'README.md': sh('cd bakend', 'psql -f bakend/shema.sql', 'psql -f db/v/shema.sql'),
        'bakend_/a.sql': 'CREATE TABLE a (id int);\n',
        'backend/schema.sql': 'CREATE TABLE b (id int);\n',
        'db/v/schema.sql': 'CREATE TABLE b (id int);\n',
        '.gitignore': '/bakend/\n!/bakend/a\ndb/**/v/shema.sql\n',
      },
      {
        'README.md': sh('psql -f database/shema.sql', 'cd bakend'),
        'database/schema.sql': 'CREATE TABLE b (id int);\n',
        'backend/a.sql': 'CREATE TABLE a (id int);\n',
        '.gitignore': '*\n!*/\n**/bakend\ndatabase/shem?.sql\n',
      },
      // A name that each module's pages have.
      { 'README.md': '`modules/money/00-overview.md`\n', 'docs/security/00-overview.md': '`a/b.py`\n' },
      // Named from above the clone, whose folder has a name of its own.
      {
        'README.md': 'See `shop/database/schema.sql` and `shop/backend/a-b.sql`.\n',
        'backend/a-b.sql': 'CREATE TABLE a (id int);\n',
        'database/schema.sql': 'CREATE TABLE b (id int);\n',
      },
      {
        'README.md': sh('git clone https://example.com/a/bakend.git', 'cd bakend'),
        'backend/a.sql': 'CREATE TABLE a (id int);\n',
      },
      // A word alone that many files may be called by, what a link on the line says, a plan.
      { 'README.md': 'See `web/state/atoms.sql`.\n', 'db/x/atoms.sql': 'CREATE TABLE a (id int);\n' },
      {
        'README.md': 'See [`docs/deploy-aws.sql`](docs/deploy-aws.sql).\n',
        'ops/deploy-aws.sql': 'CREATE TABLE c (id int);\n',
      },
      { 'docs/design/a.md': 'See `docs/deploy-aws.sql`.\n', 'ops/deploy-aws.sql': 'CREATE TABLE c (id int);\n' },
      {
        'README.md': `See \`database/schema.sql\`.\n${sh('cd backend', 'psql -f ../database/schema.sql -f a.sql')}`,
        'backend/a.sql': 'CREATE TABLE a (id int);\n',
        'database/schema.sql': 'CREATE TABLE b (id int);\n',
      },
      // What the reader is to make, or to clone.
      { 'README.md': `Write \`config/local.yml\`.\n${sh('git clone https://example.com/shop', 'cd shop')}` },
      { 'CHANGELOG.md': sh('cd bakend'), 'backend/a.sql': 'CREATE TABLE a (id int);\n' },
    ],
  },
  'docs/service-named': {
    unmet: {
      'compose.yml': COMPOSE,
      'README.md': sh('docker compose up -d bakend db', 'docker-compose logs -f --tail 5 postgres'),
      Makefile: 'shell:\n\tdocker compose exec worker sh\n',
    },
    finds: [
      'Makefile:2 the command names the service worker, but the compose files define backend, db | compose.yml:2 | compose.yml:4',
      'README.md:2 the command names the service bakend, but the compose files define backend | compose.yml:2',
      'README.md:3 the command names the service postgres, but the compose files define db | compose.yml:4',
    ],
    met: [
      {
        'compose.yml': COMPOSE,
        'README.md': sh(
          'docker compose up -d',
          'docker compose -p x exec -u root backend bash',
          'docker compose logs <service>',
        ),
        Makefile: 'state:\n\tdocker compose ps --format json --status running\n',
      },
      {
        'compose.yml': COMPOSE,
        'README.md': sh('docker compose run --rm create_superuser', 'docker compose up $NAME'),
      },
      { 'compose.yml': COMPOSE, 'README.md': sh('docker compose -f ops/other.yml up bakend') },
      { 'README.md': sh('docker compose up bakend') },
    ],
  },
  'docs/object-named': {
    unmet: { 'k8s/a.yaml': probed('/'), 'README.md': sh('kubectl rollout status deployment/bakend') },
    finds: ['README.md:2 the document names Deployment bakend, but the manifests define backend | k8s/a.yaml:3'],
    met: [
      // A chart of somebody else makes them in the same namespace.
      {
        'k8s/a.yaml': `${probed('/').replace('{name: backend}', '{name: backend, namespace: shop}')}---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n`,
        'README.md': sh('helm upgrade --install idp ping/ping -n shop', 'kubectl -n shop logs deployment/pingfederate'),
      },
      { 'k8s/a.yaml': probed('/'), 'README.md': sh('kubectl rollout status deployment/backend') },
      { 'k8s/a.yaml': probed('/'), 'README.md': sh('kubectl -n ingress rollout status deployment/ingress-controller') },
      { 'k8s/a.yaml': probed('/'), 'README.md': sh('kubectl logs service/bakend', 'kubectl logs deployment/$NAME') },
      { 'README.md': sh('kubectl rollout status deployment/bakend') },
    ],
  },
  'docs/variable-named': {
    unmet: { 'settings.py': settings('SHOP_'), 'README.md': '| `SHOP_TOKEN_MINUTSE` |\n| `TOKEN_MINUTES` |\n' },
    finds: ['README.md:1 SHOP_TOKEN_MINUTSE is documented, but the code reads SHOP_TOKEN_MINUTES | settings.py:4'],
    met: [
      // One and several.
      { 'a.py': 'import os\nos.getenv("SHOP_LANGUAGE")\n', 'README.md': '`SHOP_LANGUAGES`\n' },
      {
        'settings.py': settings('SHOP_'),
        'README.md': '`SHOP_TOKEN_MINUTES` `SHOP_TOKEN_HOURS` `OTHER_TOKEN_MINUTES`\n',
      },
      { 'settings.py': settings(), '.env.example': 'TOKEN_MINUTSE=1\n', 'README.md': '`TOKEN_MINUTSE`\n' },
      { 'settings.py': settings(), 'CHANGELOG.md': '`TOKEN_MINUTSE`\n' },
      // In short words a letter makes another word.
      { 'a.py': 'import os\nos.getenv("MCP_HOST")\n', 'README.md': '`SMTP_HOST`\n' },
    ],
  },
  'docs/document-drifts': {
    unmet: {
      'main.py': `${APP}@app.post("/orders/{order_id}")\ndef order(order_id: int): ...\n@app.get("/orders")\ndef orders(): ...\n`,
      'docs/openapi.json': JSON.stringify(
        {
          openapi: '3.1.0',
          info: { title: 'Shop', version: '1' },
          paths: { '/health': { get: {} }, '/orders/{id}': { post: {} }, '/old': { get: {} } },
        },
        null,
        1,
      ),
    },
    finds: [
      'docs/openapi.json:15 of 3 operations, the document has 2: it lacks GET /orders, still lists GET /old | main.py:7',
    ],
    met: [
      {
        'main.py': APP,
        'docs/openapi.yaml': 'openapi: 3.1.0\ninfo: {title: Shop, version: "1"}\npaths:\n  /health:\n    get: {}\n',
      },
      // With nothing in common it is the document of something else.
      {
        'main.py': APP.replace('/health', '/one'),
        'docs/openapi.yaml': 'openapi: 3.1.0\ninfo: {title: Shop, version: "1"}\npaths:\n  /other:\n    get: {}\n',
      },
      // Of another application, of routes that are made at run time, and settings that are called so.
      {
        'main.py': `${APP}@app.get("/a")\ndef a(): ...\n@app.get("/b")\ndef b(): ...\n`,
        'docs/openapi.yaml': 'openapi: 3.1.0\ninfo: {title: Bank, version: "1"}\npaths:\n  /accounts:\n    get: {}\n',
      },
      {
        'main.py': `import x\n${APP}app.include_router(x.made())\n@app.get("/a")\ndef a(): ...\n`,
        'docs/openapi.yaml': 'openapi: 3.1.0\ninfo: {title: Shop, version: "1"}\npaths:\n  /health:\n    get: {}\n',
      },
      { 'main.py': APP, 'openapi-config.yaml': 'generator: python\n' },
    ],
  },
};
