import type { World } from './world.ts';

export const world: World = {
  trait: 'npm workspaces with a member that does not exist, and a lock that lacks a dependency',
  files: {
    'package.json': `{
  "name": "root",
  "private": true,
  "workspaces": ["web", "gone"],
  "devDependencies": {"vite": "^7.0.0"}
}
`,
    'web/package.json': `{
  "name": "web",
  "scripts": {"build": "tsc && vite build"},
  "dependencies": {"react": "^18.0.0"},
  "devDependencies": {"vite": "^5.0.0"},
  "engines": {"node": ">=20.19"}
}
`,
    'package-lock.json': `{"name":"root","lockfileVersion":3,"packages":{"":{"name":"root","workspaces":["web","gone"]},"web":{"dependencies":{"react":"^18.0.0"}},"node_modules/react":{"version":"18.2.0"}}}
`,
    '.nvmrc': `v20
`,
  },
  applications: [],
  holds: [
    'package.member web package.json:4',
    'package.member gone package.json:4',
    'dependency vite package.json:5',
    'version.node >=20.19 web/package.json:6',
    'version.node v20 .nvmrc:1',
    'lock package-lock.json package-lock.json:1',
    'package.manager npm package-lock.json:1',
    'package.script build web/package.json:3',
  ],
  lacks: ['lock.root vite'],
};
