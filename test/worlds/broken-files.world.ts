import type { World } from './world.ts';

export const world: World = {
  trait: 'files that cannot be read are told with their line, and nothing is made up',
  files: {
    'compose.yml': `services:
  web:
    image: "a
  db:
`,
    'k8s/a.yaml': `apiVersion: v1
kind: Service
metadata:
	name: x
`,
    'pyproject.toml': `[project
name = "x"
`,
    'package.json': `{"name": "x",,}
`,
    'main.py': `from fastapi import FastAPI
app = FastAPI(
`,
  },
  applications: [],
  holds: [],
  lacks: ['service ', 'k8s.', 'package ', 'application'],
  unread: [
    'compose.yml:3 is not YAML: Missing closing "quote',
    'k8s/a.yaml:4 is not YAML: Tabs are not allowed as indentation',
    'main.py:2 has a bracket that is not closed',
    'package.json:1 is not JSON: PropertyNameExpected',
    'pyproject.toml:2 is not TOML: The key, equals sign, and value must be on the same line',
  ],
};
