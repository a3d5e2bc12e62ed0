import type { World } from './world.ts';

export const world: World = {
  trait: 'several applications: what production starts comes first',
  files: {
    'compose.yml': `services:
  db:
    image: postgres:16
    ports:
      - "5433:5432"
  admin:
    build: .
    ports:
      - "80:9001"
`,
    'api/__init__.py': ``,
    'api/main.py': `from fastapi import FastAPI
app = FastAPI()
@app.get("/a")
def a(): ...
`,
    'admin/main.py': `from fastapi import FastAPI
app = FastAPI()
@app.get("/b")
def b(): ...
@app.get("/c")
def c(): ...
`,
    'tools/probe.py': `from fastapi import FastAPI
app = FastAPI()
@app.get("/d")
def d(): ...
`,
    Dockerfile: `FROM python:3.11-slim
WORKDIR /srv
COPY admin ./admin
EXPOSE 9001
CMD ["uvicorn", "admin.main:app", "--host", "0.0.0.0", "--port", "9001"]
`,
    'run.sh': `#!/bin/sh
uvicorn api.main:app --port 9000
`,
  },
  applications: ['admin.main:app . 2', 'api.main:app . 1', 'probe:app tools 1'],
  holds: [
    'start.application admin.main:app Dockerfile:5',
    'backend.port 9001 compose.yml:9',
    'backend.port 9001 Dockerfile:5',
    'backend.port 9001 Dockerfile:4',
    'start.application api.main:app run.sh:2',
  ],
  lacks: ['backend.port 5432'],
};
