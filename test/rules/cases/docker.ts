import { IMAGE, type Cases } from '../files.ts';

export const CASES: Cases = {
  'docker/copy-source': {
    unmet: { 'web/Dockerfile': 'FROM nginx\nCOPY nginx.conf /etc/nginx/\n' },
    finds: ['web/Dockerfile:2 nginx.conf is copied, and is neither nginx.conf nor web/nginx.conf'],
    met: [
      { 'web/Dockerfile': 'FROM nginx\nCOPY nginx.conf /etc/nginx/\n', 'web/nginx.conf': 'events {}\n' },
      { 'web/Dockerfile': 'FROM nginx\nCOPY web/nginx.conf /etc/nginx/\n', 'web/nginx.conf': 'events {}\n' },
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
      { Dockerfile: 'FROM node:20 AS build\nRUN npm ci\nRUN npm run build\nFROM node:20\nRUN npm ci --omit=dev\n' },
      { Dockerfile: 'FROM node:20\nRUN npm ci --omit=dev\nRUN npm ci\nRUN npm run build\n' },
      { Dockerfile: 'FROM node:20 AS run\nRUN npm ci --omit=dev\nFROM shop/tools AS build\nRUN npm run build\n' },
    ],
  },
  'docker/exposed-port': {
    unmet: { Dockerfile: IMAGE.replace('EXPOSE 8008', 'EXPOSE 8000') },
    finds: ['Dockerfile:2 it listens on 8008 and exposes 8000 | Dockerfile:3'],
    met: [{ Dockerfile: IMAGE }, { Dockerfile: IMAGE.replace('EXPOSE 8008\n', '') }],
  },
};
