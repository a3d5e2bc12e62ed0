import { APP, IMAGE, probed, service, type Cases } from '../files.ts';

export const CASES: Cases = {
  'k8s/probe-path': {
    unmet: { 'main.py': APP, Dockerfile: IMAGE, 'k8s/a.yaml': probed('/ready') },
    finds: ['k8s/a.yaml:14 the probe asks /ready, and main:app has no such route | main.py:2 | main.py:3'],
    met: [
      { 'main.py': APP, Dockerfile: IMAGE, 'k8s/a.yaml': probed('/health') },
      // Another workload's port, and no application at all.
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
      'k8s/b.yaml:6 Service/web selects app=web, and no workload of the manifests has pods with these labels | k8s/a.yaml:3',
    ],
    met: [{ 'k8s/a.yaml': probed('/'), 'k8s/b.yaml': service('backend') }, { 'k8s/b.yaml': service('web') }],
  },
};
