import { probed, type Cases } from '../files.ts';

const W = '.github/workflows/a.yml';
const run = (...commands: string[]): string =>
  `on: push\njobs:\n  a:\n    steps:\n${commands.map((command) => `      - run: ${command}\n`).join('')}`;
const used = (image: string): string => probed('/').replace('shop/backend:1', image);
const REGISTRY = 'ghcr.io/shop';
const set = `kubectl set image deployment/backend api=${REGISTRY}/api:2`;

export const CASES: Cases = {
  'images/built-as': {
    unmet: {
      Dockerfile: 'FROM x\n',
      'compose.yml': `services:\n  a:\n    build: .\n    image: ${REGISTRY}/bakend:dev\n`,
      [W]: run(`docker build -t ${REGISTRY}/backend:1 .`),
      'k8s/a.yaml': used(`${REGISTRY}/backend:1`),
    },
    finds: [
      `compose.yml:4 Dockerfile is built as ${REGISTRY}/bakend and as ${REGISTRY}/backend | ${W}:5 | k8s/a.yaml:11`,
    ],
    met: [
      {
        Dockerfile: 'FROM x\n',
        'compose.yml': `services:\n  a:\n    build: .\n    image: ${REGISTRY}/backend:dev\n`,
        [W]: run(`docker build -t ${REGISTRY}/backend:1 .`),
      },
      // A job builds it to look at it.
      {
        Dockerfile: 'FROM x\n',
        'compose.yml': `services:\n  a:\n    build: .\n    image: shop/back_end:dev\n`,
        [W]: run('docker build -t shop/back-end:1 .'),
        'k8s/a.yaml': used('shop/back_end:1'),
      },
      // For two registries, by two names, of two Dockerfiles.
      {
        Dockerfile: 'FROM x\n',
        'compose.yml': `services:\n  a:\n    build: .\n    image: local/bakend:dev\n`,
        [W]: run(`docker build -t ${REGISTRY}/backend:1 .`, `docker build -t ${REGISTRY}/worker:1 .`),
      },
      {
        'a/Dockerfile': 'FROM x\n',
        'b/Dockerfile': 'FROM x\n',
        [W]: run(`docker build -t ${REGISTRY}/backend:1 a`, `docker build -t ${REGISTRY}/bakend:1 b`),
      },
    ],
  },
  'images/never-built': {
    unmet: { [W]: run(`docker build -t ${REGISTRY}/backend:1 .`), 'k8s/a.yaml': used(`${REGISTRY}/bakend:1`) },
    finds: [
      `k8s/a.yaml:11 ${REGISTRY}/bakend is used, but the image that is built is named ${REGISTRY}/backend | ${W}:5`,
    ],
    met: [
      { [W]: run(`docker build -t ${REGISTRY}/backend:1 .`), 'k8s/a.yaml': used(`${REGISTRY}/backend:2`) },
      // Of another owner, built in another repository, built under a name that only the run tells, tagged.
      { [W]: run(`docker build -t ${REGISTRY}/backend:1 .`), 'k8s/a.yaml': used('ghcr.io/other/bakend:1') },
      { [W]: run(`docker build -t ${REGISTRY}/backend:1 .`), 'k8s/a.yaml': used(`${REGISTRY}/worker:1`) },
      {
        [W]: run(`docker build -t ${REGISTRY}/backend:1 .`, `docker build -t ${REGISTRY}/$NAME:1 x`),
        'k8s/a.yaml': used(`${REGISTRY}/bakend:1`),
      },
      {
        [W]: run(`docker build -t ${REGISTRY}/backend:1 .`, `docker tag ${REGISTRY}/backend:1 ${REGISTRY}/bakend:1`),
        'k8s/a.yaml': used(`${REGISTRY}/bakend:1`),
      },
      { 'k8s/a.yaml': used(`${REGISTRY}/bakend:1`) },
    ],
  },
  'images/never-deployed': {
    unmet: {
      [W]: run(
        `docker build -t ${REGISTRY}/api:1 .`,
        `docker build -t ${REGISTRY}/worker:1 .`,
        `docker push ${REGISTRY}/worker:1`,
      ),
      'k8s/a.yaml': used(`${REGISTRY}/api:1`),
    },
    finds: [`${W}:6 ${REGISTRY}/worker is built and pushed, but no manifest, compose file or command runs it | ${W}:5`],
    met: [
      {
        [W]: run(
          `docker build -t ${REGISTRY}/api:1 .`,
          `docker build -t ${REGISTRY}/worker:1 .`,
          `docker push ${REGISTRY}/worker:1`,
        ),
        'k8s/a.yaml': used(`${REGISTRY}/api:1`),
        'compose.yml': `services:\n  worker:\n    image: ${REGISTRY}/worker:1\n`,
      },
      {
        [W]: run(
          `docker build -t ${REGISTRY}/api:1 .`,
          `docker build -t ${REGISTRY}/worker:1 .`,
          `docker push ${REGISTRY}/worker:1`,
          `docker run ${REGISTRY}/worker:1`,
        ),
        'k8s/a.yaml': used(`${REGISTRY}/api:1`),
      },
      // Only images that are published, and only where others of them are used.
      {
        [W]: run(`docker build -t ${REGISTRY}/api:1 .`, `docker build -t ${REGISTRY}/worker:1 .`),
        'k8s/a.yaml': used(`${REGISTRY}/api:1`),
      },
      { [W]: run(`docker build -t ${REGISTRY}/worker:1 .`, `docker push ${REGISTRY}/worker:1`) },
    ],
  },
  'images/tag-drifts': {
    unmet: {
      [W]: run(set),
      'k8s/a.yaml': used(`${REGISTRY}/api:1`),
      'other/b.yaml': used(`${REGISTRY}/api:latest`),
      Makefile: 'up:\n\tkubectl apply -f k8s\n',
    },
    finds: [
      `k8s/a.yaml:11 the manifest names ${REGISTRY}/api:1, the deployment sets another tag, and Makefile applies the manifest without it | ${W}:5 | Makefile:2`,
      `other/b.yaml:11 the manifest names ${REGISTRY}/api:latest, the deployment sets another tag, and the next apply reverts it | ${W}:5`,
    ],
    met: [
      // Whoever applies sets the tag again.
      {
        [W]: run('kubectl apply -f k8s', set),
        'k8s/a.yaml': used(`${REGISTRY}/api:1`),
        Makefile: 'up:\n\tkubectl apply -f k8s\n',
      },
      { [W]: run(set), 'k8s/a.yaml': used(`${REGISTRY}/api:2`), Makefile: 'up:\n\tkubectl apply -f k8s\n' },
    ],
  },
  'images/pushed': {
    unmet: {
      [W]: run(`docker build -t ${REGISTRY}/api:1 .`),
      '.github/workflows/b.yml': run(`docker build -t ${REGISTRY}/backedn:1 .`, `docker push ${REGISTRY}/backend:1`),
      'k8s/a.yaml': used(`${REGISTRY}/api:1`),
    },
    finds: [
      `.github/workflows/b.yml:6 ${REGISTRY}/backend is pushed, but the workflow builds ${REGISTRY}/backedn | .github/workflows/b.yml:5`,
      `${W}:5 ${REGISTRY}/api is built here and run in the cluster, but no step pushes it | k8s/a.yaml:11 | .github/workflows/b.yml:6`,
    ],
    met: [
      // Which registry that is, a step says.
      {
        [W]: run('docker build -t shop-api:test .', 'docker push ${{ steps.acr.outputs.server }}/shop-api:1'),
      },
      {
        [W]: run(`docker build -t ${REGISTRY}/api:1 .`, `docker push ${REGISTRY}/api:1`),
        'k8s/a.yaml': used(`${REGISTRY}/api:1`),
      },
      { [W]: run(`docker buildx build --push -t ${REGISTRY}/api:1 .`), 'k8s/a.yaml': used(`${REGISTRY}/api:1`) },
      {
        [W]: run(`docker build -t ${REGISTRY}/api:1 .`, 'docker push $IMAGE'),
        'k8s/a.yaml': used(`${REGISTRY}/api:1`),
      },
      {
        [W]: run(`docker build -t ${REGISTRY}/api:1 .`, `kind load docker-image ${REGISTRY}/api:1`),
        'k8s/a.yaml': used(`${REGISTRY}/api:1`),
      },
      { [W]: run(`docker build -t ${REGISTRY}/api:1 .`) },
      { [W]: run('docker build -t api:1 .'), 'k8s/a.yaml': used('api:1') },
    ],
  },
};
