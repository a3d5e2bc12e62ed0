import { service, type Cases } from '../files.ts';

export const CASES: Cases = {
  'compose/service-needs': {
    unmet: { 'compose.yml': 'services:\n  a:\n    image: x\n    depends_on: [db]\n' },
    finds: ['compose.yml:4 a needs db, which is not defined'],
    met: [
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
};
