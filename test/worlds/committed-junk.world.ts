import type { World } from './world.ts';

export const world: World = {
  trait: 'an environment and backups that were committed state nothing of what is deployed',
  files: {
    'venv/pyvenv.cfg': `home = /usr/bin
`,
    'venv/app.py': `from fastapi import FastAPI
app = FastAPI()
`,
    'backups/2024/Dockerfile': `FROM python:3.8
CMD ["uvicorn", "old.main:app", "--port", "1"]
`,
    'backups/2024/old/main.py': `from fastapi import FastAPI
app = FastAPI()
`,
    'app/main.py': `from fastapi import FastAPI
app = FastAPI()
@app.get("/now")
def now(): ...
`,
  },
  applications: ['main:app app 1', 'main:app backups/2024/old 0'],
  holds: ['operation GET /now app/main.py:3'],
  lacks: ['backend.port'],
};
