import type { World } from './world.ts';

export const world: World = {
  trait: 'files of one kind under the names that people give them',
  files: {
    'docker-compose.yml': `services:
  db:
    image: postgres:15
`,
    'docker-compose.override.yml': `services:
  db:
    ports:
      - "5433:5432"
`,
    'ops/backend.Dockerfile': `FROM python:3.11
COPY app.py .
HEALTHCHECK CMD curl -f http://localhost:8080/healthz || exit 1
CMD fastapi run app.py --port 8080
`,
    'ops/Dockerfile.web': `FROM node:18-alpine
RUN npm ci
FROM nginx:1.27
EXPOSE 80
`,
    'app.py': `from fastapi import FastAPI
app = FastAPI()
@app.get("/healthz")
def healthz(): ...
`,
  },
  applications: ['app:app . 1'],
  holds: [
    'version.postgres 15 docker-compose.yml:3',
    'port.published 5433 docker-compose.override.yml:4',
    'probe.path /healthz ops/backend.Dockerfile:3',
    'health /healthz app.py:3',
    'backend.port 8080 ops/backend.Dockerfile:4',
    'version.node 18 ops/Dockerfile.web:1',
    'port.exposed 80 ops/Dockerfile.web:4',
  ],
};
