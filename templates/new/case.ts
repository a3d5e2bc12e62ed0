import type { Cases } from '../files.ts';

export const CASES: Cases = {
  '__AREA__/__NAME__': {
    unmet: { Dockerfile: 'FROM x\nEXPOSE 1\nCMD uvicorn main:app --port 2\n' },
    finds: ['Dockerfile:2 the image exposes 1, but listens on 2 | Dockerfile:3'],
    met: [{ Dockerfile: 'FROM x\nEXPOSE 2\nCMD uvicorn main:app --port 2\n' }, { Dockerfile: 'FROM x\nEXPOSE 1\n' }],
  },
};
