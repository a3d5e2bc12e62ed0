import { APP, IMAGE, job, probed, service, type Cases } from '../files.ts';

const W = '.github/workflows/a.yml';
const D = probed('/health');
const object = (kind: string, name: string, rest = ''): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`;
const join = (...documents: string[]): string => documents.join('---\n');
/** What builds the image of the Deployment. */
const BUILD = { 'ci/build.sh': '', [W]: job('      - run: docker build -t shop/backend:1 .\n') };
const env = (from: string): string =>
  D.replace('          ports:', `          env:\n            - name: A\n${from}          ports:`);
const key = (kind: string, name: string, of: string): string =>
  env(
    `              valueFrom:\n                ${kind}KeyRef:\n                  name: ${name}\n                  key: ${of}\n`,
  );
const hpa = (name: string): string =>
  object('HorizontalPodAutoscaler', 'h', `spec:\n  scaleTargetRef:\n    kind: Deployment\n    name: ${name}\n`);
const ingress = (name: string, port: string): string =>
  object('Ingress', 'i', `spec:\n  defaultBackend:\n    service:\n      name: ${name}\n      port:\n        ${port}\n`);
const inside = (text: string, namespace: string): string =>
  text.replace('name: backend}', `name: backend, namespace: ${namespace}}`);
const SECRET = object('Secret', 'backend-keys', 'stringData:\n  token: x\n');
const CONFIG = object('ConfigMap', 'settings', 'data:\n  mode: fast\n');
const READY = `${APP}@app.get("/ready")\ndef ready(): ...\n`;
const SETTINGS = 'from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    database_url: str\n';
const STARTS = 'FROM python:3.11\nCOPY . .\nCMD ["uvicorn", "app.main:app", "--port", "8008"]\n';
const nonRoot = D.replace('      containers:', '      securityContext: {runAsNonRoot: true}\n      containers:');

export const CASES: Cases = {
  'k8s/start-agrees': {
    unmet: {
      ...BUILD,
      Dockerfile: 'FROM x\nHEALTHCHECK --start-period=5s CMD curl -f http://localhost:8008/health\n',
      'k8s/a.yaml': D.replace('port: 8008}\n', 'port: 8008}\n            initialDelaySeconds: 30\n'),
    },
    finds: ['k8s/a.yaml:14 Dockerfile allows 5 s to start, but the manifest allows 30 s | Dockerfile:2'],
    met: [
      {
        ...BUILD,
        Dockerfile: 'FROM x\nHEALTHCHECK --start-period=1m CMD curl -f http://localhost:8008/health\n',
        'k8s/a.yaml': D.replace('port: 8008}\n', 'port: 8008}\n            initialDelaySeconds: 30\n'),
      },
      // Said in one place alone, and a startup probe beside it.
      {
        ...BUILD,
        Dockerfile: 'FROM x\nHEALTHCHECK CMD curl -f http://localhost:8008/health\n',
        'k8s/a.yaml': D.replace('port: 8008}\n', 'port: 8008}\n            initialDelaySeconds: 30\n'),
      },
      {
        ...BUILD,
        Dockerfile: 'FROM x\nHEALTHCHECK --start-period=5s CMD curl -f http://localhost:8008/health\n',
        'k8s/a.yaml': D.replace(
          'port: 8008}\n',
          'port: 8008}\n            initialDelaySeconds: 30\n          startupProbe:\n            httpGet: {path: /health, port: 8008}\n',
        ),
      },
    ],
  },
  'k8s/probe-path': {
    unmet: { 'main.py': APP, Dockerfile: IMAGE, 'k8s/a.yaml': probed('/ready') },
    finds: ['k8s/a.yaml:14 the probe requests /ready, but main:app has no such route | main.py:2 | main.py:3'],
    met: [
      { 'main.py': APP, Dockerfile: IMAGE, 'k8s/a.yaml': probed('/health') },
      // What FastAPI serves by itself.
      { 'main.py': APP, Dockerfile: IMAGE, 'k8s/a.yaml': probed('/docs') },
      // Another command of the image, another workload's port, and no application at all.
      {
        ...BUILD,
        'main.py': APP,
        Dockerfile: IMAGE,
        'k8s/a.yaml': probed('/x').replace('          ports', '          args: [celery]\n          ports'),
      },
      {
        'main.py': APP,
        Dockerfile: IMAGE.replaceAll('8008', '9000'),
        'k8s/a.yaml': probed('/ready').replaceAll('backend', 'web'),
      },
      { Dockerfile: IMAGE, 'k8s/a.yaml': probed('/ready') },
    ],
  },
  'k8s/service-selector': {
    unmet: { 'k8s/a.yaml': probed('/'), 'k8s/b.yaml': service('web') },
    finds: [
      'k8s/b.yaml:6 Service/web selects app=web, but no workload of the manifests has pods with these labels | k8s/a.yaml:3',
    ],
    met: [
      { 'k8s/a.yaml': probed('/'), 'k8s/b.yaml': service('backend') },
      { 'k8s/b.yaml': service('web') },
      {
        'k8s/a.yaml': join(
          probed('/'),
          'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels: {app: web}\nspec:\n  containers: [{name: a, image: b}]\n',
          service('web'),
        ),
      },
      {
        'k8s/a.yaml': join(
          probed('/'),
          object('PodDisruptionBudget', 'p', 'spec:\n  selector:\n    matchLabels: {app: backend}\n'),
          object('NetworkPolicy', 'n', 'spec:\n  podSelector:\n    matchLabels: {app: other}\n'),
        ),
      },
    ],
  },
  'k8s/selector-template': {
    unmet: { 'k8s/a.yaml': D.replace('labels: {app: backend}', 'labels: {app: api}') },
    finds: ['k8s/a.yaml:5 Deployment/backend selects app=backend, but its own pods have app=api | k8s/a.yaml:3'],
    met: [
      { 'k8s/a.yaml': D.replace('labels: {app: backend}', 'labels: {app: backend, tier: web}') },
      { 'k8s/a.yaml': D.replace('labels: {app: backend}', 'labels: {app: "${APP}"}') },
      // A patch has labels of its own.
      {
        'k8s/kustomization.yaml': 'patches:\n  - path: a.yaml\n',
        'k8s/a.yaml': D.replace('labels: {app: backend}', 'labels: {app: api}'),
      },
    ],
  },
  'k8s/container-name': {
    unmet: {
      'k8s/a.yaml': D,
      [W]: job(
        '      - run: kubectl -n x set image deployment/backend backend=shop/backend:2\n      - run: kubectl set image deploy/backend web=shop/web:${{ github.sha }}\n      - run: kubectl logs deployment/backend -c web\n',
      ),
    },
    finds: [
      `${W}:6 \`kubectl set image\` names the container backend, but Deployment/backend has api | k8s/a.yaml:10`,
      `${W}:7 \`kubectl set image\` names the container web, but Deployment/backend has api | k8s/a.yaml:10`,
      `${W}:8 \`kubectl logs\` names the container web, but Deployment/backend has api | k8s/a.yaml:10`,
    ],
    met: [
      { 'k8s/a.yaml': D, [W]: job('      - run: kubectl set image deployment/backend api=shop/backend:2\n') },
      { 'k8s/a.yaml': D, [W]: job('      - run: kubectl set image deployment/other backend=shop/backend:2\n') },
      { 'k8s/a.yaml': D, [W]: job('      - run: kubectl set image deployment/backend "*=shop/backend:2"\n') },
      { 'k8s/a.yaml': D, [W]: job('      - run: kubectl exec deployment/backend -- psql -c select\n') },
      { 'k8s/a.yaml': D, 'a.md': '```sh\nkubectl set image deployment/backend web=x:2\n```\n' },
    ],
  },
  'k8s/reference-exists': {
    unmet: {
      'k8s/a.yaml': join(D, hpa('backedn'), ingress('web', 'number: 80')),
      [W]: job(
        '      - run: kubectl set image deployment/api api=x:${{ github.sha }}\n      - run: kubectl rollout status deployment/api\n',
      ),
    },
    finds: [
      'k8s/a.yaml:23 HorizontalPodAutoscaler/h names Deployment/backedn, which no manifest defines | k8s/a.yaml:3',
      'k8s/a.yaml:32 Ingress/i names Service/web, which no manifest defines',
      `${W}:6 \`kubectl set image\` names Deployment/api, which no manifest defines`,
    ],
    met: [
      { 'k8s/a.yaml': join(D, hpa('backend'), ingress('web', 'number: 80')), 'k8s/b.yaml': service('backend') },
      // No workloads, a chart, what is not read, a template, an object of another namespace or of a document.
      { 'k8s/a.yaml': ingress('web', 'number: 80') },
      { 'k8s/a.yaml': join(D, ingress('web', 'number: 80')), 'chart/Chart.yaml': 'name: web\n' },
      { 'k8s/a.yaml': join(D, ingress('web', 'number: 80')), 'a.md': '```sh\nhelm install web x/web\n```\n' },
      {
        'k8s/a.yaml': join(D, ingress('web', 'number: 80')),
        'k8s/kustomization.yaml': 'resources: [a.yaml, https://example.org/b.yaml]\n',
      },
      { 'k8s/a.yaml': join(D, ingress('"${NAME}"', 'number: 80')) },
      { 'k8s/a.yaml': D, [W]: job('      - run: kubectl rollout status deployment/controller -n ingress\n') },
      { 'k8s/a.yaml': D, 'a.md': '```sh\nkubectl rollout status deployment/api\n```\n' },
      {
        'k8s/a.yaml': D,
        'k8s/kustomization.yaml': 'namePrefix: dev-\nresources: [a.yaml]\n',
        [W]: job('      - run: kubectl rollout restart deployment/dev-backend\n'),
      },
      { 'k8s/a.yaml': D.replace('      containers:', '      serviceAccountName: default\n      containers:') },
      {
        'k8s/a.yaml': D.replace(
          '      containers:',
          '      volumes:\n        - configMap: {name: a, optional: true}\n      containers:',
        ),
      },
    ],
  },
  'k8s/path-exists': {
    unmet: {
      'k8s/kustomization.yaml': 'resources:\n  - a.yaml\n  - b.yaml\n  - parts/\n',
      'k8s/a.yaml': D,
      'k8s/parts/api/c.yaml': D,
    },
    finds: [
      'k8s/kustomization.yaml:3 resources lists b.yaml, but k8s/b.yaml does not exist',
      'k8s/kustomization.yaml:4 resources lists parts/, but it contains no kustomization.yaml',
    ],
    met: [
      { 'k8s/kustomization.yaml': 'resources: [a.yaml, https://x.org/a.yaml]\n', 'k8s/a.yaml': D },
      { 'k8s/kustomization.yaml': 'resources: [secrets.yaml]\nsecretGenerator: [{envs: [.env]}]\n', 'k8s/a.yaml': D },
      { 'b/kustomization.yaml': '', 'a/kustomization.yaml': 'resources: [../b, ../../c, "${A}.yaml"]\n' },
    ],
  },
  'k8s/namespace-defined': {
    unmet: {
      'k8s/a.yaml': join(inside(D, 'shopp'), object('Namespace', 'shop-net')),
      'k8s/b.yaml': object('Namespace', 'shop'),
    },
    finds: ['k8s/a.yaml:3 Deployment/backend uses the namespace shopp, but the manifests define shop | k8s/b.yaml:4'],
    met: [
      { 'k8s/a.yaml': join(inside(D, 'shop'), object('Namespace', 'shop')) },
      { 'k8s/a.yaml': join(inside(D, 'shop-qa'), object('Namespace', 'shop-dev')) },
      { 'k8s/a.yaml': inside(D, 'shop') },
      {
        'k8s/a.yaml': join(inside(D, 'shops'), object('Namespace', 'shop')),
        [W]: job('      - run: kubectl create namespace shops\n'),
      },
    ],
  },
  'k8s/namespace': {
    unmet: {
      'k8s/a.yaml': inside(D, 'shop'),
      [W]: job('      - run: kubectl -n prod rollout status deployment/backend\n'),
    },
    finds: [
      `${W}:6 \`kubectl rollout status\` looks for Deployment/backend in prod, but the manifests create it in shop | k8s/a.yaml:3`,
    ],
    met: [
      ...['shop', '"$SPACE"'].map((space) => ({
        'k8s/a.yaml': inside(D, 'shop'),
        [W]: job(`      - run: kubectl -n ${space} rollout status deployment/backend\n`),
      })),
      // A manifest that leaves it to the deployment, one beside a kustomization that leaves it out, overlays.
      ...[{ 'k8s/a.yaml': D }, { 'k8s/a.yaml': inside(D, 'shop'), 'k8s/kustomization.yaml': 'resources: []\n' }].map(
        (files) => ({ ...files, [W]: job('      - run: kubectl -n prod rollout status deployment/backend\n') }),
      ),
      {
        'k8s/base/a.yaml': inside(D, 'shop'),
        'k8s/base/kustomization.yaml': 'resources: [a.yaml]\n',
        'k8s/prod/kustomization.yaml': 'namespace: prod\nresources: [../base]\n',
        [W]: job('      - run: kubectl -n prod rollout status deployment/backend\n'),
      },
      // A folder without a kustomization of its own, which is another rule's.
      {
        'k8s/base/parts/a.yaml': inside(D, 'shop'),
        'k8s/base/kustomization.yaml': 'resources: [parts/]\n',
        'k8s/prod/kustomization.yaml': 'namespace: prod\nresources: [../base]\n',
        [W]: job('      - run: kubectl -n prod rollout status deployment/backend\n'),
      },
      {
        'k8s/base/a.yaml': D,
        'k8s/base/kustomization.yaml': 'resources: [a.yaml]\n',
        'k8s/prod/kustomization.yaml': 'namespace: prod\nresources: [../base]\n',
        'k8s/any/kustomization.yaml': 'resources: [../base]\n',
        [W]: job('      - run: kubectl -n test rollout status deployment/backend\n'),
      },
    ],
  },
  'k8s/service-target': {
    unmet: { 'k8s/a.yaml': join(D, service('backend')) },
    finds: [
      'k8s/a.yaml:22 Service/web forwards to port 80, but the containers that it selects have 8008 | k8s/a.yaml:12',
    ],
    met: [
      { 'k8s/a.yaml': join(D, service('backend').replace('port: 80', 'port: 80, targetPort: 8008')) },
      {
        'k8s/a.yaml': join(
          D.replace('containerPort: 8008', 'containerPort: 8008, name: http'),
          service('backend').replace('port: 80', 'port: 80, targetPort: http'),
        ),
      },
      // Of an image of others, what it does not declare may be open.
      { 'k8s/a.yaml': join(D.replace('8008}', '8008}, {containerPort: 8009}'), service('backend')) },
      { 'k8s/a.yaml': join(D, service('backend').replace('{port: 80}', '{port: 8008}, {port: 80}')) },
      // Containers that declare no ports, a command with the port, an image that listens there, pods of others.
      { 'k8s/a.yaml': join(D.replace('          ports: [{containerPort: 8008}]\n', ''), service('backend')) },
      {
        'k8s/a.yaml': join(
          D.replace('          ports:', '          args: [--port=80]\n          ports:'),
          service('backend'),
        ),
      },
      { ...BUILD, Dockerfile: IMAGE.replaceAll('8008', '80'), 'k8s/a.yaml': join(D, service('backend')) },
      { 'k8s/a.yaml': join(D, service('web')) },
      { 'k8s/a.yaml': join(inside(D, 'a'), service('backend').replace('name: web', 'name: web, namespace: b')) },
    ],
  },
  'k8s/backend-port': {
    unmet: { 'k8s/a.yaml': join(ingress('web', 'number: 8080'), service('web')) },
    finds: ['k8s/a.yaml:10 Ingress/i forwards to port 8080 of Service/web, which has only 80 | k8s/a.yaml:18'],
    met: [
      { 'k8s/a.yaml': join(ingress('web', 'number: 80'), service('web')) },
      { 'k8s/a.yaml': join(ingress('web', 'name: http'), service('web').replace('port: 80', 'port: 80, name: http')) },
      { 'k8s/a.yaml': join(ingress('other', 'number: 8080'), service('web')) },
      { 'k8s/a.yaml': join(ingress('web', 'name: "${PORT}"'), service('web')) },
      // Of another lesson.
      { 'one/a.yaml': ingress('web', 'number: 8080'), 'two/a.yaml': service('web') },
    ],
  },
  'k8s/probe-port': {
    unmet: { ...BUILD, Dockerfile: IMAGE, 'k8s/a.yaml': D.replace('port: 8008', 'port: 8000') },
    finds: [
      'k8s/a.yaml:14 the liveness probe of Deployment/backend uses port 8000, but the container api has 8008 | k8s/a.yaml:12',
    ],
    met: [
      { ...BUILD, Dockerfile: IMAGE, 'k8s/a.yaml': D },
      {
        ...BUILD,
        Dockerfile: IMAGE,
        'k8s/a.yaml': D.replace('containerPort: 8008', 'containerPort: 9, name: http').replace(
          'port: 8008',
          'port: http',
        ),
      },
      // Not declared is not closed: an image of others, a command that names it, no ports at all.
      { 'k8s/a.yaml': D.replace('port: 8008', 'port: 8000') },
      {
        ...BUILD,
        Dockerfile: IMAGE,
        'k8s/a.yaml': D.replace('port: 8008', 'port: 8000').replace(
          '          ports',
          '          args: [--health=:8000]\n          ports',
        ),
      },
      { ...BUILD, Dockerfile: IMAGE, 'k8s/a.yaml': D.replace('          ports: [{containerPort: 8008}]\n', '') },
    ],
  },
  'k8s/container-port': {
    unmet: { ...BUILD, Dockerfile: IMAGE, 'k8s/a.yaml': D.replaceAll('8008', '8000') },
    finds: [
      'k8s/a.yaml:12 Deployment/backend sets containerPort 8000, but the image listens on 8008 | Dockerfile:3 | Dockerfile:2',
    ],
    met: [
      { ...BUILD, Dockerfile: IMAGE, 'k8s/a.yaml': D },
      { Dockerfile: IMAGE, 'k8s/a.yaml': D.replaceAll('8008', '8000') },
      {
        ...BUILD,
        Dockerfile: IMAGE,
        'k8s/a.yaml': D.replaceAll('8008', '8000').replace(
          '          ports',
          '          args: [--port=8000]\n          ports',
        ),
      },
      {
        ...BUILD,
        Dockerfile: IMAGE,
        'k8s/a.yaml': env('              value: x\n').replaceAll('8008', '8000').replace('name: A', 'name: PORT'),
      },
      { ...BUILD, Dockerfile: 'FROM python:3.11\n', 'k8s/a.yaml': D },
    ],
  },
  'k8s/secret-defined': {
    unmet: { 'k8s/a.yaml': join(key('secret', 'backend-key', 'token'), SECRET) },
    finds: [
      'k8s/a.yaml:16 Deployment/backend needs Secret/backend-key, which no manifest, script or document creates | k8s/a.yaml:25',
    ],
    met: [
      { 'k8s/a.yaml': `# kubectl create secret generic b --from-literal=token=y\n${key('secret', 'b', 'token')}` },
      {
        'k8s/a.yaml': key('secret', 'b', 'token'),
        'a.md': '```sh\nkubectl create secret -n $NAMESPACE generic b --from-literal=token=y\n```\n',
      },
      { 'k8s/a.yaml': join(key('secret', 'backend-keys', 'token'), SECRET, key('secret', 'pod-ID', 'token')) },
      {
        'k8s/a.yaml': key('secret', 'b', 'token'),
        'a.sh': 'set -e\nkubectl -n x create secret generic b --from-literal=token=y\n',
      },
      {
        'k8s/a.yaml': key('secret', 'b', 'token').replace('key: token', 'key: token\n                  optional: true'),
      },
      {
        'k8s/a.yaml': key('secret', 'keys', 'token'),
        'k8s/kustomization.yaml': 'resources: [a.yaml]\nsecretGenerator:\n  - {name: keys, envs: [.env]}\n',
      },
      { 'k8s/a.yaml': object('Ingress', 'i', 'spec: {tls: [{secretName: tls}]}\n') },
      // Beside what a kustomization takes in, and shown in an example.
      {
        'k8s/a.yaml': key('secret', 'b', 'token'),
        'k8s/b.yaml': object('ConfigMap', 'c', 'data: {a: b}\n'),
        'k8s/kustomization.yaml': 'resources: [b.yaml]\n',
      },
      { 'k8s/a.yaml': key('secret', 'backend-keys', 'token'), 'k8s/examples/b.yaml': SECRET },
      // A job that is told its name makes it.
      {
        'k8s/a.yaml': join(
          key('secret', 'b', 'token'),
          object(
            'Job',
            'j',
            'spec: {template: {spec: {containers: [{name: j, image: x, args: [create, --secret-name=b]}]}}}\n',
          ),
        ),
      },
    ],
  },
  'k8s/secret-key': {
    unmet: { 'k8s/a.yaml': join(key('secret', 'backend-keys', 'tokens'), SECRET) },
    finds: ['k8s/a.yaml:16 A uses the key tokens of Secret/backend-keys, which has only token | k8s/a.yaml:25'],
    met: [
      { 'k8s/a.yaml': join(key('secret', 'backend-keys', 'token'), SECRET) },
      { 'k8s/a.yaml': join(key('secret', 'other', 'tokens'), SECRET) },
      {
        'k8s/a.yaml': join(
          key('secret', 'backend-keys', 'x'),
          object('ExternalSecret', 'backend-keys', 'spec: {dataFrom: [{a: b}], data: [{secretKey: y}]}\n'),
        ),
      },
      {
        'k8s/a.yaml': key('secret', 'keys', 'token'),
        'k8s/kustomization.yaml':
          'resources: [a.yaml]\nsecretGenerator:\n  - {name: keys, literals: [a=b], envs: [.env]}\n',
      },
      {
        'k8s/a.yaml': key('secret', 'b', 'url'),
        'a.md': '```sh\nkubectl create secret generic b --from-literal=token=y\n```\n',
      },
    ],
  },
  'k8s/config-key': {
    unmet: { 'k8s/a.yaml': join(key('configMap', 'settings', 'modes'), CONFIG) },
    finds: ['k8s/a.yaml:16 A uses the key modes of ConfigMap/settings, which has only mode | k8s/a.yaml:25'],
    met: [
      { 'k8s/a.yaml': join(key('configMap', 'settings', 'mode'), CONFIG) },
      { 'k8s/a.yaml': join(key('configMap', 'other', 'modes'), CONFIG) },
      {
        'k8s/a.yaml': key('configMap', 'settings', 'modes'),
        'k8s/kustomization.yaml': 'resources: [a.yaml]\nconfigMapGenerator:\n  - {name: settings, envs: [a.env]}\n',
      },
      {
        'k8s/a.yaml': join(
          key('configMap', 'settings', 'modes').replace('key: modes', 'key: modes\n                  optional: true'),
          CONFIG,
        ),
      },
    ],
  },
  'k8s/run-as-user': {
    unmet: { ...BUILD, Dockerfile: `${IMAGE}USER app\n`, 'k8s/a.yaml': nonRoot },
    finds: [
      'Dockerfile:4 Deployment/backend runs api as non-root, but its image sets USER app, which is not a number | k8s/a.yaml:11',
    ],
    met: [
      { ...BUILD, Dockerfile: `${IMAGE}USER 10001\n`, 'k8s/a.yaml': nonRoot },
      { ...BUILD, Dockerfile: `${IMAGE}USER app\n`, 'k8s/a.yaml': D },
      { ...BUILD, Dockerfile: `${IMAGE}USER app\n`, 'k8s/a.yaml': nonRoot.replace('true}', 'true, runAsUser: 7}') },
      { ...BUILD, Dockerfile: IMAGE.replace('python:3.11', 'shop/base'), 'k8s/a.yaml': nonRoot },
      { ...BUILD, Dockerfile: `${IMAGE}ARG UID\nUSER $UID\n`, 'k8s/a.yaml': nonRoot },
      { ...BUILD, Dockerfile: `FROM python:3.11 AS a\nUSER 7\nFROM a\nCMD ["x"]\n`, 'k8s/a.yaml': nonRoot },
    ],
  },
  'k8s/replicas-scaled': {
    unmet: { 'k8s/a.yaml': join(D.replace('spec:\n', 'spec:\n  replicas: 3\n'), hpa('backend')) },
    finds: [
      'k8s/a.yaml:5 Deployment/backend sets replicas: 3, but HorizontalPodAutoscaler/h scales it | k8s/a.yaml:24',
    ],
    met: [
      { 'k8s/a.yaml': join(D.replace('spec:\n', 'spec:\n  replicas: 0\n'), hpa('backend')) },
      { 'k8s/a.yaml': join(D, hpa('backend')) },
      { 'k8s/a.yaml': join(D.replace('spec:\n', 'spec:\n  replicas: 3\n'), hpa('other')) },
      { 'k8s/base/a.yaml': D.replace('spec:\n', 'spec:\n  replicas: 3\n'), 'k8s/prod/h.yaml': hpa('backend') },
      // Lessons, each with a Deployment of the same name.
      {
        'lab/1.yaml': D,
        'lab/2.yaml': D.replace('spec:\n', 'spec:\n  replicas: 3\n'),
        'lab/3.yaml': hpa('backend'),
      },
    ],
  },
  'k8s/readiness': {
    unmet: { ...BUILD, 'main.py': READY, Dockerfile: IMAGE, 'k8s/a.yaml': D },
    finds: [
      'k8s/a.yaml:10 api of Deployment/backend has no readiness probe, but the application has /ready | main.py:5',
    ],
    met: [
      { ...BUILD, 'main.py': READY, Dockerfile: IMAGE, 'k8s/a.yaml': D.replace('liveness', 'readiness') },
      {
        ...BUILD,
        'main.py': READY,
        Dockerfile: IMAGE,
        'k8s/a.yaml': `${D}          readinessProbe:\n            tcpSocket: {port: 8008}\n`,
      },
      { ...BUILD, 'main.py': APP, Dockerfile: IMAGE, 'k8s/a.yaml': D },
      {
        ...BUILD,
        'main.py': READY,
        Dockerfile: IMAGE,
        'k8s/a.yaml': D.replace('          ports', '          command: [celery]\n          ports'),
      },
      { 'main.py': READY, Dockerfile: IMAGE, 'k8s/a.yaml': D },
    ],
  },
  'k8s/service-name': {
    unmet: {
      'k8s/a.yaml': join(
        env('              value: http://orders:8080/x\n'),
        service('backend').replace('web', 'orders'),
      ),
      'k8s/c.yaml': object('ConfigMap', 'c', 'data:\n  ORDERS_URL: http://order:80\n'),
    },
    finds: [
      'k8s/a.yaml:13 A uses port 8080 of orders, but Service/orders has 80 | k8s/a.yaml:25',
      'k8s/c.yaml:6 ORDERS_URL uses the host order, which no manifest defines as a Service | k8s/a.yaml:21',
    ],
    met: [
      'http://orders/x',
      'http://orders.shop.svc.cluster.local:80',
      'http://payments:8080',
      'https://order.example.org:8080',
      '"http://${ORDERS}:8080"',
    ]
      .map((value) => ({
        'k8s/a.yaml': join(env(`              value: ${value}\n`), service('backend').replace('web', 'orders')),
      }))
      .concat([
        { 'k8s/a.yaml': env('              value: http://orders:8080\n') },
        {
          'k8s/a.yaml': join(
            env('              value: http://orders:8080\n'),
            service('backend').replace('web', 'orders').replace('spec:\n', 'spec:\n  clusterIP: None\n'),
          ),
        },
      ]),
  },
  'k8s/variable-required': {
    unmet: { ...BUILD, 'app/main.py': APP, 'app/settings.py': SETTINGS, Dockerfile: STARTS, 'k8s/a.yaml': D },
    finds: [
      'k8s/a.yaml:10 api of Deployment/backend does not set DATABASE_URL, which the application requires | app/settings.py:3',
    ],
    met: [
      {
        ...BUILD,
        'app/main.py': APP,
        'app/settings.py': SETTINGS,
        Dockerfile: STARTS,
        'k8s/a.yaml': env('              value: x\n').replace('name: A', 'name: database_url'),
      },
      {
        ...BUILD,
        'app/main.py': APP,
        'app/settings.py': SETTINGS.replace(': str', ': str = "x"'),
        Dockerfile: STARTS,
        'k8s/a.yaml': D,
      },
      {
        ...BUILD,
        'app/main.py': APP,
        'app/settings.py': SETTINGS,
        Dockerfile: `${STARTS}ENV DATABASE_URL=x\n`,
        'k8s/a.yaml': D,
      },
      { 'app/main.py': APP, 'app/settings.py': SETTINGS, Dockerfile: STARTS, 'k8s/a.yaml': D },
      {
        ...BUILD,
        'app/main.py': APP,
        'app/settings.py': SETTINGS,
        Dockerfile: STARTS,
        'k8s/a.yaml': D.replace('          ports', '          command: [celery]\n          ports'),
      },
    ],
  },
  'k8s/address-missing': {
    unmet: {
      'api/Dockerfile': IMAGE,
      'compose.yml':
        'services:\n  api:\n    build: api\n    image: shop/backend\n    environment:\n      REDIS_URL: redis://cache:6379\n      MODE: dev\n  cache:\n    image: redis:8\n',
      'k8s/a.yaml': probed('/').replace(
        '          image:',
        '          env: [{name: MODE, value: production}]\n          image:',
      ),
    },
    finds: [
      'k8s/a.yaml:10 api of Deployment/backend does not set REDIS_URL, but compose sets it for the same image | compose.yml:6',
    ],
    met: [
      {
        'api/Dockerfile': IMAGE,
        'compose.yml':
          'services:\n  api:\n    build: api\n    image: shop/backend\n    environment: {REDIS_URL: "redis://cache:6379"}\n',
        'k8s/a.yaml': probed('/').replace(
          '          image:',
          '          envFrom: [{secretRef: {name: all}}]\n          env: [{name: MODE, value: production}]\n          image:',
        ),
      },
      {
        'api/Dockerfile': IMAGE,
        'compose.yml':
          'services:\n  api:\n    build: api\n    image: shop/backend\n    environment: {REDIS_URL: "redis://cache:6379"}\n',
        'k8s/a.yaml': probed('/').replace(
          '          image:',
          '          env: [{name: REDIS_URL, value: "redis://redis"}]\n          image:',
        ),
      },
      // Another image, and one that gets nothing from the manifest at all.
      {
        'api/Dockerfile': IMAGE,
        'compose.yml':
          'services:\n  api:\n    build: api\n    image: shop/other\n    environment: {REDIS_URL: "redis://cache:6379"}\n',
        'k8s/a.yaml': probed('/').replace(
          '          image:',
          '          env: [{name: MODE, value: production}]\n          image:',
        ),
      },
      {
        'api/Dockerfile': IMAGE,
        'compose.yml':
          'services:\n  api:\n    build: api\n    image: shop/backend\n    environment: {REDIS_URL: "redis://cache:6379"}\n',
        'k8s/a.yaml': probed('/'),
      },
    ],
  },
};
