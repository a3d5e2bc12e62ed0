import type { World } from './world.ts';

export const world: World = {
  trait: 'paths with braces, blanks and other letters',
  files: {
    'my app/Dockerfile': `FROM python:3.11
EXPOSE 8000
`,
    '{{cookiecutter.slug}}/Dockerfile': `FROM python:{{ cookiecutter.python }}
EXPOSE {{ cookiecutter.port }}
`,
    'größe/.nvmrc': `22
`,
    'a[1]/(x)/requirements.txt': `httpx
`,
  },
  applications: [],
  holds: [
    'port.exposed 8000 my app/Dockerfile:2',
    'version.node 22 größe/.nvmrc:1',
    'dependency httpx a[1]/(x)/requirements.txt:1',
  ],
  lacks: ['version.python {{', 'port.exposed {{'],
};
