import { kubernetes } from '../../../../src/facts/extract/k8s/kubernetes.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('kubernetes');

const facts = (text: string, path = 'ops/all.yaml'): string[] => factsOf(kubernetes, path, text);
/** The facts of an object `x`, whose text begins on line 3, without the object itself. */
const ofObject = (kind: string, text: string): string[] =>
  facts(`apiVersion: v1\nkind: ${kind}\n${text}\nmetadata: { name: x }\n`).filter(
    (fact) => !fact.startsWith('k8s.object'),
  );

const FULL = `# the shop
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: shop
  labels: { app: api }
spec:
  selector:
    matchLabels:
      app: api
      tier: web
  template:
    metadata:
      labels:
        app: api
        tier: web
    spec:
      serviceAccountName: api-account
      imagePullSecrets:
        - name: registry
      initContainers:
        - name: migrate
          image: shop/api:1
          command: [sh, -c]
          args:
            - |
              alembic upgrade head
              echo done
      containers:
        - name: api
          image: docker.io/library/python:3.12-slim
          command: ["uvicorn", "app.main:app"]
          args:
            - --port
            - "8000"
          ports:
            - name: http
              containerPort: 8000
            - containerPort: 53
              protocol: UDP
          env:
            - name: LOG_LEVEL
              value: info
            - name: DATABASE_URL
              value: postgresql://app:$(DB_PASSWORD)@db:5432/shop
            - name: DB_PASSWORD
              valueFrom:
                secretKeyRef: { name: db, key: password, optional: true }
            - name: MODE
              valueFrom:
                configMapKeyRef:
                  name: settings
                  key: mode
            - name: NODE
              valueFrom: { fieldRef: { fieldPath: spec.nodeName } }
          envFrom:
            - configMapRef: { name: settings }
            - secretRef:
                name: keys
          livenessProbe:
            httpGet:
              path: /live
              port: http
          readinessProbe:
            httpGet: { path: /ready, port: 8000 }
          startupProbe:
            exec:
              command: [curl, -f, "http://localhost:8000/start"]
      volumes:
        - name: a
          configMap: { name: files }
        - name: b
          secret: { secretName: certificate }
        - name: c
          persistentVolumeClaim: { claimName: data }
        - name: d
          projected:
            sources:
              - secret: { name: projected }
---
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  selector:
    app: api
  ports:
    - name: http
      port: 80
      targetPort: http
      nodePort: 30080
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: door }
spec:
  tls:
    - secretName: door-tls
  rules:
    - host: shop.example.org
      http:
        paths:
          - path: /api
            backend:
              service:
                name: api
                port: { number: 80 }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: api }
spec:
  scaleTargetRef:
    kind: Deployment
    name: api
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  mode: fast
  REDIS_URL: redis://cache:6379
  app.conf: |
    anything
---
apiVersion: v1
kind: Secret
metadata:
  name: keys
stringData:
  API_KEY: s3cr3t
  OTHER: \${OTHER}
data:
  token: Y2hhbmdlbWU=
`;

test('everything that manifests say, with its lines', () => {
  assert.equal(facts(FULL), [
    'k8s.object Deployment/api @5 {"namespace":"shop","labels":{"app":"api"},"podLabels":{"app":"api","tier":"web"}}',
    'k8s.selector app=api,tier=web @11 {"by":"Deployment/api","namespace":"shop","labels":{"app":"api","tier":"web"}}',
    'k8s.container migrate @23 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"migrate","init":true}',
    'image.used shop/api:1 @24 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"migrate","init":true}',
    'command alembic upgrade head @28 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"migrate","init":true,"step":"command"}',
    'command echo done @29 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"migrate","init":true,"step":"command"}',
    'k8s.container api @31 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api","probes":["liveness","readiness","startup"]}',
    'image.used docker.io/library/python:3.12-slim @32 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api"}',
    'version.python 3.12 @32 {"by":"image","namespace":"shop","workload":"Deployment/api","container":"api","image":"docker.io/library/python"}',
    'port.container 8000 @39 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api","name":"http"}',
    'port.container 53 @40 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api","protocol":"UDP"}',
    'variable.set LOG_LEVEL @43 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api","value":"info"}',
    'variable.set DATABASE_URL @45 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api","value":"postgresql://app:…@db:5432/shop"}',
    'database.address postgresql://app:…@db:5432/shop @46 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api","variable":"DATABASE_URL"}',
    'variable.set DB_PASSWORD @47 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api"}',
    'secret.used db @49 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api","as":"env","variable":"DB_PASSWORD","key":"password","optional":true}',
    'k8s.reference Secret/db @49 {"by":"Deployment/api","namespace":"shop","container":"api","as":"env","variable":"DB_PASSWORD","key":"password","optional":true}',
    'variable.set MODE @50 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api"}',
    'k8s.reference ConfigMap/settings @53 {"by":"Deployment/api","namespace":"shop","container":"api","as":"env","variable":"MODE","key":"mode"}',
    'variable.set NODE @55 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api"}',
    'k8s.reference ConfigMap/settings @58 {"by":"Deployment/api","namespace":"shop","container":"api","as":"envFrom"}',
    'secret.used keys @60 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api","as":"envFrom"}',
    'k8s.reference Secret/keys @60 {"by":"Deployment/api","namespace":"shop","container":"api","as":"envFrom"}',
    'command uvicorn app.main:app --port 8000 @33 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api","step":"command"}',
    'start.application app.main:app @33 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api","step":"command","runner":"uvicorn","port":8000}',
    'port.listen 8000 @36 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api","step":"command","runner":"uvicorn"}',
    'probe.path /live @63 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api","kind":"liveness","port":"http"}',
    'port.probed http @64 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api","kind":"liveness"}',
    'probe.path /ready @66 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api","kind":"readiness","port":8000}',
    'port.probed 8000 @66 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api","kind":"readiness"}',
    'probe.path /start @69 {"by":"kubernetes","namespace":"shop","workload":"Deployment/api","container":"api","kind":"startup","port":8000}',
    'k8s.reference ConfigMap/files @72 {"by":"Deployment/api","namespace":"shop","as":"volume"}',
    'k8s.reference Secret/certificate @74 {"by":"Deployment/api","namespace":"shop","as":"volume"}',
    'k8s.reference PersistentVolumeClaim/data @76 {"by":"Deployment/api","namespace":"shop","as":"volume"}',
    'k8s.reference Secret/projected @80 {"by":"Deployment/api","namespace":"shop","as":"volume"}',
    'k8s.reference Secret/registry @21 {"by":"Deployment/api","namespace":"shop","as":"imagePullSecrets"}',
    'k8s.reference ServiceAccount/api-account @19 {"by":"Deployment/api","namespace":"shop"}',
    'k8s.object Service/api @85 {}',
    'k8s.selector app=api @88 {"by":"Service/api","labels":{"app":"api"}}',
    'port.service 80 @91 {"by":"Service/api","service":"api","name":"http","target":"http","nodePort":30080}',
    'port.target http @92 {"by":"Service/api","service":"api","port":80}',
    'k8s.object Ingress/door @97 {}',
    'proxy.location /api @105 {"by":"Ingress/door","host":"shop.example.org"}',
    'k8s.reference Service/api @108 {"by":"Ingress/door","host":"shop.example.org","path":"/api","port":80}',
    'port.backend 80 @109 {"by":"Ingress/door","host":"shop.example.org","path":"/api","service":"api"}',
    'k8s.reference Secret/door-tls @100 {"by":"Ingress/door","as":"tls"}',
    'k8s.object HorizontalPodAutoscaler/api @113 {}',
    'k8s.reference Deployment/api @117 {"by":"HorizontalPodAutoscaler/api"}',
    'k8s.object ConfigMap/settings @122 {"keys":["mode","REDIS_URL","app.conf"]}',
    'variable.set mode @124 {"by":"ConfigMap/settings","configMap":"settings","value":"fast"}',
    'variable.set REDIS_URL @125 {"by":"ConfigMap/settings","configMap":"settings","value":"redis://cache:6379"}',
    'cache.address redis://cache:6379 @125 {"by":"ConfigMap/settings","configMap":"settings","variable":"REDIS_URL"}',
    'k8s.object Secret/keys @132 {}',
    'secret.defined keys @132 {"by":"Secret/keys","keys":["API_KEY","OTHER","token"]}',
    'secret.literal API_KEY @134 {"by":"Secret/keys"}',
    'secret.literal token @137 {"by":"Secret/keys","placeholder":true}',
  ]);
  assert.not.match(facts(FULL).join('\n'), 's3cr3t');
});

const KUSTOMIZATION = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: shop
resources:
  - ../base
  - service.yaml
  - https://example.org/a.yaml
  - github.com/a/b?ref=1
patches:
  - path: replicas.yaml
  - patch: |-
      - op: remove
patchesStrategicMerge:
  - memory.yaml
  - |
    kind: Deployment
configMapGenerator:
  - name: settings
    files: [app.conf, key=other.conf]
    envs: [settings.env]
secretGenerator:
  - name: keys
    literals: [API_KEY=s3cr3t]
images:
  - name: api
    newName: registry/api
    newTag: "1.2"
  - name: other
`;

test('a kustomization', () => {
  assert.equal(facts(KUSTOMIZATION, 'a/kustomization.yaml'), [
    'path.named ../base @5 {"by":"resources","from":"file"}',
    'path.named service.yaml @6 {"by":"resources","kind":"file","from":"file"}',
    'k8s.remote https://example.org/a.yaml @7 {"by":"resources"}',
    'k8s.remote github.com/a/b?ref=1 @8 {"by":"resources"}',
    'path.named memory.yaml @14 {"by":"patchesStrategicMerge","kind":"file","from":"file"}',
    'path.named replicas.yaml @10 {"by":"patches","kind":"file","from":"file"}',
    'k8s.object ConfigMap/settings @18 {"by":"kustomize"} derived',
    'path.named app.conf @19 {"by":"configMapGenerator","kind":"file","from":"file"}',
    'path.named other.conf @19 {"by":"configMapGenerator","kind":"file","from":"file"}',
    'path.named settings.env @20 {"by":"configMapGenerator","kind":"file","from":"file"}',
    'k8s.object Secret/keys @22 {"by":"kustomize"} derived',
    'secret.defined keys @22 {"by":"kustomize","keys":["API_KEY"]}',
    'image.used registry/api:1.2 @27 {"by":"kustomize","name":"api"} derived',
    'k8s.namespace shop @3 {"by":"kustomize"}',
  ]);
  assert.equal(facts('resources: [a.yaml]', 'Kustomization'), [
    'path.named a.yaml @1 {"by":"resources","kind":"file","from":"file"}',
  ]);
});

test('other files are neither read nor reported', () => {
  const others = [
    'compose.yml',
    'a/docker-compose.yaml',
    '.github/workflows/a.yml',
    'chart/templates/a.yaml',
    'a.json',
  ];
  for (const path of others) assert.not.ok(kubernetes.reads(path), path);
  assert.equal(facts('a: [1\n  b', 'config/x.yml'), []);
  assert.equal(facts('a: 1\nkind: Deployment\n'), []);
  assert.equal(facts('apiVersion: v2\nname: chart\n', 'helm/more.yaml'), []);
  assert.equal(facts('apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: x}\n'), []);
  assert.equal(facts('apiVersion: v1\nkind: constructor\nmetadata: {name: x}\n'), ['k8s.object constructor/x @3 {}']);
});

test('what looks like a manifest and is broken is not read, with the line', () => {
  assert.match(refused(kubernetes, 'any/x.yaml', 'apiVersion: v1\nkind: A\nb: [1\n'), /^[34]: is not YAML/);
  assert.match(refused(kubernetes, 'deploy/k8s/x.yaml', 'b: "1\n'), /^[12]: is not YAML/);
  assert.match(refused(kubernetes, 'x.yaml', 'kind: A\n{{- if .Values.x }}\na: b\n'), /^2: is a template/);
});

test('templates state nothing', () => {
  assert.equal(
    ofObject('Pod', 'spec: { containers: [{ image: "{{ image }}", name: a, env: [{ name: "{{ n }}", value: a }] }] }'),
    ['k8s.container a @3 {"by":"kubernetes","workload":"Pod/x","container":"a"}'],
  );
});

test('as whom a container runs: it says so itself, or its pod does', () => {
  const of = (security: string, own: string): string | undefined =>
    ofObject('Pod', `spec: { ${security}, containers: [{ name: a, ${own} }] }`).map(
      (fact) => /"a"(.*)}/.exec(fact)?.[1],
    )[0];
  assert.is(of('securityContext: {runAsNonRoot: true, runAsUser: 7}', 'image: x'), ',"nonRoot":true,"user":7');
  assert.is(of('securityContext: {runAsNonRoot: true}', 'securityContext: {runAsNonRoot: false}'), ',"nonRoot":false');
  assert.is(of('hostNetwork: true', 'image: x'), '');
});

test('what a kustomization adds to names, and takes from elsewhere', () => {
  const text =
    'namePrefix: dev-\nnameSuffix: -1\nhelmCharts:\n  - name: redis\nsecretGenerator:\n  - {name: s, envs: [a]}\n';
  assert.equal(facts(text, 'kustomization.yaml').slice(2), [
    'path.named a @6 {"by":"secretGenerator","from":"file"}',
    'k8s.affix dev- @1 {"by":"kustomize","as":"namePrefix"}',
    'k8s.affix -1 @2 {"by":"kustomize","as":"nameSuffix"}',
    'k8s.remote redis @4 {"by":"helmCharts"}',
  ]);
  assert.is(facts(text, 'kustomization.yaml')[1], 'secret.defined s @6 {"by":"kustomize","keys":[],"open":true}');
});

test('ports of probes and backends, by name and in another namespace', () => {
  const probed = (how: string): string[] =>
    ofObject('Pod', `spec: { containers: [{ name: a, livenessProbe: { ${how} } }] }`).slice(1);
  const of = '{"by":"kubernetes","workload":"Pod/x","container":"a","kind":"liveness"}';
  assert.equal(probed('tcpSocket: { port: 81 }'), [`port.probed 81 @3 ${of}`]);
  assert.equal(probed('grpc: { port: 82 }'), [`port.probed 82 @3 ${of}`]);
  assert.equal(probed('exec: { command: [true] }'), []);
  const named = 'spec: { defaultBackend: { service: { name: api, port: { name: web } } } }';
  assert.is(ofObject('Ingress', named)[1], 'port.backend web @3 {"by":"Ingress/x","service":"api"}');
  assert.equal(ofObject('HTTPRoute', 'spec: { rules: [{ backendRefs: [{ name: api, namespace: n, port: 80 }] }] }'), [
    'k8s.reference Service/api @3 {"by":"HTTPRoute/x","namespace":"n","port":80}',
    'port.backend 80 @3 {"by":"HTTPRoute/x","namespace":"n","service":"api"}',
  ]);
  assert.equal(ofObject('Service', 'spec: { clusterIP: None, ports: [{ port: 80 }] }'), [
    'port.service 80 @3 {"by":"Service/x","service":"x","headless":true}',
  ]);
});

test('what may be missing', () => {
  const volume = 'spec: { containers: [], volumes: [{ configMap: { name: a, optional: true } }] }';
  assert.equal(ofObject('Pod', volume), ['k8s.reference ConfigMap/a @3 {"by":"Pod/x","as":"volume","optional":true}']);
  const from = 'spec: { containers: [{ envFrom: [{ configMapRef: { name: a, optional: true } }] }] }';
  assert.match(ofObject('Pod', from)[0] ?? '', /"as":"envFrom","optional":true/);
});

test('replicas', () => {
  assert.equal(ofObject('Deployment', 'spec: { replicas: 3 }'), ['k8s.replicas 3 @3 {"by":"Deployment/x"}']);
  assert.equal(ofObject('Deployment', 'spec: { replicas: "{{ n }}" }'), []);
});

test('a list, and other kinds of workloads', () => {
  const job =
    'spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: a, image: "redis:7" }] } } } } }';
  assert.equal(
    ofObject('CronJob', job)[1],
    'image.used redis:7 @3 {"by":"kubernetes","workload":"CronJob/x","container":"a"}',
  );
  assert.equal(
    facts(`apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Namespace\n  metadata:\n    name: shop\n`),
    ['k8s.object Namespace/shop @7 {}'],
  );
  assert.equal(ofObject('StatefulSet', 'spec: { serviceName: db }'), [
    'k8s.reference Service/db @3 {"by":"StatefulSet/x"}',
  ]);
  assert.equal(ofObject('HTTPRoute', 'spec: { rules: [{ backendRefs: [{ name: api, port: 80 }] }] }'), [
    'k8s.reference Service/api @3 {"by":"HTTPRoute/x","port":80}',
    'port.backend 80 @3 {"by":"HTTPRoute/x","service":"api"}',
  ]);
  const old = 'spec: { rules: [{ http: { paths: [{ path: /, backend: { serviceName: api, servicePort: 80 } }] } }] }';
  assert.equal(ofObject('Ingress', old), [
    'proxy.location / @3 {"by":"Ingress/x"}',
    'k8s.reference Service/api @3 {"by":"Ingress/x","path":"/","port":80}',
    'port.backend 80 @3 {"by":"Ingress/x","path":"/","service":"api"}',
  ]);
  assert.equal(ofObject('NetworkPolicy', 'spec: { podSelector: { matchLabels: { a: b } } }'), [
    'k8s.selector a=b @3 {"by":"NetworkPolicy/x","labels":{"a":"b"}}',
  ]);
});

test('how a Secret is made, and that its values are none yet, as comments say it', () => {
  assert.equal(
    ofObject('X', '# kubectl create secret generic a --from-literal=token=s3cr3t\nkubectl: create secret b'),
    ['command kubectl create secret generic a --from-literal=token=… @3 {"by":"comment"}'],
  );
  const secret = (comment: string): string[] => ofObject('Secret', `${comment}\nstringData: { TOKEN: s3cr3t }`);
  for (const comment of [
    '# the token',
    '# these secrets must be replaced every 90 days',
    '# rotate all: change the secrets',
  ])
    assert.ok(
      secret(comment).some((fact) => fact.startsWith('secret.literal')),
      comment,
    );
  for (const comment of ['# The values in this file should be changed', '# Replace these values', '# example secrets'])
    assert.not.ok(
      secret(comment).some((fact) => fact.startsWith('secret.literal')),
      comment,
    );
});

test('secrets that are made elsewhere', () => {
  assert.equal(ofObject('ExternalSecret', 'spec: { target: { name: y }, data: [{ secretKey: a }] }'), [
    'secret.defined y @4 {"by":"ExternalSecret/x","keys":["a"]}',
  ]);
  assert.equal(ofObject('ExternalSecret', 'spec: { dataFrom: [{ extract: { key: a } }] }'), [
    'secret.defined x @4 {"by":"ExternalSecret/x","keys":[],"open":true}',
  ]);
  assert.equal(ofObject('Certificate', 'spec: { secretName: web-tls }'), [
    'secret.defined web-tls @3 {"by":"Certificate/x","keys":["tls.crt","tls.key","ca.crt"],"open":true}',
  ]);
  assert.equal(ofObject('SealedSecret', 'spec: { encryptedData: { a: AgB } }'), [
    'secret.defined x @4 {"by":"SealedSecret/x","keys":["a"]}',
  ]);
});

test('odd values are no facts', () => {
  assert.equal(ofObject('Service', 'spec: { ports: 80, selector: [a] }'), []);
  assert.equal(
    ofObject(
      'Pod',
      'spec: { containers: [3, { image: [a], ports: [{ containerPort: x }], env: { a: b } }], volumes: x }',
    ),
    [],
  );
  assert.equal(facts('apiVersion: [v1]\nkind: {}\n---\napiVersion: v1\nkind: A\nmetadata: x\n'), []);
});

test('a hostile file takes no time', () => {
  for (const text of ['a: b\n'.repeat(200_000), '{'.repeat(1_000_000), '['.repeat(1_000_000), 'kind'.repeat(250_000)]) {
    const begun = performance.now();
    refused(kubernetes, 'a.yaml', text);
    assert.ok(performance.now() - begun < 60_000, `${text.slice(0, 9)}: ${performance.now() - begun}`);
  }
  for (const text of ['{'.repeat(100_000), '- a\n'.repeat(20_000), '---\n'.repeat(20_000), '&a [*a,'.repeat(9000)]) {
    const begun = performance.now();
    refused(kubernetes, 'a.yaml', `apiVersion: v1\nkind: A\nspec:\n${text}`);
    assert.ok(performance.now() - begun < 60_000, `${text.slice(0, 9)}: ${performance.now() - begun}`);
  }
});

test.run();
