import { COMMAND, CONTAINER, HELM, SHELL, VARIABLE } from './places.ts';

/** Compose files, Dockerfiles, Kubernetes, Helm and proxies. */
export const CONTAINER_SUBJECTS = {
  service: {
    means: 'the name of a service of a compose file',
    of: {
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
    of: { by: 'string', service: 'string', 'condition?': 'string' },
  },
  'image.base': {
    means: 'the image that a stage starts from; `of.final` for the stage that is the result',
    of: { by: 'string', stage: 'string', 'final?': 'boolean', 'on?': 'string' },
  },
  'image.used': {
    means: 'an image that a container runs, a job uses or files are copied from',
    of: { by: 'string', ...CONTAINER, ...HELM, ...SHELL, 'name?': 'string' },
  },
  'image.built': {
    means: 'the image that is built, with its tag where that is stated',
    of: { by: 'string', 'service?': 'string', 'context?': 'string', 'dockerfile?': 'string', ...SHELL },
  },
  'image.argument': {
    means: 'a build argument that is passed, by its name',
    of: { by: 'string', ...SHELL },
  },
  'image.stage': {
    means: 'a stage that files are copied from; `of.defined` is false where none before has this name',
    of: { by: 'string', stage: 'string', 'to?': 'string', paths: 'string[]', defined: 'boolean' },
  },
  'image.folder': {
    means: 'the folder that a service or the later steps of a stage run in',
    of: { by: 'string', 'service?': 'string', 'stage?': 'string' },
  },
  'image.user': {
    means: 'the user that a service or the later steps of a stage run as',
    of: { by: 'string', 'service?': 'string', 'stage?': 'string' },
  },
  'port.exposed': {
    means: 'a port of EXPOSE',
    value: 'number|string',
    of: { by: 'string', stage: 'string', 'protocol?': 'string' },
  },
  'port.published': {
    means: 'a port of the host; `of.container` is the port behind it',
    value: 'number|string',
    of: {
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
    means: 'a port of a container that is reached in its network, or on any port of the host',
    value: 'number|string',
    of: {
      by: 'string',
      ...CONTAINER,
      ...HELM,
      'ip?': 'string',
      'protocol?': 'string',
      'open?': 'boolean',
      'label?': 'string',
      'name?': 'string',
    },
  },
  'port.listen': {
    means: 'a port that a process is told to listen on',
    value: 'number',
    of: { by: 'string', ...COMMAND, 'runner?': 'string', 'ssl?': 'boolean' },
  },
  'port.probed': {
    means: 'the port, as number or name, that a probe asks',
    value: 'number|string',
    of: { by: 'string', ...CONTAINER, kind: ['liveness', 'readiness', 'startup'] },
  },
  'port.service': {
    means:
      'the port of a Service; `of.target` is the port behind it, as number or name, `of.headless` where nobody translates',
    value: 'number',
    of: {
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
    means: 'the port of a container, as number or name, that a port of a Service leads to; `of.port` is that',
    value: 'number|string',
    of: { by: 'string', 'namespace?': 'string', service: 'string', port: 'number', 'headless?': 'boolean' },
  },
  'port.backend': {
    means: 'a port of a Service, as number or name, that an Ingress or HTTPRoute passes requests on to',
    value: 'number|string',
    of: { by: 'string', 'namespace?': 'string', 'host?': 'string', 'path?': 'string', service: 'string' },
  },
  'probe.path': {
    means: 'the path that a health check or a probe asks for; `of.delay` are the seconds it waits before',
    of: {
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
    means: 'a path that a server of nginx, an Ingress or a chart answers; `of.modifier` for a pattern',
    of: { by: 'string', 'namespace?': 'string', 'host?': 'string', 'modifier?': 'string', ...HELM },
  },
  'proxy.pass': {
    means:
      'where requests are passed on to; `of.location` is which, `of.servers` are those of its upstream, `of.rewrites` where the path is changed before',
    of: {
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
    of: { by: 'string', upstream: 'string' },
  },
  'server.name': { means: 'a name that a server answers to', of: { by: 'string' } },
  'server.root': {
    means: 'the folder, where nginx runs, that files are served from',
    of: { by: 'string', 'location?': 'string', 'modifier?': 'string', 'alias?': 'boolean' },
  },
  'secret.defined': {
    means: 'the name of a secret; `of.keys` are its keys, `of.open` where it may have others',
    of: { by: 'string', 'namespace?': 'string', 'keys?': 'string[]', 'open?': 'boolean' },
  },
  'secret.used': {
    means: 'the name of a secret that a service, a container or a job gets',
    of: {
      by: 'string',
      ...CONTAINER,
      'as?': 'string',
      'variable?': 'string',
      'key?': 'string',
      'optional?': 'boolean',
      'job?': 'string',
    },
  },
  'variable.passed': {
    means: 'the name of a variable that compose fills in or hands on, or of a build argument without a default',
    of: {
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
      'the name of a variable that is set; `of.value` only where it is stated and no secret, `of.example` where the file is there to be copied',
    of: { by: 'string', ...VARIABLE, 'value?': 'string', 'example?': 'boolean' },
  },
} as const;
