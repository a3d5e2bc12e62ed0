import { COMMAND, CONTAINER, HELM, POD, SHELL, VARIABLE } from './places.ts';

/** Compose files, Dockerfiles, Kubernetes, Helm and proxies. */
export const CONTAINER_SUBJECTS = {
  service: {
    means: 'the name of a service in a compose file',
    attributes: {
      by: 'string',
      'image?': 'string',
      'context?': 'string',
      'dockerfile?': 'string',
      'target?': 'string',
      'profiles?': 'string[]',
      'names?': 'string[]',
      'reaches?': 'string[]',
      'healthcheck?': 'boolean',
      'network?': 'string',
      'restarts?': 'boolean',
      'extends?': 'boolean',
      'inline?': 'boolean',
      'shared?': 'boolean',
    },
  },
  'service.needs': {
    means: 'the name of a service that another one depends on',
    attributes: { by: 'string', service: 'string', 'condition?': 'string' },
  },
  'image.base': {
    means: 'the image that a stage is based on; `final` for the last stage',
    attributes: { by: 'string', stage: 'string', 'final?': 'boolean', 'on?': 'string' },
  },
  'image.used': {
    means: 'an image that a container runs, that a job uses, or from which files are copied',
    attributes: { by: 'string', ...CONTAINER, ...HELM, ...SHELL, 'name?': 'string' },
  },
  'image.built': {
    means: 'an image that is built, with its tag if the file states it',
    attributes: { by: 'string', 'service?': 'string', 'context?': 'string', 'dockerfile?': 'string', ...SHELL },
  },
  'image.argument': {
    means: 'the name of a build argument that is passed',
    attributes: { by: 'string', ...SHELL },
  },
  'image.stage': {
    means: 'a stage from which files are copied; `defined` is false if no earlier stage has this name',
    attributes: { by: 'string', stage: 'string', 'to?': 'string', paths: 'string[]', defined: 'boolean' },
  },
  'image.folder': {
    means: 'the working directory of a service or of the later steps of a stage',
    attributes: { by: 'string', 'service?': 'string', 'stage?': 'string' },
  },
  'image.user': {
    means: 'the user of a service or of the later steps of a stage',
    attributes: { by: 'string', 'service?': 'string', 'stage?': 'string' },
  },
  'port.exposed': {
    means: 'a port of EXPOSE',
    value: 'number|string',
    attributes: { by: 'string', stage: 'string', 'protocol?': 'string' },
  },
  'port.published': {
    means: 'a port of the host; `container` is the port of the container',
    value: 'number|string',
    attributes: {
      'by?': 'string',
      service: 'string',
      container: 'number|string',
      'ip?': 'string',
      'protocol?': 'string',
      'long?': 'boolean',
      'job?': 'string',
    },
  },
  'port.container': {
    means: 'a port of a container in its network, or published on any port of the host',
    value: 'number|string',
    attributes: {
      by: 'string',
      'service?': 'string',
      ...POD,
      ...HELM,
      'ip?': 'string',
      'protocol?': 'string',
      'open?': 'boolean',
      'label?': 'string',
      'name?': 'string',
    },
  },
  'port.listen': {
    means: 'a port that a process is configured to listen on',
    value: 'number',
    attributes: { by: 'string', ...COMMAND, 'runner?': 'string', 'ssl?': 'boolean' },
  },
  'port.probed': {
    means: 'the port that a probe requests, as number or name',
    value: 'number|string',
    attributes: { by: 'string', ...POD, kind: ['liveness', 'readiness', 'startup'] },
  },
  'port.service': {
    means:
      'the port of a Service; `target` is the port of the container, as number or name, `headless` if the Service is headless',
    value: 'number',
    attributes: {
      by: 'string',
      'namespace?': 'string',
      'service?': 'string',
      'name?': 'string',
      'target?': 'number|string',
      'nodePort?': 'number',
      'headless?': 'boolean',
      ...HELM,
    },
  },
  'port.target': {
    means: 'the port of a container, as number or name, to which the port `port` of a Service leads',
    value: 'number|string',
    attributes: { by: 'string', 'namespace?': 'string', service: 'string', port: 'number', 'headless?': 'boolean' },
  },
  'port.backend': {
    means: 'a port of a Service, as number or name, to which an Ingress or HTTPRoute sends requests',
    value: 'number|string',
    attributes: { by: 'string', 'namespace?': 'string', 'host?': 'string', 'path?': 'string', service: 'string' },
  },
  'probe.path': {
    means: 'the path that a health check or a probe requests; `delay` is its initial delay in seconds',
    attributes: {
      by: 'string',
      ...CONTAINER,
      ...HELM,
      kind: ['healthcheck', 'liveness', 'readiness', 'startup'],
      'port?': 'number|string',
      'host?': 'string',
      'delay?': 'number',
    },
  },
  'proxy.location': {
    means: 'a path that a server of nginx, an Ingress or a chart serves; `modifier` for a pattern',
    attributes: { by: 'string', 'namespace?': 'string', 'host?': 'string', 'modifier?': 'string', ...HELM },
  },
  'proxy.pass': {
    means:
      'the address to which requests are sent; `location` is their path, `servers` are the servers of its upstream, `rewrites` if the path is changed before',
    attributes: {
      by: 'string',
      'location?': 'string',
      'modifier?': 'string',
      'protocol?': 'string',
      'servers?': 'string[]',
      'rewrites?': 'boolean',
    },
  },
  'proxy.upstream': {
    means: 'the address of one server of an upstream, "backend:8000"',
    attributes: { by: 'string', upstream: 'string' },
  },
  'server.name': { means: 'a host name that a server answers to', attributes: { by: 'string' } },
  'server.root': {
    means: 'the folder from which files are served, on the machine where nginx runs',
    attributes: { by: 'string', 'location?': 'string', 'modifier?': 'string', 'alias?': 'boolean' },
  },
  'secret.defined': {
    means: 'the name of a secret; `keys` are its keys, `open` if it may have others',
    attributes: { by: 'string', 'namespace?': 'string', 'keys?': 'string[]', 'open?': 'boolean' },
  },
  'secret.used': {
    means: 'the name of a secret that a service, a container or a job uses',
    attributes: {
      by: 'string',
      'service?': 'string',
      ...POD,
      'as?': 'string',
      'variable?': 'string',
      'key?': 'string',
      'optional?': 'boolean',
      'job?': 'string',
    },
  },
  'variable.passed': {
    means: 'the name of a variable that compose fills in or passes on, or of a build argument without a default',
    attributes: {
      by: 'string',
      'service?': 'string',
      'stage?': 'string',
      'as?': 'string',
      required: 'boolean',
      'default?': 'string',
    },
  },
  'variable.set': {
    means:
      'the name of a variable that is set; `value` only if it is stated and not secret, `example` if the file is meant to be copied',
    attributes: { by: 'string', ...VARIABLE, 'job?': 'string', 'value?': 'string', 'example?': 'boolean' },
  },
} as const;
