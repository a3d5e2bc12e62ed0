import { lock, type Cases } from '../files.ts';

export const CASES: Cases = {
  'node/workspace-member': {
    unmet: {
      'package.json': '{"name": "a", "workspaces": ["web", "gone"]}\n',
      'web/package.json': '{"name": "web"}\n',
    },
    finds: ['package.json:1 the member gone has no package.json'],
    met: [
      { 'package.json': '{"name": "a", "workspaces": ["web", "apps/*"]}\n', 'web/package.json': '{"name": "web"}\n' },
    ],
  },
  'node/lock-in-step': {
    unmet: {
      'package.json': '{"name": "a",\n "dependencies": {"vite": "^7.0.0"}}\n',
      'package-lock.json': lock('^5.0.0'),
    },
    finds: ['package-lock.json:1 package.json wants vite ^7.0.0, and the lock has ^5.0.0 | package.json:2'],
    met: [
      { 'package.json': '{"name": "a",\n "dependencies": {"vite": "^5.0.0"}}\n', 'package-lock.json': lock('^5.0.0') },
      { 'package.json': '{"name": "a",\n "dependencies": {"vite": "^7.0.0"}}\n' },
    ],
  },
};
