import { javascript } from '../../../../src/facts/extract/web/javascript.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf } from '../facts.ts';

const test = suite('extract javascript');
/** Milliseconds of this process alone: what else runs on the machine does not count. */
const spent = (): number => process.cpuUsage().user / 1000;

const WHOLE = `import { defineConfig } from 'vite'
// process.env.OLD || 'http://localhost:1111'
/* import.meta.env.VITE_OLD */
const key = process.env.API_KEY ?? 'sk-abcdef'
const { HOST = 'localhost', MODE } = process.env
export default defineConfig({
  server: {
    hmr: { port: 24678 },
    port: 5175,
    proxy: {
      '/api': {
        target: 'http://localhost:8000',
        changeOrigin: true,
      },
      '/ws': { target: process.env.WS_URL || "ws://localhost:8001", ws: true },
      '^/plain': 'http://user:secret@backend:80',
    },
  },
  preview: { port: Number(process.env.PREVIEW_PORT) || 4173 },
  define: { 'process.env.NODE_ENV': '"x"' },
})
`;

test('a whole configuration', () => {
  assert.equal(factsOf(javascript, 'web/vite.config.ts', WHOLE), [
    'variable.read API_KEY @4 {"by":"process.env","required":false}',
    'secret.literal API_KEY @4 {"by":"process.env"} guessed',
    'variable.read WS_URL @15 {"by":"process.env","required":false,"default":"ws://localhost:8001"}',
    'variable.read PREVIEW_PORT @19 {"by":"process.env","required":false,"default":"4173"}',
    'variable.read HOST @5 {"by":"process.env","required":false,"default":"localhost"}',
    'variable.read MODE @5 {"by":"process.env","required":false}',
    'port.named 8000 @12 {"by":"javascript","host":"localhost"}',
    'port.named 8001 @15 {"by":"javascript","host":"localhost"}',
    'port.listen 5175 @9 {"by":"vite"}',
    'proxy.pass http://localhost:8000 @12 {"location":"/api","by":"vite"}',
    'proxy.pass ws://localhost:8001 @15 {"location":"/ws","by":"vite"} derived',
    'proxy.pass http://user:…@backend:80 @16 {"location":"^/plain","by":"vite"}',
    'port.listen 4173 @19 {"by":"vite preview"} derived',
  ]);
});

const of = (text: string, path = 'src/a.ts'): string[] => factsOf(javascript, path, text);

test('variables, and what is taken where they are not set', () => {
  assert.equal(of("const a = import.meta.env.VITE_A\nconst b = process.env['B']! || 'x'\nprocess.env.C = '1'\n"), [
    'variable.read VITE_A @1 {"by":"import.meta.env","required":false}',
    'variable.read B @2 {"by":"process.env","required":false,"default":"x"}',
  ]);
  assert.equal(of('f(process.env.A ?? other(), `${process.env.B}`, "process.env.C", import.meta.env.DEV)'), [
    'variable.read A @1 {"by":"process.env","required":false}',
    'variable.read B @1 {"by":"process.env","required":false}',
  ]);
  assert.equal(of("process.env.URL || 'http://localhost:' + port"), [
    'variable.read URL @1 {"by":"process.env","required":false}',
  ]);
  assert.equal(of('<!-- process.env.A -->\n<p>{{ process.env.B }}</p>', 'a.vue'), [
    'variable.read B @2 {"by":"process.env","required":false}',
  ]);
});

test('the value of a secret is not shown', () => {
  const all = of(
    "process.env.JWT_SECRET || 'hunter2'; process.env.TOKEN ?? 'changeme'; process.env.U || 'pg://a:hunter2@h'",
  ).join('\n');
  assert.not(all.includes('hunter2'), all);
  assert.ok(all.includes('secret.literal TOKEN @1 {"by":"process.env","placeholder":true} guessed'), all);
});

test('rewrites of Next.js and the list of webpack', () => {
  const next = "rewrites: () => [\n  { source: '/api/:path*',\n    destination: 'http://localhost:8008/:path*' }]";
  assert.equal(of(next, 'next.config.mjs'), [
    'port.named 8008 @3 {"by":"javascript","host":"localhost"}',
    'proxy.pass http://localhost:8008/:path* @3 {"location":"/api/:path*","by":"next"}',
  ]);
  assert.equal(
    of("devServer: { port: 3000,\n proxy: [{ context: ['/api'],\n target: 'http://api:80' }] }", 'webpack.config.js'),
    ['port.listen 3000 @1 {"by":"webpack"}', 'proxy.pass http://api:80 @3 {"location":"/api","by":"webpack"}'],
  );
});

test('placeholders and bundles are no facts; what is made or installed is not read', () => {
  assert.equal(of("const x = process['env']; fetch('http://localhost:${port}')"), []);
  assert.equal(of(`process.env.A;${'x'.repeat(9000)}`), []);
  for (const path of ['node_modules/a.js', 'web/dist/a.js', 'a.min.js', 'a.d.ts', 'a.json', '.next/a.js'])
    assert.not(javascript.reads(path), path);
});

test('broken code is read as far as it goes; hostile code in no time', () => {
  assert.equal(of("server: { port: 1234, proxy: { '/a': {", 'vite.config.js'), ['port.listen 1234 @1 {"by":"vite"}']);
  const parts = [
    '`\\\n',
    '"\\"\n',
    '/*\n',
    '{ proxy: {\n',
    'process.env[\n',
    '{ a,\n',
    "'/a': {\n",
    'server: {\n',
    '<!--\n',
    'port: a || b ||\n',
  ];
  for (const part of parts) {
    const text = `process.env.A\n${part.repeat((1 << 19) / part.length)}`;
    const start = spent();
    of(text, 'vite.config.js');
    const took = spent() - start;
    assert.ok(took < 600, `${part}: ${took}`);
  }
});

test.run();
