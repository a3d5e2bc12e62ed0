import type { World } from './world.ts';

export const world: World = {
  trait: 'an empty application below which the real one is mounted',
  files: {
    'main.py': `from fastapi import FastAPI
from real import api
app = FastAPI(openapi_url=None)
app.mount("/api", api)
`,
    'real.py': `from fastapi import FastAPI
api = FastAPI()
@api.get("/things")
def things(): ...
@api.get("/inner", include_in_schema=False)
def inner(): ...
`,
    'compose.yml': `services:
  web:
    build: .
    command: uvicorn main:app --port 7000
    ports: ["7000:7000"]
`,
  },
  applications: ['main:app . 2', 'real:api . 2'],
  holds: [
    'operation GET /api/things real.py:3',
    'operation GET /api/inner real.py:5',
    'backend.port 7000 compose.yml:4',
    'backend.port 7000 compose.yml:5',
  ],
};
