import { APP, IMAGE, type Cases } from '../files.ts';

const W = '.github/workflows/a.yml';
const nginx = (...lines: string[]): string => `server {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
const passes = (to: string, location = '/'): string => nginx(`location ${location} { proxy_pass ${to}; }`);
const COMPOSE =
  'services:\n  backend:\n    build: .\n  web:\n    image: nginx\n    volumes: ["./nginx.conf:/etc/nginx/conf.d/default.conf"]\n';
const API = `${APP}@app.get("/users/{id}")\ndef user(): ...\n`;
const STATIC =
  'FROM node:20 AS build\nRUN npm run build\nFROM nginx\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\nCOPY --from=build /app/dist /usr/share/nginx/html\n';

export const CASES: Cases = {
  'proxy/bundle-path': {
    unmet: {
      'web/Dockerfile': `FROM node:20 AS build\nARG VITE_API_URL=/api/v1\nRUN npm run build\nFROM nginx\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\n`,
      'web/nginx.conf': passes('http://api:8000', '/apis/'),
      'compose.yml': 'services:\n  web:\n    build:\n      context: web\n      args:\n        VITE_WS_PATH: /ws\n',
      [W]: 'on: push\njobs:\n  a:\n    steps:\n      - run: docker build --build-arg VITE_API_URL=/api -t w web\n',
    },
    finds: [
      'web/nginx.conf:2 VITE_WS_PATH is /ws, but nginx forwards only /apis/ | compose.yml:6',
      'web/nginx.conf:2 VITE_API_URL is /api/v1, but nginx forwards only /apis/ | web/Dockerfile:2',
      `web/nginx.conf:2 VITE_API_URL is /api, but nginx forwards only /apis/ | ${W}:5`,
    ],
    met: [
      {
        'web/Dockerfile': `FROM node:20 AS build\nARG VITE_API_URL=/api/v1\nRUN npm run build\nFROM nginx\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\n`,
        'web/nginx.conf': passes('http://api:8000', '/api/'),
      },
      // Passed on as a whole, by a pattern, by what stands in front; an address, and a server that passes nothing on.
      ...[
        passes('http://api:8000', '/'),
        passes('http://api:8000', '~ ^/(api|ws)/'),
        nginx('location / { root /x; }'),
      ].map((conf) => ({
        'web/Dockerfile': 'FROM nginx\nARG VITE_API_URL=/other\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\n',
        'web/nginx.conf': conf,
      })),
      {
        'web/Dockerfile':
          'FROM nginx\nARG VITE_API_URL=http://x/other\nARG BASE=/other\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\n',
        'web/nginx.conf': passes('http://api:8000', '/api/'),
      },
      {
        'web/Dockerfile': 'FROM nginx\nARG VITE_API_URL=/other\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\n',
        'web/nginx.conf': passes('http://api:8000', '/api/'),
        'k8s/a.yaml':
          'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /other\n            pathType: Prefix\n            backend: {service: {name: api, port: {number: 80}}}\n',
      },
    ],
  },
  'proxy/upstream': {
    unmet: {
      Dockerfile: IMAGE,
      'compose.yml': COMPOSE,
      'nginx.conf': `upstream api {\n  server backed:8008;\n}\n${nginx('location /a { proxy_pass http://backend:8000; }', 'location /b { proxy_pass http://other; }', 'location / { proxy_pass http://api; }')}`,
    },
    finds: [
      'nginx.conf:2 nginx forwards to backed, which is neither a compose service nor a Service in the manifests | compose.yml:2 | compose.yml:6',
      'nginx.conf:5 nginx forwards to port 8000 of backend, which has only 8008 | Dockerfile:3 | Dockerfile:2',
      'nginx.conf:6 nginx forwards to other, which is neither a compose service nor a Service in the manifests | compose.yml:6',
    ],
    met: [
      { Dockerfile: IMAGE, 'compose.yml': COMPOSE, 'nginx.conf': passes('http://backend:8008') },
      // Settings that are mounted may say another port than the image exposes.
      {
        Dockerfile: 'FROM shop/base\nEXPOSE 8536\n',
        'compose.yml': COMPOSE.replace('  backend:\n', '  backend:\n    volumes: ["./a.toml:/a.toml"]\n'),
        'nginx.conf': passes('http://backend:8541'),
      },
      // A domain, a variable, this machine; a file that nothing reads; a service of which nothing is known.
      ...['https://api.example.org', 'http://$backend', 'http://localhost:3000', 'http://unix:/run/x.sock'].map(
        (to) => ({
          Dockerfile: IMAGE,
          'compose.yml': COMPOSE,
          'nginx.conf': passes(to),
        }),
      ),
      { Dockerfile: IMAGE, 'compose.yml': COMPOSE, 'ops/nginx.conf': passes('http://other') },
      { Dockerfile: IMAGE, 'compose.yml': COMPOSE, 'ops/nginx.conf': passes('http://backend:8000') },
      { 'nginx.conf': passes('http://other') },
      { Dockerfile: 'FROM python:3.11\n', 'compose.yml': COMPOSE, 'nginx.conf': passes('http://backend:1') },
      {
        Dockerfile: IMAGE,
        'compose.yml': COMPOSE.replace('build: .', 'build: .\n    command: run --port 1'),
        'nginx.conf': passes('http://backend:1'),
      },
      {
        'nginx.conf': passes('http://api'),
        'compose.yml': COMPOSE,
        'k8s/a.yaml':
          'apiVersion: v1\nkind: Service\nmetadata: {name: api}\nspec: {ports: [{port: 80, targetPort: 8008}]}\n',
      },
    ],
  },
  'proxy/listen-port': {
    unmet: { Dockerfile: `${STATIC}EXPOSE 80\n`, 'nginx.conf': nginx('listen 8080;') },
    finds: ['Dockerfile:6 nginx listens on 8080, but its image exposes 80 | nginx.conf:2'],
    met: [
      { Dockerfile: `${STATIC}EXPOSE 80\n`, 'nginx.conf': nginx('listen 80;') },
      { Dockerfile: `${STATIC}EXPOSE 80\n`, 'nginx.conf': `${nginx('listen 80;')}${nginx('listen 443 ssl;')}` },
      { Dockerfile: STATIC, 'nginx.conf': nginx('listen 8080;') },
      { Dockerfile: `${STATIC}EXPOSE 80\n`.replace('default.conf', 'more.conf'), 'nginx.conf': nginx('listen 8080;') },
    ],
  },
  'proxy/location': {
    unmet: {
      'main.py': API,
      Dockerfile: IMAGE,
      'compose.yml': COMPOSE,
      'nginx.conf': nginx(
        'location /api/ { proxy_pass http://backend:8008; }',
        'location /app { proxy_pass http://backend:8008/; }',
        'location /v1/ { proxy_pass http://backend:8008/users; }',
      ),
    },
    finds: [
      'nginx.conf:2 nginx forwards /api/x as /api/x, but main:app has no path with this prefix | main.py:2',
      'nginx.conf:3 nginx forwards /app/x as //x, but main:app has no path with this prefix | main.py:2',
      'nginx.conf:4 nginx forwards /v1/x as /usersx, but main:app has no path with this prefix | main.py:2',
    ],
    met: [
      ...[
        passes('http://backend:8008/', '/api/'),
        passes('http://backend:8008/users/', '/api/'),
        passes('http://backend:8008/users', '/api'),
        passes('http://backend:8008', '/users'),
        passes('http://backend:8008', '/docs'),
        passes('http://backend:8008/health', '= /status'),
        passes('http://other:8008', '/api/'),
        nginx('location /api/ { rewrite ^/api/(.*) /$1 break; proxy_pass http://backend:8008; }'),
        nginx('location ~ ^/api { proxy_pass http://backend:8008; }'),
      ].map((conf) => ({ 'main.py': API, Dockerfile: IMAGE, 'compose.yml': COMPOSE, 'nginx.conf': conf })),
      {
        'main.py': API.replace('FastAPI()', 'FastAPI(root_path="/api")'),
        Dockerfile: IMAGE,
        'compose.yml': COMPOSE,
        'nginx.conf': passes('http://backend:8008', '/api/'),
      },
      // Another service of the same image runs something else of it.
      {
        'main.py': API,
        Dockerfile: IMAGE,
        'compose.yml': `${COMPOSE}  ui:\n    build: .\n    command: streamlit run ui.py\n`,
        'nginx.conf': passes('http://ui:8500', '/api/'),
      },
      {
        'main.py': `${API}app.mount("/api", x)\n`,
        Dockerfile: IMAGE,
        'compose.yml': COMPOSE,
        'nginx.conf': passes('http://backend:8008', '/api/v1/'),
      },
    ],
  },
  'proxy/root': {
    unmet: { Dockerfile: STATIC, 'nginx.conf': nginx('root /var/www/html;') },
    finds: [
      'nginx.conf:2 nginx serves /var/www/html, but the image copies the files to /usr/share/nginx/html | Dockerfile:5',
    ],
    met: [
      { Dockerfile: STATIC, 'nginx.conf': nginx('root /usr/share/nginx/html;') },
      { Dockerfile: STATIC, 'nginx.conf': nginx('root /usr/share/nginx/html/browser/;') },
      { Dockerfile: STATIC, 'nginx.conf': nginx('location /.well-known { root /var/www/certbot; }') },
      { Dockerfile: STATIC, 'nginx.conf': nginx('root /var/www/html;', 'location / { root /usr/share/nginx/html; }') },
      { Dockerfile: `${STATIC}RUN cp -r /usr/share/nginx/html /var/www\n`, 'nginx.conf': nginx('root /var/www/html;') },
      { Dockerfile: 'FROM nginx\nCOPY nginx.conf /etc/nginx/\n', 'nginx.conf': nginx('root /var/www/html;') },
      {
        Dockerfile: STATIC.replace('COPY nginx.conf', 'COPY other.conf'),
        'other.conf': '',
        'nginx.conf': nginx('root /x;'),
      },
    ],
  },
};
