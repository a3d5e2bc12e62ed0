import type { World } from './world.ts';

export const world: World = {
  trait: 'no dashboard, no containers, no workflows; MySQL instead of PostgreSQL',
  files: {
    'app.py': `from fastapi import FastAPI
app = FastAPI()
URL = "mysql+pymysql://app:pw@db/shop"
@app.get("/ping")
def ping(): ...
`,
    'requirements.txt': `fastapi==0.115.0
pymysql
`,
  },
  applications: ['app:app . 1'],
  holds: [
    'database.address mysql+pymysql://app:…@db/shop app.py:3',
    'dependency fastapi requirements.txt:1',
    'health /ping app.py:4',
  ],
  lacks: ['dashboard.', 'version.node', 'image.', 'service ', 'k8s.', 'workflow '],
};
