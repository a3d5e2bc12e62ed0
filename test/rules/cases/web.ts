import { APP, IMAGE, type Cases } from '../files.ts';

const PACKAGE = '{"name": "web", "devDependencies": {"vite": "^7.0.0"}}\n';
const client = (port: number): string => `const url = import.meta.env.VITE_API_URL ?? "http://localhost:${port}";\n`;
const composed = (published: number, asked: number): string =>
  `services:\n  api:\n    build: .\n    ports: ["${published}:8008"]\n  web:\n    build:\n      context: web\n      args:\n        VITE_API_URL: http://localhost:${asked}\n`;
const served = (port: number): string =>
  `services:\n  api:\n    build: .\n    environment:\n      CORS_ORIGINS: http://localhost:5173\n  web:\n    build: web\n    ports: ["${port}:80"]\n`;
const settings = (port: number): string =>
  `from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    cors_origins: list[str] = ["http://localhost:${port}"]\n    other: str = "a"\n`;

export const CASES: Cases = {
  'web/documented-port': {
    unmet: {
      'web/package.json': PACKAGE,
      'README.md':
        'Open http://localhost:5174 and see.\n\nOr <http://127.0.0.1:5174/login>, or http://localhost:5171 too.\n',
      // Where scripts put it.
      'a/package.json': '{"scripts": {"dev": "next dev -p 3002"}, "dependencies": {"next": "16.0.0"}}\n',
      'a/README.md': 'Open http://localhost:3000.\n',
      'b/package.json':
        '{"scripts": {"start": "PORT=3004 react-scripts start"}, "dependencies": {"react-scripts": "5.0.1"}}\n',
      'b/README.md': 'Open http://localhost:3000.\n',
    },
    finds: [
      'README.md:1 localhost:5174 is named, here and at 1 more places, but the dashboard is on 3002, 3004, 5173 | a/package.json:1 | b/package.json:1',
      'README.md:3 localhost:5171 is named, but the dashboard is on 3002, 3004, 5173 | a/package.json:1 | b/package.json:1',
      'a/README.md:1 localhost:3000 is named, but the dashboard is on 3002 | a/package.json:1 | a/package.json:1',
      'b/README.md:1 localhost:3000 is named, but the dashboard is on 3004 | b/package.json:1 | b/package.json:1',
    ],
    met: [
      { 'web/package.json': PACKAGE, 'README.md': 'Open http://localhost:5173 or http://localhost:9090.\n' },
      {
        'web/package.json': PACKAGE,
        'README.md': 'Open http://localhost:5174.\n',
        'web/vite.config.ts': 'export default { server: { port: 5174 } };\n',
      },
      // Published there, kept for memory, and no dashboard at all.
      {
        'web/package.json': PACKAGE,
        'README.md': 'Open http://localhost:5175.\n',
        'compose.yml': 'services:\n  tools:\n    image: a\n    ports: ["5175:80"]\n',
      },
      // A list of what is allowed, which has the right one.
      {
        'web/package.json': PACKAGE,
        'README.md': '```\nhttp://localhost:5173/*\nhttp://localhost:5174/*\nhttp://localhost:5175/*\n```\n',
      },
      // Who starts it says where.
      {
        'web/package.json': PACKAGE,
        'README.md': 'Open http://localhost:5175.\n',
        'compose.yml': 'services:\n  web:\n    build: web\n    ports: ["${WEB_PORT:-5173}:5173"]\n',
      },
      { 'web/package.json': PACKAGE, 'CHANGELOG.md': 'Was http://localhost:5175.\n' },
      { 'README.md': 'Open http://localhost:5174.\n' },
      {
        'web/package.json': PACKAGE,
        'README.md': '```env\nALLOWED_ORIGINS=http://localhost:5173,http://localhost:5174\n```\n',
      },
      { 'web/package.json': PACKAGE, 'README.md': '```env\nVITE_BACKEND_URL=http://localhost:5171\n```\n' },
      // Two of them, and one says no port.
      {
        'web/package.json': PACKAGE,
        'web/vite.config.ts': 'export default {};\n',
        'admin/package.json': PACKAGE,
        'admin/vite.config.ts': 'export default { server: { port: 5174 } };\n',
        'README.md': 'Open http://localhost:5173.\n',
      },
      // A collector's own port, near the bundler's.
      { 'web/package.json': PACKAGE.replace('vite', 'astro'), 'README.md': 'Send traces to http://localhost:4317.\n' },
    ],
  },
  'web/api-port': {
    unmet: {
      'main.py': APP,
      Dockerfile: IMAGE,
      'web/package.json': PACKAGE,
      'web/src/api.ts': client(8000),
      'compose.yml': composed(8009, 9000),
    },
    finds: [
      'compose.yml:9 VITE_API_URL points to port 9000, but the backend is published on 8009 | compose.yml:4',
      'web/src/api.ts:1 VITE_API_URL points by default to port 8000, but the backend is on 8008 | Dockerfile:2 | Dockerfile:3 | compose.yml:4',
    ],
    met: [
      { 'main.py': APP, Dockerfile: IMAGE, 'web/package.json': PACKAGE, 'web/src/api.ts': client(8008) },
      // Beside the backend's address, that of something else.
      {
        'main.py': APP,
        Dockerfile: IMAGE,
        'web/package.json': PACKAGE,
        'web/src/api.ts': `${client(8008)}${client(8001).replace('VITE_API', 'VITE_LEAD_SEARCH_API')}`,
      },
      // Tests in a browser begin at the page.
      {
        'main.py': APP,
        Dockerfile: IMAGE,
        'web/package.json': PACKAGE,
        'web/playwright.config.ts': 'const url = process.env.E2E_SERVER_URL ?? "http://localhost:5174";\n',
        'web/docs.mjs': 'const url = process.env.DOCS_BASE ?? "http://localhost:5174";\n',
      },
      {
        'main.py': APP,
        Dockerfile: IMAGE,
        'web/package.json': PACKAGE,
        'web/src/api.ts': client(8000),
        'compose.yml': 'services:\n  api:\n    build: .\n    ports: ["8000:8008"]\n',
      },
      {
        'main.py': APP,
        Dockerfile: IMAGE,
        'web/package.json': PACKAGE,
        'web/src/api.ts': client(8000),
        'README.md': '```sh\nuvicorn main:app\n```\n',
      },
      { 'main.py': APP, 'web/package.json': PACKAGE, 'web/src/api.ts': client(8000) },
      { 'main.py': APP, Dockerfile: IMAGE, 'web/package.json': PACKAGE, 'compose.yml': composed(9000, 9000) },
      {
        'main.py': APP,
        Dockerfile: IMAGE,
        'web/package.json': PACKAGE.replace('"vite"', '"express": "^5.0.0", "vite"'),
        'web/src/api.ts': client(8000),
      },
    ],
  },
  'web/cors-origin': {
    unmet: {
      'settings.py': settings(3000),
      'web/package.json': PACKAGE,
      'web/Dockerfile': 'FROM nginx\n',
      'shop/compose.yml': served(8080).replace('build: web', 'build: ../web'),
      'compose.yml':
        'services:\n  api:\n    build: .\n    environment:\n      CORS_ORIGINS: "http://localhost:3001,http://localhost:3002"\n',
    },
    finds: [
      'compose.yml:5 origins on port 3001, 3002 are allowed, but the dashboard is served on 5173 | web/package.json:1',
      'shop/compose.yml:5 origins on port 5173 are allowed, but the dashboard is served on 8080 | web/package.json:1',
      'settings.py:3 origins on port 3000 are allowed, but the dashboard is served on 5173 | web/package.json:1',
    ],
    met: [
      { 'settings.py': settings(5173), 'web/package.json': PACKAGE },
      {
        'settings.py': settings(3000),
        'web/package.json': PACKAGE,
        'web/vite.config.ts': 'export default { server: { port: 3000 } };\n',
      },
      {
        'settings.py': settings(3000),
        'web/package.json': PACKAGE,
        'compose.yml': 'services:\n  web:\n    build: web\n    ports: ["3000:80"]\n',
      },
      { 'settings.py': settings(3000) },
      // A list that begins some lines below, and is long.
      {
        'main.py': `import os\nraw = os.getenv('CORS_ORIGINS') or ''\nif raw:\n    origins = raw.split(',')\nelse:\n    origins = [\n${[3000, 3001, 3002, 5173].map((port) => `        "http://localhost:${port}",\n`).join('')}    ]\n`,
        'web/package.json': PACKAGE,
      },
      { 'web/package.json': PACKAGE, 'web/Dockerfile': 'FROM nginx\n', 'compose.yml': served(5173) },
      {
        'web/package.json': PACKAGE,
        'compose.yml':
          'services:\n  api:\n    build: .\n    environment:\n      CORS_ORIGINS: "http://localhost:3001,https://shop.example"\n',
      },
      // The development server passes on what it asks.
      {
        'settings.py': settings(3000),
        'web/package.json': PACKAGE,
        'web/vite.config.ts': "export default { server: { proxy: { '/api': 'http://localhost:8006' } } };\n",
      },
      // Somebody else's image has a page of its own.
      {
        'web/package.json': PACKAGE,
        'compose.yml':
          'services:\n  ui:\n    image: temporalio/ui:2\n    environment:\n      TEMPORAL_CORS_ORIGINS: "http://localhost:3000"\n',
      },
    ],
  },
};
