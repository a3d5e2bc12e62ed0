import { HELM, SHELL } from './places.ts';

/** Manifests, kustomizations and charts. */
export const KUBERNETES_SUBJECTS = {
  chart: { means: 'the name of a Helm chart', attributes: { 'version?': 'string', 'appVersion?': 'string' } },
  'k8s.object': {
    means: 'an object, "Deployment/backend", with its labels and the labels of its pods',
    attributes: {
      'by?': 'string',
      'namespace?': 'string',
      'labels?': 'texts',
      'podLabels?': 'texts',
      'keys?': 'string[]',
    },
  },
  'k8s.container': {
    means: 'the name of a container; `workload` is its object, `nonRoot` and `user` tell as which user it runs',
    attributes: {
      by: 'string',
      'namespace?': 'string',
      workload: 'string',
      'container?': 'string',
      'init?': 'boolean',
      'probes?': 'string[]',
      'nonRoot?': 'boolean',
      'user?': 'number',
    },
  },
  'k8s.replicas': {
    means: 'the number of replicas',
    value: 'number',
    attributes: { by: 'string', 'namespace?': 'string', ...HELM },
  },
  'k8s.selector': {
    means: 'the labels that an object selects, "app=backend"',
    attributes: { by: 'string', 'namespace?': 'string', 'labels?': 'texts' },
  },
  'k8s.reference': {
    means: 'an object that another object or a command refers to, "Service/backend"; `by` is the referring one',
    attributes: {
      by: 'string',
      'namespace?': 'string',
      'container?': 'string',
      'init?': 'boolean',
      ...HELM,
      ...SHELL,
      'as?': 'string',
      'variable?': 'string',
      'key?': 'string',
      'optional?': 'boolean',
      'host?': 'string',
      'path?': 'string',
      'port?': 'number|string',
    },
  },
  'k8s.namespace': { means: 'the namespace that a kustomization sets', attributes: { by: 'string' } },
  'k8s.affix': {
    means: 'a prefix or suffix that a kustomization adds to all names',
    attributes: { by: 'string', as: 'string' },
  },
  'k8s.remote': {
    means: 'what a kustomization includes from elsewhere: an address, or the name of a chart',
    attributes: { by: 'string' },
  },
} as const;
