import type { World } from './world.ts';

export const world: World = {
  trait: 'a Makefile, a justfile and a Taskfile of their own',
  files: {
    Makefile: `.PHONY: dev
dev: deps
	uvicorn app:app --port 8100
deps:
	pip install -r requirements.txt
`,
    justfile: `serve:
    gunicorn app:app -b 0.0.0.0:8200
`,
    'Taskfile.yml': `version: '3'
tasks:
  up:
    cmds:
      - docker compose up
`,
    'app.py': `from fastapi import FastAPI
app = FastAPI()
`,
  },
  applications: ['app:app . 0'],
  holds: [
    'command.target dev Makefile:2',
    'command.target deps Makefile:4',
    'port.listen 8100 Makefile:3',
    'command.target serve justfile:1',
    'port.listen 8200 justfile:2',
    'command.target up Taskfile.yml:3',
  ],
};
