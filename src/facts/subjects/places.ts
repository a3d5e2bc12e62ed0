/** A container of a manifest; `workload` is the object that has it. */
export const POD = {
  'namespace?': 'string',
  'workload?': 'string',
  'container?': 'string',
  'init?': 'boolean',
} as const;

/** The part of a file that a container, or a stage of an image, is described in. */
export const CONTAINER = { 'service?': 'string', 'stage?': 'string', ...POD } as const;

/** The key of Helm's values. */
export const HELM = { 'at?': 'string' } as const;

/** What a variable of a container is set by: `as` tells arguments of a build apart, `configMap` holds it. */
export const VARIABLE = { ...CONTAINER, ...HELM, 'as?': 'string', 'configMap?': 'string' } as const;

/** What runs a line of shell: a job, a target of a Makefile, a script of package.json. */
export const SHELL = {
  'job?': 'string',
  'target?': 'string',
  'package?': 'string',
  'script?': 'string',
  'foreseen?': 'boolean',
} as const;

/** What runs a command, and where. */
export const COMMAND = { ...CONTAINER, ...SHELL, 'step?': 'string', 'process?': 'string', 'in?': 'string' } as const;
