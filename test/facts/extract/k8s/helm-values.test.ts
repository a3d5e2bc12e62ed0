import { helmValues } from '../../../../src/facts/extract/k8s/helm-values.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('helm-values');

const facts = (text: string, path = 'charts/shop/values.yaml'): string[] => factsOf(helmValues, path, text);

const FULL = `# the shop
replicaCount: 3
image:
  registry: ghcr.io
  repository: acme/shop
  tag: "1.2"
service:
  type: ClusterIP
  port: 80
  targetPort: 8000
ingress:
  hosts:
    - host: shop.example.org
      paths:
        - path: /api
          pathType: Prefix
        - /old
livenessProbe:
  httpGet:
    path: /live
readinessProbe:
  path: /ready
env:
  LOG_LEVEL: info
  DATABASE_URL: postgresql://app:s3cr3t@db/shop
extraEnv:
  - name: MODE
    value: fast
worker:
  image: redis:7
  replicas: 2
postgresql:
  image:
    repository: postgres
    tag: 16-alpine
  auth:
    database: shop
    password: s3cr3t
    existingSecret: db
    secretKeys: x
    tokenPath: /run/token
apiKey: ""
`;

test('everything that values say, with its lines', () => {
  assert.equal(facts(FULL), [
    'k8s.replicas 3 @2 {"by":"helm","at":"replicaCount"}',
    'image.used ghcr.io/acme/shop:1.2 @5 {"by":"helm","at":"image"} derived',
    'port.service 80 @9 {"by":"helm","at":"service.port"}',
    'port.container 8000 @10 {"by":"helm","at":"service.targetPort"}',
    'proxy.location /api @15 {"by":"helm","at":"ingress.hosts","host":"shop.example.org"}',
    'proxy.location /old @17 {"by":"helm","at":"ingress.hosts","host":"shop.example.org"}',
    'probe.path /live @20 {"by":"helm","at":"livenessProbe.httpGet.path","kind":"liveness"}',
    'probe.path /ready @22 {"by":"helm","at":"readinessProbe.path","kind":"readiness"}',
    'variable.set LOG_LEVEL @24 {"by":"helm","at":"env","value":"info"}',
    'variable.set DATABASE_URL @25 {"by":"helm","at":"env","value":"postgresql://app:…@db/shop"}',
    'secret.literal DATABASE_URL @25 {"by":"helm","at":"env"}',
    'database.address postgresql://app:…@db/shop @25 {"by":"helm","at":"env","variable":"DATABASE_URL"}',
    'variable.set MODE @27 {"by":"helm","at":"extraEnv","value":"fast"}',
    'image.used redis:7 @30 {"by":"helm","at":"worker.image"}',
    'version.redis 7 @30 {"by":"image","at":"worker.image","image":"redis"}',
    'k8s.replicas 2 @31 {"by":"helm","at":"worker.replicas"}',
    'image.used postgres:16-alpine @34 {"by":"helm","at":"postgresql.image"} derived',
    'version.postgres 16 @35 {"by":"image","at":"postgresql.image","image":"postgres"}',
    'database.name shop @37 {"by":"helm","at":"postgresql.auth.database"}',
    'secret.literal postgresql.auth.password @38 {"by":"helm","at":"postgresql.auth.password"}',
    'k8s.reference Secret/db @39 {"by":"helm","at":"postgresql.auth.existingSecret"}',
    'secret.literal apiKey @42 {"by":"helm","at":"apiKey","placeholder":true}',
  ]);
  assert.not.match(facts(FULL).join('\n'), 's3cr3t');
});

const CHART = `apiVersion: v2
name: shop
version: 0.1.0
appVersion: "1.16"
dependencies:
  - name: postgresql
    version: 12.x
    repository: https://charts.example.org
  - name: common
    repository: file://../common
`;

test('a chart', () => {
  assert.equal(facts(CHART, 'charts/shop/Chart.yaml'), [
    'chart shop @2 {"version":"0.1.0","appVersion":"1.16"}',
    'dependency postgresql @6 {"kind":"helm","version":"12.x"}',
    'dependency common @9 {"kind":"helm"}',
    'path.named ../common @10 {"by":"chart","kind":"folder","from":"file"}',
  ]);
});

test('they are known by their names', () => {
  const names = [
    'values.yaml',
    'a/values.yml',
    'helm/values-prod.yaml',
    'my-chart/x/values.staging.yaml',
    'Chart.yaml',
  ];
  for (const name of names) assert.ok(helmValues.reads(name), name);
  const others = [
    'src/values-of.yaml',
    'chart/templates/values.yaml',
    'values.json',
    'myvalues.yaml',
    'chart/templates/Chart.yaml',
  ];
  for (const name of others) assert.not.ok(helmValues.reads(name), name);
});

test('only what is stated', () => {
  assert.equal(facts('image: { repository: a/b, tag: "" }\n'), ['image.used a/b @1 {"by":"helm","at":"image"}']);
  assert.equal(
    facts('image: { tag: "1" }\nservice: { port: http }\nreplicaCount: "{{ n }}"\nenv: x\nhosts: [a]\n'),
    [],
  );
  assert.equal(facts('image: "{{ image }}"\nenv: { A: "{{ b }}" }\n'), ['variable.set A @2 {"by":"helm","at":"env"}']);
  assert.equal(facts('tokenEnabled: true\nsecretName: a\nexistingSecret: ""\n'), []);
  assert.equal([facts(''), facts('# nothing')], [[], []]);
});

test('what is broken is not read, with the line', () => {
  assert.match(refused(helmValues, 'values.yaml', 'a: 1\nb: [1\n'), /^[23]: is not YAML/);
  assert.match(refused(helmValues, 'values.yaml', 'a: {{ .Values.x }\nb: {{- c'), /^\d: is a template/);
  assert.equal(refused(helmValues, 'Chart.yaml', '- a'), '1: is not part of a Helm chart: it has no keys');
});

test('a hostile file takes no time', () => {
  const size = helmValues.limit! / 2;
  for (const part of ['a: {', '[', 'password: {', '"', '${A:-']) {
    const begun = performance.now();
    refused(helmValues, 'values.yaml', part.repeat(size / part.length));
    refused(
      helmValues,
      'values.yaml',
      `image: '${part.repeat(size / part.length)}'\nenv: { A: '${part.repeat(1000)}' }`,
    );
    assert.ok(performance.now() - begun < 60_000, `${part}: ${performance.now() - begun}`);
  }
});

test.run();
