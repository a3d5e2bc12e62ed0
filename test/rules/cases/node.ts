import { job, lock, type Cases } from '../files.ts';

const PACKAGE =
  '{"name": "a",\n "scripts": {"build": "vite build", "test": "vitest"},\n "dependencies": {"vite": "^5.0.0"}}\n';
const PNPM = "lockfileVersion: '9.0'\n";
const workflow = (...commands: string[]): string => job(commands.map((one) => `      - run: ${one}\n`).join(''));
const members = (range: string): string =>
  JSON.stringify(
    {
      name: 'a',
      lockfileVersion: 3,
      packages: {
        '': { name: 'a', workspaces: ['web'] },
        web: { name: 'web', dependencies: { vite: range } },
        'node_modules/vite': { version: '5.0.0' },
      },
    },
    null,
    1,
  );

export const CASES: Cases = {
  'node/workspace-member': {
    unmet: {
      'package.json': '{"name": "a", "workspaces": ["web", "gone"]}\n',
      'web/package.json': '{"name": "web"}\n',
    },
    finds: ['package.json:1 the member gone has no package.json'],
    met: [
      { 'package.json': '{"workspaces": ["gone"]}', 'pnpm-workspace.yaml': 'packages: []\n' },
      { 'package.json': '{"name": "a", "workspaces": ["web", "apps/*"]}\n', 'web/package.json': '{"name": "web"}\n' },
    ],
  },
  'node/lock-in-step': {
    unmet: {
      'package.json': '{"name": "a",\n "workspaces": ["web"]}\n',
      'web/package.json': '{"name": "web",\n "dependencies": {"vite": "^7.0.0"}}\n',
      'package-lock.json': members('^5.0.0'),
      'b/package.json': '{"name": "b",\n "dependencies": {"vite": "^7.0.0",\n  "react": "^19.0.0"}}\n',
      'b/package-lock.json': lock('^5.0.0'),
      // A folder that the workspace above leaves out.
      'c/pnpm-workspace.yaml': 'packages:\n  - "*"\n  - "!js"\n',
      'c/pnpm-lock.yaml': PNPM,
      'c/js/package.json': '{"name": "c",\n "dependencies": {"vite": "^7.0.0"}}\n',
      'c/js/package-lock.json': lock('^5.0.0'),
    },
    finds: [
      'b/package-lock.json:1 package.json requires vite ^7.0.0, but the lock file has ^5.0.0; 1 more do not match | b/package.json:2 | b/package.json:3',
      'c/js/package-lock.json:1 package.json requires vite ^7.0.0, but the lock file has ^5.0.0 | c/js/package.json:2',
      'package-lock.json:1 web/package.json requires vite ^7.0.0, but the lock file has ^5.0.0 | web/package.json:2',
    ],
    met: [
      { 'package.json': '{"name": "a",\n "dependencies": {"vite": "^5.0.0"}}\n', 'package-lock.json': lock('^5.0.0') },
      { 'package.json': '{"name": "a",\n "dependencies": {"vite": "^7.0.0"}}\n' },
      // The version that is locked is one of those that are asked for.
      {
        'package.json': '{"name": "a",\n "dependencies": {"vite": ">=5.0.0"}}\n',
        'package-lock.json': members('^5.0.0').replace('"workspaces"', '"dependencies": {"vite": "^5.0.0"}, "x"'),
      },
      ...['>=4 <6', '1 || 5.x', '*'].map((range) => ({
        'package.json': `{"name": "a",\n "dependencies": {"vite": "${range}"}}\n`,
        'package-lock.json': lock('^5.0.0'),
      })),
      // What is locked is what is asked for, and a lock that was left behind.
      { 'package.json': '{"name": "a",\n "dependencies": {"vite": "^5.0.0"}}\n', 'package-lock.json': lock('^5.4.1') },
      {
        'package.json': '{"name": "a",\n "dependencies": {"vite": "^7.0.0"}}\n',
        'package-lock.json': lock('^5.0.0'),
        'pnpm-lock.yaml': PNPM,
      },
      {
        'package.json': '{"name": "all"}\n',
        'pnpm-workspace.yaml': 'packages:\n  - client/*\n',
        'pnpm-lock.yaml': PNPM,
        'client/js/package.json': '{"name": "a",\n "dependencies": {"vite": "^7.0.0"}}\n',
        'client/js/package-lock.json': lock('^5.0.0'),
      },
      {
        'package.json': '{"name": "all"}\n',
        'pnpm-workspace.yaml': 'packages:\n  - ./client/**/js\n',
        'pnpm-lock.yaml': PNPM,
        'client/js/package.json': '{"name": "a",\n "dependencies": {"vite": "^7.0.0"}}\n',
        'client/js/package-lock.json': lock('^5.0.0'),
      },
      // What a link leads out to has a lock of its own.
      {
        'package.json': '{"name": "a",\n "dependencies": {"vite": "^7.0.0"}}\n',
        'js/package.json': '{"name": "b"}\n',
        'js/package-lock.json':
          '{"lockfileVersion": 3, "packages": {"": {"name": "b"}, "..": {"name": "a", "dependencies": {"vite": "^5.0.0"}}}}\n',
      },
      // A member that agrees, and a folder that the lock knows nothing of.
      {
        'package.json': '{"name": "a",\n "workspaces": ["web"]}\n',
        'web/package.json': '{"name": "web",\n "dependencies": {"vite": "^5.0.0"}}\n',
        'cli/package.json': '{"name": "cli",\n "dependencies": {"vite": "^7.0.0"}}\n',
        'package-lock.json': members('^5.0.0'),
      },
    ],
  },
  'node/manager-agrees': {
    unmet: {
      'package.json': PACKAGE.replace('"name"', '"packageManager": "yarn@4.1.0", "name"'),
      'pnpm-lock.yaml': PNPM,
      '.github/workflows/a.yml': workflow('npm ci'),
      Dockerfile: 'FROM node:24\nWORKDIR /a\nCOPY . .\nRUN yarn install --immutable\n',
    },
    finds: [
      '.github/workflows/a.yml:6 `npm ci` runs, but the only lock file there is pnpm-lock.yaml of pnpm | pnpm-lock.yaml:1',
      'Dockerfile:4 `yarn install --immutable` runs, but the only lock file there is pnpm-lock.yaml of pnpm | pnpm-lock.yaml:1',
      'package.json:1 packageManager is yarn, but pnpm-lock.yaml is a lock file of pnpm | pnpm-lock.yaml:1',
    ],
    met: [
      // In the folder that a build has made.
      {
        'package.json': PACKAGE,
        'pnpm-lock.yaml': PNPM,
        'Dockerfile.built': 'FROM node:24\nCOPY . /app/dist\nWORKDIR /app/dist\nRUN npm ci\n',
      },
      {
        'package.json': PACKAGE.replace('"name"', '"packageManager": "pnpm@9.1.0", "name"'),
        'pnpm-lock.yaml': PNPM,
        '.github/workflows/a.yml': workflow('pnpm install --frozen-lockfile', 'npm run build'),
      },
      // The lock of the root, an image that asks which one is there, and a job that goes elsewhere.
      {
        'package.json': '{"name": "a", "workspaces": ["web"]}\n',
        'package-lock.json': members('^5.0.0'),
        'web/package.json': '{"name": "web"}\n',
        'web/pnpm-lock.yaml': PNPM,
        '.github/workflows/a.yml': workflow('cd web && npm ci'),
      },
      {
        'package.json': PACKAGE,
        'pnpm-lock.yaml': PNPM,
        Dockerfile:
          'FROM node:24\nCOPY . .\nRUN if [ -f yarn.lock ]; then yarn --frozen-lockfile; elif [ -f package-lock.json ]; then npm ci; else exit 1; fi\n',
      },
      {
        'package.json': PACKAGE,
        'pnpm-lock.yaml': PNPM,
        'web/package.json': PACKAGE,
        'web/package-lock.json': lock('^5.0.0'),
        '.github/workflows/a.yml': workflow('cd web && npm ci'),
      },
      { 'package.json': PACKAGE, 'pnpm-lock.yaml': PNPM, '.github/workflows/a.yml': workflow('npm ci || npm install') },
    ],
  },
  'node/lock-missing': {
    unmet: {
      'package.json': PACKAGE,
      'package-lock.json': lock('^5.0.0'),
      Dockerfile: 'FROM node:24\nWORKDIR /a\nCOPY package.json ./\nRUN npm ci\n',
      'web/package.json': '{"name": "web"}\n',
      'web/Dockerfile': 'FROM node:24\nWORKDIR /a\nCOPY package*.json ./\nRUN npm ci\n',
      'compose.yml': 'services:\n  a:\n    build: web\n',
      'api/package.json': '{"name": "api"}\n',
    },
    finds: [
      'Dockerfile:4 `npm ci` runs, but no package-lock.json is copied before it | package-lock.json:1',
      'web/Dockerfile:4 `npm ci` runs, but no package-lock.json is copied before it | web/package.json:1',
    ],
    met: [
      {
        'package.json': PACKAGE,
        'package-lock.json': lock('^5.0.0'),
        'web/package.json': '{"name": "web"}\n',
        Dockerfile: 'FROM node:24\nWORKDIR /a\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n',
        'b/Dockerfile': 'FROM node:24\nWORKDIR /a\nCOPY . /a\nRUN npm ci --omit=dev\n',
        '.github/workflows/a.yml': workflow('cd web && npm ci'),
      },
      // A set of one letter: the lock is copied where there is one.
      {
        'package.json': PACKAGE,
        'package-lock.json': lock('^5.0.0'),
        Dockerfile: 'FROM node:24\nWORKDIR /a\nCOPY package.json package-lock.jso[n] ./\nRUN npm ci\n',
      },
      // Another stage brings it, a mount does, the manager goes on without, and nobody sees the folder.
      {
        'package.json': PACKAGE,
        Dockerfile:
          'FROM node:24 AS b\nCOPY . /s\nRUN npm i\nFROM node:24\nWORKDIR /a\nCOPY package.json ./\nCOPY --from=b /s/package-lock.json ./\nRUN npm ci\n',
      },
      { 'package.json': PACKAGE, Dockerfile: 'FROM node:24\nCOPY . .\nRUN yarn install --frozen-lockfile\n' },
      { 'package.json': PACKAGE, Dockerfile: 'FROM node:24\nRUN git clone x . && npm ci\n' },
      // It is copied by its name, from a context that is not this one: that is said of the COPY.
      {
        'package.json': PACKAGE,
        'pnpm-lock.yaml': PNPM,
        'web/package.json': '{"name": "web"}\n',
        'web/Dockerfile':
          'FROM node:24\nWORKDIR /a\nCOPY pnpm-lock.yaml package.json ./\nRUN pnpm install --frozen-lockfile\n',
        'compose.yml': 'services:\n  a:\n    build: web\n',
      },
      {
        'package.json': PACKAGE,
        '.github/workflows/a.yml':
          'on: push\njobs:\n  a:\n    runs-on: x\n    strategy: {matrix: {app: [x]}}\n    steps:\n      - run: npm ci\n        working-directory: ${{ matrix.app }}\n',
      },
    ],
  },
  'node/several-locks': {
    unmet: { 'package.json': PACKAGE, 'package-lock.json': lock('^5.0.0'), 'pnpm-lock.yaml': PNPM },
    finds: ['pnpm-lock.yaml:1 pnpm-lock.yaml of pnpm is beside package-lock.json | package-lock.json:1'],
    met: [
      { 'package.json': PACKAGE, 'package-lock.json': lock('^5.0.0'), 'web/pnpm-lock.yaml': PNPM },
      { 'package.json': PACKAGE, 'package-lock.json': lock('^5.0.0'), 'npm-shrinkwrap.json': lock('^5.0.0') },
    ],
  },
  'node/script-exists': {
    unmet: {
      'web/package.json': PACKAGE.replace('"vitest"', '"npm run unit"'),
      '.github/workflows/a.yml': workflow('cd web && npm run biuld'),
      Dockerfile: 'FROM node:24\nWORKDIR /a\nCOPY web/ ./\nRUN npm ci\nRUN pnpm run typecheck\n',
      'compose.yml': 'services:\n  a:\n    build: web\n    command: yarn dev\n',
      'web/Dockerfile': 'FROM node:24\n',
    },
    finds: [
      '.github/workflows/a.yml:6 `npm run biuld` runs a script that web/package.json does not have | web/package.json:2',
      'Dockerfile:5 `pnpm run typecheck` runs a script that web/package.json does not have | web/package.json:2',
      'compose.yml:4 `yarn dev` runs a script that web/package.json does not have | web/package.json:2',
      'web/package.json:2 `npm run unit` runs a script that web/package.json does not have | web/package.json:2',
    ],
    met: [
      // In another folder of the image, where the service goes before.
      {
        'web/package.json': PACKAGE,
        'web/tools/package.json': '{"name": "t", "scripts": {"pack": "x"}}\n',
        'web/Dockerfile': 'FROM node:24\n',
        'compose.yml': 'services:\n  a:\n    build: web\n    command: sh -c "cd tools && npm run pack"\n',
      },
      // Foreseen that there is none.
      {
        'package.json': PACKAGE,
        '.github/workflows/a.yml': workflow('npm run biuld && ls || echo none'),
        Dockerfile: 'FROM node:24\nWORKDIR /a\nCOPY . .\nRUN npm run biuld || true\n',
      },
      // In the folder of the image that the service goes to.
      {
        'package.json': '{"name": "r", "scripts": {"lint": "x"}}\n',
        'apps/api/package.json': '{"name": "api", "scripts": {"start": "x"}}\n',
        Dockerfile: 'FROM node:24\nWORKDIR /app\nCOPY . .\n',
        'compose.yml': 'services:\n  a:\n    build: .\n    working_dir: /app/apps/api\n    command: pnpm run start\n',
      },
      {
        'web/package.json': PACKAGE,
        '.github/workflows/a.yml': workflow(
          'cd web && npm run build',
          'npm t',
          'yarn vite',
          'npm run lint --if-present',
        ),
        Dockerfile: 'FROM node:24\nWORKDIR /a\nCOPY web/ ./\nRUN npm ci && npm run build && yarn tsc\n',
      },
      // A member, a folder that nobody sees, and no package.json there.
      {
        'package.json': '{"name": "r", "scripts": {"lint": "x"}}\n',
        'web/package.json': PACKAGE,
        '.github/workflows/a.yml': workflow('npm run build --workspace web', 'npm --prefix web run build'),
        'b/.github/workflows/a.yml': workflow('npm run build'),
      },
      {
        'package.json': '{"name": "r", "scripts": {"lint": "x"}}\n',
        'web/package.json': PACKAGE,
        '.github/workflows/a.yml':
          'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: npm run build\n        working-directory: ${{ env.APP }}\n',
      },
    ],
  },
  'node/script-documented': {
    unmet: {
      'web/package.json': PACKAGE,
      'README.md': '# A\n\n```sh\ncd web\nnpm run serve\nnpm run build\n```\n',
      // What another package has is not what is meant.
      'edit/package.json': '{"name": "e", "scripts": {"dev": "x"}}\n',
      'edit/README.md': '```sh\nnpm run bild\n```\n',
    },
    finds: [
      'README.md:5 `npm run serve` is documented, but no package.json has the script serve | web/package.json:2',
      'edit/README.md:2 `npm run bild` is documented, but no package.json has the script bild | edit/package.json:1',
    ],
    met: [
      { 'web/package.json': PACKAGE, 'README.md': '```sh\nnpm run build\nnpm test\nyarn add x\n```\n' },
      // What once was, and what readers have.
      { 'web/package.json': PACKAGE, 'CHANGELOG.md': '```sh\nnpm run serve\n```\n' },
      { 'web/package.json': PACKAGE, 'docs/guide.md': '```sh\nnpm run serve\n```\n' },
      { 'README.md': '```sh\nnpm run serve\n```\n' },
      // Foreseen that there is none.
      { 'web/package.json': PACKAGE, 'README.md': '```sh\nnpm run serve || npx serve\n```\n' },
      // In a folder that something makes within one of ours.
      { 'web/package.json': PACKAGE, 'README.md': '```sh\ncd web/clone\n\nnpm run serve\n```\n' },
    ],
  },
  'node/package-missing': {
    unmet: {
      '.github/workflows/a.yml': job('      - run: |\n          cd src/web\n          npm ci\n          npm test\n'),
      'src/web/Dockerfile': 'FROM nginx\n',
      'web/package.json': '{"name": "web"}\n',
    },
    finds: ['.github/workflows/a.yml:8 `npm ci` runs in src/web, but there is no package.json | web/package.json:1'],
    met: [
      { '.github/workflows/a.yml': job('      - run: cd web && npm ci\n'), 'web/package.json': '{"name": "web"}\n' },
      // npm takes the next package.json above.
      {
        '.github/workflows/a.yml': job('      - run: cd web/src && npm test\n'),
        'web/package.json': '{"name": "web"}\n',
        'web/src/a.ts': '',
      },
      {
        '.github/workflows/a.yml': job('      - run: npm ci --prefix web\n      - run: npm install -g pnpm\n'),
        'web/package.json': '{"name": "web"}\n',
      },
      // A folder that is not there is told of by another rule, and one without any package is no matter of npm.
      { '.github/workflows/a.yml': job('      - run: cd gone && npm ci\n'), 'web/package.json': '{"name": "web"}\n' },
      { '.github/workflows/a.yml': job('      - run: npm ci\n') },
    ],
  },
};
