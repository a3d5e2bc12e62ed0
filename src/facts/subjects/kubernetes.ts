import { CONTAINER, HELM, SHELL } from './places.ts';

/** Manifests, kustomizations and charts. */
export const KUBERNETES_SUBJECTS = {
  chart: { means: 'the name of a Helm chart', of: { 'version?': 'string', 'appVersion?': 'string' } },
  'k8s.object': {
    means: 'an object, "Deployment/backend"; `of` has its labels, and the labels of its pods',
    of: { 'by?': 'string', 'namespace?': 'string', 'labels?': 'texts', 'podLabels?': 'texts', 'keys?': 'string[]' },
  },
  'k8s.container': {
    means: 'the name of a container; `of.workload` is what it belongs to, `of.nonRoot` and `of.user` as whom it runs',
    of: {
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
    means: 'how many replicas are asked for',
    value: 'number',
    of: { by: 'string', 'namespace?': 'string', ...HELM },
  },
  'k8s.selector': {
    means: 'the labels that an object selects by, "app=backend"',
    of: { by: 'string', 'namespace?': 'string', 'labels?': 'texts' },
  },
  'k8s.reference': {
    means: 'an object that another one, or a command, refers to, "Service/backend"; `of.by` is what does',
    of: {
      by: 'string',
      ...CONTAINER,
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
  'k8s.namespace': { means: 'the namespace that a kustomization puts everything in', of: { by: 'string' } },
  'k8s.affix': {
    means: 'what a kustomization puts before or behind every name',
    of: { by: 'string', as: 'string' },
  },
  'k8s.remote': {
    means: 'what a kustomization takes in from somewhere else: an address, the name of a chart',
    of: { by: 'string' },
  },
} as const;
