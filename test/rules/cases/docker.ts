import { IMAGE, type Cases } from '../files.ts';

const PYTHON =
  'FROM python:3.11\nCOPY *.txt ./\nRUN pip install -r requirements.txt\nHEALTHCHECK CMD python -c "import requests; requests.get(\'http://localhost:8008/\')"\n';
const BUNDLE = 'FROM node:24 AS b\nCOPY . .\nRUN npm run build\nFROM nginx:1.29\nCOPY --from=b /dist /srv\n';
const PACKAGE = '{"name": "web", "devDependencies": {"vite": "7.0.0"}}\n';
const CLIENT = 'export const url = import.meta.env.VITE_API_URL ?? "http://localhost:8000";\n';
const BUNDLED = { 'web/Dockerfile': BUNDLE, 'web/package.json': PACKAGE, 'web/src/api.ts': CLIENT };

export const CASES: Cases = {
  'docker/argument-unread': {
    unmet: {
      'web/Dockerfile': BUNDLE.replace('RUN', 'ARG VITE_API_UR\nARG VITE_DOCS_URL\nRUN'),
      'web/package.json': PACKAGE,
      'web/src/api.ts': CLIENT,
    },
    finds: ['web/src/api.ts:1 web/Dockerfile declares VITE_API_UR, but the code reads VITE_API_URL | web/Dockerfile:3'],
    met: [
      { ...BUNDLED, 'web/Dockerfile': BUNDLE.replace('RUN', 'ARG VITE_API_URL\nARG VITE_API_URLS\nRUN') },
      // Not for the bundler, another word, and a Dockerfile that bundles nothing.
      { ...BUNDLED, 'web/Dockerfile': BUNDLE.replace('RUN', 'ARG API_UR\nARG VITE_APP_URL\nRUN') },
      { ...BUNDLED, 'web/Dockerfile': 'FROM node:24\nARG VITE_API_UR\nCOPY . .\n' },
    ],
  },
  'docker/base-name': {
    unmet: {
      Dockerfile: 'FROM pyhton:3.12-slim\nFROM docker.io/library/nod:20\n',
      'compose.yml': 'services:\n  db:\n    image: postgress:17\n  web:\n    image: nginxinc/nginx-unpriviledged:1\n',
    },
    finds: [
      'Dockerfile:1 pyhton is not an official image, but python is',
      'Dockerfile:2 nod is no official image, and node is one',
      'compose.yml:3 postgress is not an official image, but postgres is',
      'compose.yml:5 nginxinc/nginx-unpriviledged is not an official image, but nginxinc/nginx-unprivileged is',
    ].filter((line) => !line.includes(' nod ')),
    met: [
      {
        Dockerfile: 'FROM python:3.12 AS pythons\nFROM pythons\nFROM ghcr.io/shop/pyhton:1\nFROM rust:1\nFROM bun\n',
        'compose.yml': 'services:\n  a:\n    build: .\n    image: nodes\n  b:\n    image: nodes\n',
      },
    ],
  },
  'docker/copy-source': {
    unmet: {
      'web/Dockerfile': 'FROM nginx\nCOPY nginx.conf /etc/nginx/\n',
      'api/Dockerfile': 'FROM node\nCOPY package*.json /x/\n',
      'compose.yml': 'services:\n  api:\n    build: api\n',
      // A stage that another one copies from.
      'b/Dockerfile': 'FROM x AS one\nCOPY gone /x\nCOPY compose.yml /x\nFROM y\nCOPY --from=0 /x /y\n',
      // Everything went with its folder: it is somewhere else.
      'c/Dockerfile': 'FROM x\nCOPY lib/web /x\nCOPY lib/b /y\n',
      // What a script makes goes by another name, or into a folder that is here.
      'move.sh': 'cp -r x/* "$root/c/"\nmkdir -p "$root/lib"\n',
    },
    finds: [
      'api/Dockerfile:2 package*.json is copied, but there is no api/package*.json',
      'b/Dockerfile:2 gone is copied, but there is no gone and no b/gone',
      'c/Dockerfile:2 lib/web is copied, but there is no lib/web and no c/lib/web',
      'c/Dockerfile:3 lib/b is copied, but there is no lib/b and no c/lib/b',
      'web/Dockerfile:2 nginx.conf is copied, but there is no nginx.conf and no web/nginx.conf',
    ],
    met: [
      // A folder of Dockerfiles, each built from a folder elsewhere.
      { 'docker/Dockerfile.web': 'FROM x\nCOPY package*.json ./\nCOPY . .\n', 'web/package.json': '{}' },
      { 'docker/Dockerfile.ml': 'FROM x\nCOPY req.txt src ./\nCOPY . .\n', 'ml/req.txt': 'a\n', 'ml/src/a.py': '' },
      { Dockerfile: 'FROM x\nCOPY .git /x\nCOPY .build/linux/a /x\n' },
      {
        'a/Dockerfile': 'FROM x\nCOPY requirements* /x\nCOPY (b)/package* /x\n',
        'a/requirements/a': '',
        'a/(b)/package': '',
      },
      // What a recipe makes; a context above, with more words behind it.
      {
        Makefile: 'build:\n\tgo build -o ./bin/api ./api/main.go\n',
        Dockerfile: 'FROM x\nCOPY Makefile /x\nCOPY ./bin/api /x\n',
      },
      {
        'apps/web/package.json':
          '{"scripts": {"image": "docker build -f ./Dockerfile -t web ./../.. $MORE", "x": "docker build -t b -f ./Dockerfile $ALL"}}',
        'apps/web/Dockerfile': 'FROM x\nCOPY a.txt /x\n',
        'a.txt': '',
      },
      // A lock beside what it locks, the keys of who runs it, a stage that nothing asks for.
      { 'api/Dockerfile': 'FROM node\nCOPY package.json yarn.lock* package-lock.json* ./\n', 'api/package.json': '{}' },
      { 'api/Dockerfile': 'FROM x\nCOPY ssl /ssl\nCOPY certs/a.pem /x\n' },
      { Dockerfile: 'FROM x AS dev\nCOPY gone /x\nFROM x AS a\nFROM a\nCOPY --from=a /x /y\n' },
      {
        Dockerfile: 'FROM x AS one\nFROM one AS Two\nFROM x\nCOPY gone /x\n',
        'compose.yml': 'services:\n  a:\n    build: {context: ., target: two}\n',
      },
      { 'web/Dockerfile': 'FROM nginx\nCOPY nginx.conf /etc/nginx/\n', 'web/nginx.conf': 'events {}\n' },
      // A pattern that matches nothing, and a context between the two usual ones.
      { 'web/Dockerfile': 'FROM nginx\nCOPY server.js* /x/\n', 'web/a.txt': '' },
      { 'svc/api/cmd/run/Dockerfile': 'FROM x\nCOPY go.mod ./\n', 'svc/api/go.mod': '' },
      {
        'svc/Makefile': 'image:\n\tdocker build -t shop/api -f ops/Dockerfile .\n',
        'svc/ops/Dockerfile': 'FROM x\nCOPY go.mod ./\n',
        'svc/go.mod': '',
      },
      { 'web/Dockerfile': 'FROM nginx\nCOPY web/nginx.conf /etc/nginx/\n', 'web/nginx.conf': 'events {}\n' },
      // Keys of the host, and what a script puts there with the rest.
      { 'ssh/Dockerfile': 'FROM x\nCOPY known_hosts /x\nCOPY ca.pub ssh_host_rsa_key /y/\n', 'ssh/sshd_config': '' },
      {
        'task/Dockerfile': 'FROM x\nCOPY wheels/ /x\nCOPY run.py /y\n',
        'common/run.py': '',
        'stage.sh': 'mkdir -p "$folder/wheels"\ncp common/run.py "$folder/"\n',
      },
      // `docker compose --project-directory . -f ops/compose.yml`.
      {
        'ops/Dockerfile': 'FROM x\nCOPY a.txt ops/b.sh /\n',
        'ops/b.sh': '',
        'a.txt': '',
        'ops/compose.yml': 'services:\n  a:\n    build:\n      context: .\n      dockerfile: ops/Dockerfile\n',
      },
      { Dockerfile: 'FROM nginx AS a\nFROM nginx\nCOPY --from=a /x /y\nCOPY dist /z\nCOPY *.txt .env /z/\n' },
      {
        'ops/Dockerfile': 'FROM nginx\nCOPY a.txt /\n',
        'app/a.txt': '',
        'compose.yml': 'services:\n  a:\n    build:\n      context: app\n      dockerfile: ../ops/Dockerfile\n',
      },
    ],
  },
  'docker/production-install': {
    unmet: { Dockerfile: 'FROM node:20 AS build\nRUN npm ci --only=production\nCOPY . .\nRUN npm run build\n' },
    finds: ['Dockerfile:2 `npm run build` runs after an install without development dependencies | Dockerfile:4'],
    met: [
      { Dockerfile: 'FROM node:20\nRUN npm install -g sass\nRUN npm ci --omit=dev\nRUN npm run build\n' },
      // What npm does not know as a value, and what says no.
      { Dockerfile: 'FROM node:20\nRUN npm ci --only=production=false\nRUN npm run build\n' },
      { Dockerfile: 'FROM node:20\nRUN npm install --production=false && yarn build\n' },
      { Dockerfile: 'FROM node:20\nRUN yarn install --production=false\nRUN yarn build\n' },
      { Dockerfile: 'FROM node:20 AS build\nRUN npm ci\nRUN npm run build\nFROM node:20\nRUN npm ci --omit=dev\n' },
      { Dockerfile: 'FROM node:20\nRUN npm ci --omit=dev\nRUN npm ci\nRUN npm run build\n' },
      { Dockerfile: 'FROM node:20 AS run\nRUN npm ci --omit=dev\nFROM shop/tools AS build\nRUN npm run build\n' },
    ],
  },
  'docker/exposed-port': {
    unmet: { Dockerfile: IMAGE.replace('EXPOSE 8008', 'EXPOSE 8000') },
    finds: ['Dockerfile:2 the image listens on 8008 but exposes 8000 | Dockerfile:3'],
    met: [{ Dockerfile: IMAGE }, { Dockerfile: IMAGE.replace('EXPOSE 8008\n', '') }],
  },
  'docker/context-ignored': {
    unmet: {
      Dockerfile: 'FROM nginx\nCOPY dist /srv\nCOPY web/public/a.txt /srv/\nCOPY b.sql (c)/d.pyc /srv/\n',
      // `**` goes through folders also within a name, as nowhere else.
      '.dockerignore': '# x\n/dist/\n**/public\n[^a].sql\n**.pyc\n',
      'web/public/a.txt': '',
      'b.sql': '',
      '(c)/d.pyc': '',
    },
    finds: [
      'Dockerfile:2 dist is copied, but `/dist/` in .dockerignore excludes it | .dockerignore:2',
      'Dockerfile:3 web/public/a.txt is copied, but `**/public` in .dockerignore excludes it | .dockerignore:3',
      'Dockerfile:4 b.sql is copied, but `[^a].sql` in .dockerignore excludes it | .dockerignore:4',
      'Dockerfile:4 (c)/d.pyc is copied, but `**.pyc` in .dockerignore excludes it | .dockerignore:5',
    ],
    met: [
      { Dockerfile: 'FROM nginx\nCOPY dist /srv\nCOPY . /a\n', '.dockerignore': '*\n!dist\n' },
      { Dockerfile: 'FROM nginx\nCOPY web /srv\n', '.dockerignore': 'web/*\n!web/a.txt\n', 'web/a.txt': '' },
      {
        Dockerfile: 'FROM nginx AS b\nFROM nginx\nCOPY --from=b /dist /srv\nCOPY app/x*.txt /\n',
        '.dockerignore': 'dist\napp\n',
      },
      { Dockerfile: 'FROM nginx\nCOPY web /srv\n', '.dockerignore': 'web\n!web/a.txt\n', 'web/a.txt': '' },
      // Another context, and the file that has the name of the Dockerfile.
      {
        'web/Dockerfile': 'FROM nginx\nCOPY dist /srv\n',
        'web/dist/a': '',
        '.dockerignore': 'dist\n',
        'compose.yml': 'services:\n  a:\n    build: web\n',
      },
      {
        Dockerfile: 'FROM nginx\nCOPY dist /srv\n',
        '.dockerignore': 'dist\n',
        'Dockerfile.dockerignore': 'node_modules\n',
      },
      { Dockerfile: 'FROM nginx\nCOPY dist /srv\n', '.dockerignore': 'dist/*.map\n' },
    ],
  },
  'docker/context-open': {
    unmet: {
      Dockerfile: 'FROM node:24\nCOPY package.json ./\nRUN npm ci\nCOPY . .\n',
      '.gitignore': 'node_modules/\n.env/\n.env\n',
      'package.json': '{"name": "a"}\n',
      '.env.example': 'A=\n',
      'api/Dockerfile': 'FROM x\nCOPY . .\n',
      'api/.env.example': 'A=\n',
      'api/.gitignore': '!.env\n*\n',
      'compose.yml': 'services:\n  api:\n    build: api\n',
    },
    finds: [
      'Dockerfile:4 `COPY .` copies .env and node_modules, which git ignores but no .dockerignore excludes | .gitignore:3 | .gitignore:1',
      'api/Dockerfile:2 `COPY .` copies .env, which git ignores but no .dockerignore excludes | api/.gitignore:2',
    ],
    met: [
      // Jobs alone build it, and what they have of it stays in a stage before.
      {
        'web/Dockerfile':
          'FROM node:24 AS b\nCOPY package.json ./\nRUN npm ci\nCOPY . .\nFROM nginx\nCOPY --from=b /dist /\n',
        'web/package.json': '{"name": "a"}\n',
        '.gitignore': 'node_modules/\n',
        '.github/workflows/a.yml':
          'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: docker build -t web ./web\n',
      },
      // Another one beside it is built.
      {
        'web/Dockerfile': 'FROM x\nCOPY . .\n',
        'web/Dockerfile.run': 'FROM x\nCOPY a ./\n',
        'compose.yml': 'services:\n  a:\n    build: {context: web, dockerfile: Dockerfile.run}\n',
        '.gitignore': '.env\n',
        'web/.env.example': 'A=\n',
        '.env.example': 'A=\n',
      },
      // Committed on purpose.
      {
        Dockerfile: 'FROM x\nCOPY . .\n',
        '.gitignore': '.env*\n!.env.example\n!.env\n',
        '.env.example': 'A=\n',
      },
      // Let in again by name, and an image to develop with.
      {
        Dockerfile: 'FROM x\nCOPY . .\n',
        'dev.Dockerfile': 'FROM x\nCOPY . .\n',
        '.gitignore': '.env\n',
        '.dockerignore': '*.env*\n!/.env\n',
        '.env.example': 'A=\n',
      },
      {
        Dockerfile: 'FROM node:24\nCOPY package.json ./\nRUN npm ci\nCOPY . .\n',
        '.gitignore': 'node_modules/\n.env\n',
        '.dockerignore': '**/node_modules\n.env*\n',
        'package.json': '{"name": "a"}\n',
        '.env.example': 'A=\n',
      },
      // Nobody says what the context is.
      { 'web/Dockerfile': 'FROM nginx\nCOPY . .\n', '.gitignore': '.env\n', 'web/.env.example': 'A=\n' },
      // Nothing shows that there is one; only parts are copied; what a stage before has does not stay.
      { Dockerfile: 'FROM python:3.11\nCOPY . .\n', '.gitignore': 'node_modules/\n.env\n' },
      { Dockerfile: 'FROM python:3.11\nCOPY app ./\n', '.gitignore': '.env\n', '.env.example': 'A=\n' },
      { Dockerfile: 'FROM python:3.11 AS b\nCOPY . .\nFROM nginx\n', '.gitignore': '.env\n', '.env.example': 'A=\n' },
      {
        'web/Dockerfile': 'FROM nginx\nCOPY . .\n',
        '.gitignore': '/.env\n',
        'web/.env.example': 'A=\n',
        '.env.example': '',
        'compose.yml': 'services:\n  a:\n    build: web\n',
      },
    ],
  },
  'docker/build-argument': {
    unmet: {
      'web/Dockerfile': 'FROM node:24\nARG VITE_API_URL\n',
      'compose.yml': 'services:\n  a:\n    build:\n      context: web\n      args:\n        VITE_API: /api\n',
      Makefile: 'image:\n\tdocker build --build-arg MODE=a --build-arg GIT_SHA=1 --build-arg VITE_API_URL=/ web\n',
    },
    finds: [
      'compose.yml:6 VITE_API is passed to the build, but web/Dockerfile has no ARG VITE_API | web/Dockerfile:2',
      'Makefile:2 MODE is passed to the build, but web/Dockerfile has no ARG MODE | web/Dockerfile:2',
    ],
    met: [
      {
        'web/Dockerfile': 'ARG NODE=24\nFROM node:${NODE}\nARG VITE_API_URL=/\n',
        'compose.yml':
          'services:\n  a:\n    build:\n      context: web\n      args: [NODE=22, VITE_API_URL=/api, HTTP_PROXY=http://x, BUILDKIT_INLINE_CACHE=1]\n',
      },
      {
        'compose.yml':
          'services:\n  a:\n    build:\n      context: https://github.com/a/b.git\n      args: [NODE=22]\n',
        Makefile: 'image:\n\tdocker build --build-arg MODE=1 $(DIR)\n\tdocker build --build-arg MODE=1 gone\n',
      },
    ],
  },
  'docker/bundled-variable': {
    unmet: {
      'web/Dockerfile':
        'FROM node:24 AS b\nCOPY . .\nRUN npm run build\nFROM nginx:1.29\nCOPY --from=b /dist /usr/share/nginx/html\n',
      'web/src/api.ts': 'export const url = import.meta.env.VITE_API_URL;\n',
      'compose.yml': 'services:\n  a:\n    build: web\n    environment:\n      VITE_API_URL: /api\n',
    },
    finds: [
      'compose.yml:5 VITE_API_URL is set for the running container, but web/Dockerfile bundles it when the image is built | web/src/api.ts:1',
    ],
    met: [
      {
        'web/Dockerfile':
          'FROM node:24 AS b\nARG VITE_API_URL\nCOPY . .\nRUN npm run build\nFROM nginx:1.29\nCOPY --from=b /dist /usr/share/nginx/html\n',
        'web/src/api.ts': 'export const url = import.meta.env.VITE_API_URL;\n',
        'compose.yml':
          'services:\n  a:\n    build:\n      context: web\n      args:\n        VITE_API_URL: /api\n    environment:\n      VITE_API_URL: /api\n',
      },
      // A server of development, a script that fills it in at the start, and a variable that the code does not read.
      {
        'web/Dockerfile': 'FROM node:24\nCOPY . .\nRUN npm run build\nCMD ["npm", "run", "dev"]\n',
        'web/src/api.ts': 'export const url = import.meta.env.VITE_API_URL;\n',
        'compose.yml': 'services:\n  a:\n    build: web\n    environment:\n      VITE_API_URL: /api\n',
      },
      {
        'web/Dockerfile':
          'FROM node:24 AS b\nCOPY . .\nRUN npm run build\nFROM nginx:1.29\nCOPY env.sh /docker-entrypoint.d/\n',
        'web/env.sh': '',
        'web/src/api.ts': 'export const url = import.meta.env.VITE_API_URL;\n',
        'compose.yml': 'services:\n  a:\n    build: web\n    environment:\n      VITE_API_URL: /api\n',
      },
      {
        'web/Dockerfile': 'FROM node:24 AS b\nCOPY . .\nRUN npm run build\nFROM nginx:1.29\n',
        'web/src/api.ts': 'export const url = "/api";\n',
        'compose.yml': 'services:\n  a:\n    build: web\n    environment:\n      VITE_API_URL: /api\n',
      },
    ],
  },
  'docker/base-stage': {
    unmet: {
      Dockerfile:
        'FROM node:24 AS builder\nFROM nginx\nCOPY --from=bulider /a /b\nCOPY --from=3 /a /b\nCOPY --from=deps /a /b\n',
    },
    finds: [
      'Dockerfile:3 files are copied from the stage bulider, but no earlier stage has this name | Dockerfile:1',
      'Dockerfile:4 files are copied from the stage 3, but no earlier stage has this name | Dockerfile:1',
      'Dockerfile:5 files are copied from the stage deps, but no earlier stage has this name | Dockerfile:1',
    ],
    met: [
      { Dockerfile: 'ARG N\nFROM $N AS Builder\nFROM nginx\nCOPY --from=builder /a /b\nCOPY --from=0 /a /b\n' },
      {
        Dockerfile:
          'FROM node:24 AS web\nFROM a\nCOPY --from=composer /a /b\nCOPY --from=busybox:1 /a /b\nCOPY --from=$X /a /b\n',
      },
    ],
  },
  'docker/healthcheck-port': {
    unmet: {
      Dockerfile: `${IMAGE}HEALTHCHECK CMD curl -f http://localhost:8000/health || exit 1\n`,
      'compose.yml':
        'services:\n  a:\n    build: .\n    healthcheck:\n      test: [CMD, curl, -f, "http://127.0.0.1:80/health"]\n',
    },
    finds: [
      'Dockerfile:4 the health check uses port 8000, but the image listens on 8008 | Dockerfile:3',
      'compose.yml:5 the health check uses port 80, but the image listens on 8008 | Dockerfile:3',
    ],
    met: [
      { Dockerfile: `${IMAGE}HEALTHCHECK CMD curl -f http://localhost:8008/health || exit 1\n` },
      // Nothing says what it listens on, a script may start more, and compose starts it in another way.
      { Dockerfile: 'FROM nginx\nEXPOSE 80\nHEALTHCHECK CMD curl -f http://localhost:8000/ || exit 1\n' },
      { Dockerfile: `${IMAGE}ENTRYPOINT ["./start.sh"]\nHEALTHCHECK CMD curl -f http://localhost:8000/ || exit 1\n` },
      {
        Dockerfile: IMAGE,
        'compose.yml':
          'services:\n  a:\n    build: .\n    command: uvicorn main:app --port 80\n    healthcheck:\n      test: curl -f http://127.0.0.1:80/health\n',
      },
      {
        Dockerfile: IMAGE,
        'compose.yml': 'services:\n  a:\n    build: .\n    healthcheck:\n      test: curl http://db:80/\n',
      },
    ],
  },
  'docker/healthcheck-tool': {
    unmet: {
      Dockerfile:
        'FROM python:3.11-slim AS base\nFROM base\nRUN apt-get update\nHEALTHCHECK CMD curl -f http://localhost:8000/health || exit 1\n',
      'web/Dockerfile': 'FROM node:24-alpine\nCMD ["node", "a.js"]\n',
      'compose.yml':
        'services:\n  a:\n    build: web\n    healthcheck:\n      test: ["CMD", "curl", "-f", "http://localhost:3000"]\n',
    },
    finds: [
      'Dockerfile:4 the health check runs curl, but python:3.11-slim does not contain it | Dockerfile:1',
      'compose.yml:5 the health check runs curl, but node:24-alpine does not contain it | web/Dockerfile:1',
    ],
    met: [
      {
        Dockerfile:
          'FROM python:3.11-slim\nRUN apt-get update && apt-get install -y --no-install-recommends gcc curl\nHEALTHCHECK CMD curl -f http://localhost:8000/\n',
      },
      { Dockerfile: 'FROM node:24-alpine\nHEALTHCHECK CMD wget -qO- http://localhost:3000/\n' },
      { Dockerfile: 'FROM node:24\nHEALTHCHECK CMD curl -f http://localhost:3000/\n' },
      { Dockerfile: 'FROM shop/base:1\nHEALTHCHECK CMD curl -f http://localhost:3000/\n' },
      {
        Dockerfile:
          'FROM python:3.11-slim AS b\nRUN apt-get install -y curl\nFROM b\nHEALTHCHECK CMD curl http://localhost/\n',
      },
      {
        Dockerfile: 'FROM python:3.11-slim\nARG P\nRUN apt-get install -y $P\nHEALTHCHECK CMD curl http://localhost/\n',
      },
      { Dockerfile: 'FROM node:24-alpine\nHEALTHCHECK CMD curl http://localhost/ || wget -q http://localhost/\n' },
      { Dockerfile: 'FROM python:3.11-slim\nHEALTHCHECK CMD python -c "print(1)"\n' },
      {
        'compose.yml':
          'services:\n  a:\n    image: python:3.11-slim\n    healthcheck:\n      test: curl http://localhost/\n',
      },
    ],
  },
  'docker/healthcheck-module': {
    unmet: {
      'main.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
      'api/Dockerfile': PYTHON,
      'api/requirements.txt': '-r requirements-base.txt\n',
      'api/requirements-base.txt': 'fastapi==0.115.0\nuvicorn[standard]\n',
      'b/Dockerfile': PYTHON.replace('HEALTHCHECK CMD', '#'),
      'b/requirements.txt': 'fastapi\nrequests\n',
      'c/Dockerfile': PYTHON,
      'c/requirements.txt': 'fastapi\nnobody-knows\n',
      'compose.yml':
        'services:\n  b:\n    build: b\n    healthcheck:\n      test: ["CMD", "python3", "-c", "import sys, httpx; httpx.get(\'http://localhost\')"]\n',
    },
    finds: [
      'api/Dockerfile:4 the health check imports requests, but api/requirements.txt, api/requirements-base.txt do not list it; it is available only if another package installs it | api/requirements-base.txt:1',
      'c/Dockerfile:4 undecided: the health check imports requests, but c/requirements.txt does not list it; it is unknown whether another package installs it',
      'compose.yml:5 the health check imports httpx, but b/requirements.txt does not list it; it is available only if another package installs it | b/requirements.txt:1',
    ],
    met: [
      { Dockerfile: PYTHON, 'requirements.txt': 'fastapi\nrequests\n' },
      // Python's own, a package that brings it, another check behind it, and installers whose packages are not seen.
      { Dockerfile: PYTHON.replace('import requests', 'import urllib.request'), 'requirements.txt': 'fastapi\n' },
      { Dockerfile: PYTHON.replace('import requests', 'import httpx'), 'requirements.txt': 'fastapi[standard]\n' },
      { Dockerfile: PYTHON, 'requirements.txt': 'fastapi\ngoogle-cloud-storage\n' },
      { Dockerfile: PYTHON.replace('import requests', 'import urllib3'), 'requirements.txt': 'fastapi\nboto3\n' },
      { Dockerfile: PYTHON.replace(`')"`, `')" || curl localhost`), 'requirements.txt': 'fastapi\n' },
      { Dockerfile: PYTHON.replace('pip install', 'uv sync && pip install'), 'requirements.txt': 'fastapi\n' },
      { Dockerfile: PYTHON.replace('python:3.11', 'shop/base'), 'requirements.txt': 'fastapi\n' },
      { Dockerfile: PYTHON },
    ],
  },
  'docker/bundled-default': {
    unmet: {
      ...BUNDLED,
      // A folder without a package: the only one there is.
      'src/web/Dockerfile': BUNDLE,
      'compose.yml':
        'services:\n  web:\n    build: web\n  old:\n    build: src/web\n  api:\n    image: a\n    ports: ["8008:8000"]\n',
    },
    finds: [
      'src/web/Dockerfile:3 `npm run build` runs without VITE_API_URL: the pages call http://localhost:8000 wherever they are served | web/src/api.ts:1',
      'web/Dockerfile:3 `npm run build` runs without VITE_API_URL: the pages call http://localhost:8000 wherever they are served | web/src/api.ts:1',
    ],
    met: [
      // What a server of Next.js runs.
      ...['web/src/app/api/a/b.ts', 'web/src/app/a/route.ts', 'web/middleware.ts'].map((path) => ({
        'web/Dockerfile': BUNDLE,
        'web/package.json': PACKAGE,
        [path]: CLIENT,
      })),
      // What another package around it reads.
      { Dockerfile: BUNDLE, 'package.json': PACKAGE, 'web/package.json': PACKAGE, 'web/src/api.ts': CLIENT },
      { ...BUNDLED, 'web/Dockerfile': BUNDLE.replace('COPY', 'ARG VITE_API_URL\nCOPY') },
      { ...BUNDLED, 'web/Dockerfile': BUNDLE.replace('npm run', 'VITE_API_URL=/api npm run') },
      { ...BUNDLED, 'web/Dockerfile': BUNDLE.replace('npm run', 'printenv > .env && npm run') },
      { ...BUNDLED, 'web/.env.production': 'VITE_API_URL=/api\n' },
      { ...BUNDLED, 'web/.env.example': 'VITE_API_URL=/api\n' },
      { ...BUNDLED, 'web/src/api.ts': 'export const url = import.meta.env.VITE_API_URL ?? "/api";\n' },
      // Read by a tool, for development only, filled in when it starts, and where the page is opened.
      { 'web/Dockerfile': BUNDLE, 'web/package.json': PACKAGE, 'web/vite.config.ts': CLIENT },
      { 'web/Dockerfile.dev': BUNDLE, 'web/package.json': PACKAGE, 'web/src/api.ts': CLIENT },
      { ...BUNDLED, 'web/Dockerfile': `${BUNDLE}COPY env.sh /docker-entrypoint.d/\n`, 'web/env.sh': '' },
      { ...BUNDLED, 'web/public/config.js': 'window.api = "";\n' },
      // All of it runs on this machine, where the port is published.
      {
        ...BUNDLED,
        'compose.yml': 'services:\n  web:\n    build: web\n  api:\n    image: a\n    ports: ["8000:8000"]\n',
      },
      // A package of its own that is no dashboard, and two that may be meant.
      {
        'docs/Dockerfile': BUNDLE,
        'docs/package.json': '{"name": "docs"}\n',
        'web/package.json': PACKAGE,
        'web/src/api.ts': CLIENT,
      },
      { 'x/Dockerfile': BUNDLE, 'web/package.json': PACKAGE, 'web/src/api.ts': CLIENT, 'b/package.json': PACKAGE },
    ],
  },
  'docker/image-name': {
    unmet: {
      Dockerfile: 'FROM python:3.11-slim AS b\nFROM pythno:3.11-slim\n',
      'compose.yml': 'services:\n  b:\n    image: postgres:17\n',
      'compose.dev.yml': 'services:\n  b:\n    image: postgre:17\n',
    },
    finds: [
      'Dockerfile:2 pythno:3.11-slim is used here, but python:3.11-slim is used in Dockerfile | Dockerfile:1',
      'compose.dev.yml:3 postgre:17 is used here, but postgres:17 is used in compose.yml | compose.yml:3',
    ],
    met: [
      { Dockerfile: 'FROM python:3.11-slim AS b\nFROM python:3.11-slim\n' },
      // A name of their own, another tag, and a registry.
      {
        Dockerfile: 'FROM nginx:1\n',
        'compose.yml': 'services:\n  a:\n    build: .\n    image: nginy:1\n  b:\n    image: nginy:1\n',
      },
      { Dockerfile: 'FROM python:3.11 AS b\nFROM pythons:2\nFROM acme/pythons:3.11\n' },
    ],
  },
};
