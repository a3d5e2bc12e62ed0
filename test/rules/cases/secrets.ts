import { type Cases } from '../files.ts';

const db = (password: string): string =>
  `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${password}\n`;
const deploy = (job: string): string =>
  `on: push\njobs:\n  ${job}:\n    env:\n      API_TOKEN: s3cr3t-value\n    steps:\n      - run: ./a\n`;

export const CASES: Cases = {
  'secrets/literal': {
    unmet: {
      'compose.yml': db('s3cr3t-value'),
      Dockerfile: 'FROM python:3.12\nENV POSTGRES_PASSWORD=s3cr3t-value\n',
      '.github/workflows/a.yml': deploy('deploy'),
    },
    finds: [
      '.github/workflows/a.yml:5 the value of API_TOKEN stands here as it is',
      'Dockerfile:2 the value of POSTGRES_PASSWORD stands here as it is | compose.yml:5',
      'compose.yml:5 the value of POSTGRES_PASSWORD stands here as it is | Dockerfile:2',
    ],
    met: [
      // What a demonstration has: the name of the user typed twice, and what images come with.
      {
        'compose.yml':
          'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: shop\n      POSTGRES_PASSWORD: shop\n      PGADMIN_DEFAULT_PASSWORD: admin\n      DATABASE_URL: postgresql://shop:shop@db/shop\n',
      },

      { 'compose.yml': db('${POSTGRES_PASSWORD:?}') },
      { 'compose.yml': db('${POSTGRES_PASSWORD:-s3cr3t-value}') },
      { 'compose.yml': db('changeme') },
      { 'compose.override.yml': db('s3cr3t-value'), 'docker-compose.dev.yml': db('s3cr3t-value') },
      { 'compose.yml': db('s3cr3t-value'), 'compose.prod.yml': 'services: {}\n' },
      { '.github/workflows/a.yml': deploy('unit') },
    ],
  },
};
