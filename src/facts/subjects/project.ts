import { COMMAND, SHELL } from './places.ts';

/** Commands, workflows, tests and documents. */
export const PROJECT_SUBJECTS = {
  command: {
    means:
      'a command as typed; `words` are its words without quotes, `by` names what runs it, `in` the folder if it runs elsewhere (`?` if unknown), `foreseen` if its failure is ignored, `programs` all programs of a health check',
    attributes: { by: 'string', words: 'string[]', 'programs?': 'string[]', ...COMMAND },
  },
  'command.open': {
    means: 'what defines targets that cannot be read from the file: an include, a pattern, a variable',
    attributes: { by: 'string' },
  },
  'command.target': {
    means: 'a target that can be called; `by` names the program',
    attributes: { by: 'string', 'alias?': 'boolean' },
  },
  'start.application': {
    means: 'the application that a Python server is started with, `app.main:app`',
    attributes: {
      by: 'string',
      ...COMMAND,
      runner: 'string',
      'factory?': 'boolean',
      'folder?': 'string',
      'port?': 'number',
    },
  },
  process: { means: 'the name of a process, `web`', attributes: { by: 'string' } },
  'path.made': {
    means: 'a file or folder that a script creates, as typed; `empty` for a folder that stays empty',
    attributes: { by: 'string', 'empty?': 'boolean' },
  },
  'path.named': {
    means:
      'a path of the workspace that a file names; `by` says for what, `from` what it is relative to: `root`, `file`, `context` or a folder',
    attributes: {
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
  workflow: {
    means: 'the name of a workflow; `triggers` are the events that start it',
    attributes: { triggers: 'string[]' },
  },
  'workflow.action': {
    means: 'an action or reusable workflow, with its version; `ownToken` if it gets the token of the workflow',
    attributes: {
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
    means: 'an event that starts a workflow; `branches` and `tags` if it is limited to them',
    attributes: { 'branches?': 'string[]', 'tags?': 'string[]' },
  },
  job: {
    means:
      'the id of a job; `needs` are the jobs that it waits for, `matrix` if it runs several times, `runsOn` its runner',
    attributes: {
      workflow: 'string',
      needs: 'string[]',
      'name?': 'string',
      'matrix?': 'boolean',
      'runsOn?': 'string[]',
    },
  },
  'job.needs': { means: 'the id of a job that the job `job` waits for', attributes: { job: 'string' } },
  'job.permission': {
    means: 'a permission that a job has from its workflow or itself, "contents: read"; "none" if it has none',
    attributes: { job: 'string' },
  },
  'check.required': {
    means: 'the name of a check that must pass; `app` if a certain application must report it',
    attributes: { 'app?': 'string' },
  },
  'gate.coverage': {
    means: 'the minimal coverage in percent; `inForce` is false, with the reason, if nothing enforces it',
    value: 'number',
    attributes: {
      by: 'string',
      ...SHELL,
      'inForce?': 'boolean',
      'because?': 'string',
      'tool?': 'string',
      'service?': 'string',
    },
  },
  'test.folder': { means: 'a folder where pytest looks for tests', attributes: { by: 'string' } },
  'test.marker': { means: 'a declared marker of pytest' },
  'test.settings': {
    means: 'a section with settings of pytest or coverage; `inForce` is false if the tool does not read it',
    attributes: { tool: ['pytest', 'coverage'], 'inForce?': 'boolean', 'because?': 'string' },
  },
  'api.document': {
    means: 'the title of an OpenAPI document; `version` is the version of the API',
    attributes: { 'version?': 'string' },
  },
  'operation.documented': { means: 'an operation in an OpenAPI document, method and path' },
  'route.named': { means: 'a path of an API; `method` if one precedes it', attributes: { 'method?': 'string' } },
  'role.named': {
    means:
      'a message, event or action for which a document states who may do it; `roles`, and `usual` if these are common role names',
    attributes: { roles: 'string', usual: 'boolean' },
  },
  purpose: {
    means:
      'the purpose of a file; `stage`, `service` or `job` if it is the purpose of a part of the file, `folder` if it is that of all files of a folder; `upkeep` means documentation, linters and labels',
    value: ['production', 'development', 'test', 'ci', 'example', 'upkeep'],
    attributes: {
      'by?': 'string',
      'stage?': 'string',
      'service?': 'string',
      'job?': 'string',
      'command?': 'string',
      'folder?': 'string',
      'says?': 'string',
    },
  },
  'document.past': {
    means: 'the words at the beginning of a document which say that it is outdated or generated',
  },
  'docker.ignored': { means: 'a pattern of files that are excluded from image builds; a leading `!` includes again' },
  'git.ignored': {
    means: 'a pattern of files that are never committed; a leading `!` includes again',
  },
  'git.submodule': { means: 'a folder that contains another repository' },
} as const;
