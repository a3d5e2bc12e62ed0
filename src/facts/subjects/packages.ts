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
    of: { 'kind?': ['python'], 'private?': 'boolean', 'version?': 'string' },
  },
  'package.manager': {
    means: 'the package manager that is to be used, or whose file this is',
    of: { by: 'string', 'version?': 'string' },
  },
  'package.member': {
    means: 'a folder, or a pattern of folders, whose packages belong to this workspace; `!` leaves out',
    of: { by: 'string' },
  },
  'package.script': {
    means: 'the name of a script; `of.command` is what it runs',
    of: { 'by?': 'string', 'command?': 'string' },
  },
  'build.backend': { means: 'what builds the package' },
  dependency: {
    means:
      'the name of a package that is declared to be needed, of Python as PEP 503 has it; `of.version` is the range as typed',
    of: {
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
    means: 'a package that does not come from the index; `of` says where from',
    of: {
      by: 'string',
      'workspace?': 'boolean|string',
      'path?': 'boolean|string',
      'git?': 'boolean|string',
      'url?': 'boolean|string',
      'index?': 'boolean|string',
    },
  },
  lock: {
    means: 'the name of a lock file; `of.version` is its format, `of.packages` how many it locks',
    of: { manager: 'string', 'version?': 'number|string', packages: 'number' },
  },
  'lock.root': {
    means:
      'a direct dependency as the lock has it; `of.member` is the folder of the package that needs it, `of.node` the Node.js that the installed version asks for, `of.program` that it brings a program',
    of: {
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
  'version.bun': { means: 'the version of Bun that is asked for, or that an image has', of: VERSION },
  'version.go': { means: 'the version of Go that is asked for, or that an image has', of: VERSION },
  'version.node': { means: 'the version of Node.js that is asked for, or that an image has', of: VERSION },
  'version.npm': { means: 'the version of npm that is asked for, as it is typed', of: VERSION },
  'version.pnpm': { means: 'the version of pnpm that is asked for, as it is typed', of: VERSION },
  'version.postgres': { means: 'the version of PostgreSQL that is asked for, or that an image has', of: VERSION },
  'version.python': { means: 'the version of Python that is asked for, or that an image has', of: VERSION },
  'version.redis': { means: 'the version of Redis that is asked for, or that an image has', of: VERSION },
  'version.yarn': { means: 'the version of yarn that is asked for, as it is typed', of: VERSION },
} as const;
