import { COMMAND, SHELL } from './places.ts';

/** Commands, workflows, tests and documents. */
export const PROJECT_SUBJECTS = {
  command: {
    means:
      'a command line, as it stands; `of.by` names what runs it, `of.in` where, if it went elsewhere (`?`: nobody sees), `of.foreseen` that it goes on where this fails',
    of: { by: 'string', ...COMMAND },
  },
  'command.open': {
    means: 'what makes targets that are not to be seen in the file: an include, a pattern, a variable',
    of: { by: 'string' },
  },
  'command.target': {
    means: 'a target that a person can call; `of.by` names the program',
    of: { by: 'string', 'alias?': 'boolean' },
  },
  'start.application': {
    means: 'what a Python server is started with, `app.main:app`',
    of: {
      by: 'string',
      ...COMMAND,
      runner: 'string',
      'factory?': 'boolean',
      'folder?': 'string',
      'port?': 'number',
    },
  },
  process: { means: 'the name of a process, `web`', of: { by: 'string' } },
  'path.made': {
    means: 'a file or folder that a script makes, as it is typed there; `of.empty` for a folder that nothing lies in',
    of: { by: 'string', 'empty?': 'boolean' },
  },
  'path.named': {
    means:
      'a path of the workspace that a file names; `of.by` says for what, `of.from` what it is relative to: `root`, `file`, `context` or a folder',
    of: {
      by: 'string',
      'from?': 'string',
      'kind?': ['file', 'folder', 'glob'],
      'service?': 'string',
      'stage?': 'string',
      'to?': 'string',
      ...SHELL,
      'required?': 'boolean',
      'guarded?': 'boolean',
      'typed?': 'string',
      'html?': 'boolean',
      'name?': 'string',
      'hashed?': 'boolean',
      'constraint?': 'boolean',
      'editable?': 'boolean',
    },
  },
  workflow: { means: 'the name of a workflow; `of.triggers` is what starts it', of: { triggers: 'string[]' } },
  'workflow.action': {
    means:
      'an action, or a workflow, that is used, with its version; `of.ownToken` where it has the token of the workflow',
    of: {
      job: 'string',
      'registry?': 'string',
      'push?': 'string',
      'path?': 'string',
      'ownToken?': 'boolean',
      'repository?': 'string',
      'ref?': 'string',
      'scan?': 'string',
    },
  },
  'workflow.trigger': {
    means: 'an event that starts a workflow; `of.branches` and `of.tags` where it says which',
    of: { 'branches?': 'string[]', 'tags?': 'string[]' },
  },
  job: {
    means:
      'the id of a job; `of.needs` are those it waits for, `of.matrix` where it is made several times, `of.runsOn` where',
    of: { workflow: 'string', needs: 'string[]', 'name?': 'string', 'matrix?': 'boolean', 'runsOn?': 'string[]' },
  },
  'job.needs': { means: 'the id of a job that another one, `of.job`, waits for', of: { job: 'string' } },
  'job.permission': {
    means: 'a permission that a job gets from its workflow or itself, "contents: read"; "none" for none at all',
    of: { job: 'string' },
  },
  'check.required': {
    means: 'the name of a check that must have passed; `of.app` where a certain application has to say so',
    of: { 'app?': 'string' },
  },
  'gate.coverage': {
    means:
      'the percentage of coverage below which it fails; `of.inForce` is false, with the reason, where it is not held',
    value: 'number',
    of: {
      by: 'string',
      ...SHELL,
      'inForce?': 'boolean',
      'because?': 'string',
      'tool?': 'string',
      'service?': 'string',
    },
  },
  'test.folder': { means: 'where pytest looks for tests', of: { by: 'string' } },
  'test.marker': { means: 'a marker of pytest that is declared' },
  'test.settings': {
    means: 'a section with settings of pytest or coverage; `of.inForce` is false where the tool never reads it',
    of: { tool: ['pytest', 'coverage'], 'inForce?': 'boolean', 'because?': 'string' },
  },
  'api.document': {
    means: 'the title of an OpenAPI document; `of.version` is that of the API',
    of: { 'version?': 'string' },
  },
  'operation.documented': { means: 'an operation that an OpenAPI document lists, method and path' },
  'route.named': { means: 'a path of an API; `of.method` where one stands before it', of: { 'method?': 'string' } },
  'role.named': {
    means:
      'a message, event or action of which it is said who may do it; `of.roles`, and `of.usual` where such roles are usual',
    of: { roles: 'string', usual: 'boolean' },
  },
  sample: { means: 'the words by which a README says that its folder is a sample, or not for production' },
  'document.past': {
    means: 'the words by which a document says at its beginning that it tells of what was, or is made by a program',
  },
  'docker.ignored': { means: 'a pattern of what no build of an image sees; `!` in front lets in again' },
  'git.ignored': {
    means: 'a pattern of what lies in a working copy and is never committed; `!` in front lets in again',
  },
  'git.submodule': { means: 'a folder that another repository fills' },
} as const;
