import { CONTAINER, HELM } from './places.ts';

const VERSION = {
  by: 'string',
  ...CONTAINER,
  ...HELM,
  'image?': 'string',
  'final?': 'boolean',
  'job?': 'string',
  'matrix?': 'string',
} as const;

/** Packages, their versions, and who locks them. */
export const PACKAGE_SUBJECTS = {
  package: {
    means: "a package's name",
    attributes: { 'kind?': ['python'], 'private?': 'boolean', 'version?': 'string' },
  },
  'package.manager': {
    means: 'the package manager that should be used, or that wrote this file',
    attributes: { by: 'string', 'version?': 'string' },
  },
  'package.member': {
    means: 'a folder, or a pattern of folders, whose packages belong to this workspace; a leading `!` excludes',
    attributes: { by: 'string' },
  },
  'package.script': {
    means: 'the name of a script; `command` is its command',
    attributes: { 'by?': 'string', 'command?': 'string' },
  },
  'build.backend': { means: 'the program that builds the package' },
  dependency: {
    means: 'the name of a declared dependency, for Python normalized by PEP 503; `version` is the range as typed',
    attributes: {
      kind: ['npm', 'python', 'helm'],
      'version?': 'string',
      'group?': 'string',
      'dev?': 'boolean',
      'optional?': 'boolean',
      'extras?': 'string[]',
      'marker?': 'string',
      'url?': 'string',
      'hashed?': 'boolean',
      'constraint?': 'boolean',
      'editable?': 'boolean',
    },
  },
  'dependency.source': {
    means: 'a package from outside the index, with its source',
    attributes: {
      by: 'string',
      'workspace?': 'boolean',
      'path?': 'string',
      'git?': 'string',
      'url?': 'string',
      'index?': 'string',
    },
  },
  lock: {
    means: 'the name of a lock file; `version` is its format, `packages` the number of locked packages',
    attributes: { manager: 'string', 'version?': 'number|string', packages: 'number' },
  },
  'lock.root': {
    means:
      'a direct dependency in the lock file; `member` is the folder of the package that needs it, `node` the range of Node.js versions that the installed version requires, `program` if it contains a program',
    attributes: {
      'manager?': 'string',
      'range?': 'string',
      'version?': 'string',
      'locked?': 'string',
      'group?': 'string',
      'dev?': 'boolean',
      'member?': 'string',
      'package?': 'string',
      'node?': 'string',
      'program?': 'boolean',
      'extras?': 'string[]',
      'marker?': 'string',
    },
  },
  'version.bun': { means: 'the version of Bun that is requested, or that an image has', attributes: VERSION },
  'version.go': { means: 'the version of Go that is requested, or that an image has', attributes: VERSION },
  'version.node': { means: 'the version of Node.js that is requested, or that an image has', attributes: VERSION },
  'version.npm': { means: 'the version of npm that is requested, as typed', attributes: { by: 'string' } },
  'version.pnpm': {
    means: 'the version of pnpm that is requested, as typed',
    attributes: { by: 'string', 'job?': 'string', 'matrix?': 'string' },
  },
  'version.postgres': {
    means: 'the version of PostgreSQL that is requested, or that an image has',
    attributes: VERSION,
  },
  'version.python': { means: 'the version of Python that is requested, or that an image has', attributes: VERSION },
  'version.redis': { means: 'the version of Redis that is requested, or that an image has', attributes: VERSION },
  'version.yarn': { means: 'the version of yarn that is requested, as typed', attributes: { by: 'string' } },
} as const;
