import { SHELL, VARIABLE } from './places.ts';

/** Python, JavaScript and SQL: what code makes, reads and expects; and what follows from several files together. */
export const CODE_SUBJECTS = {
  application: {
    means: 'a FastAPI object, by its name; `of.inside` where nobody can import it',
    of: { inside: 'boolean', 'root?': 'string' },
  },
  'application.factory': {
    means: 'a function that gives an application; `of.needsNothing` where it can be called without arguments',
    of: { needsNothing: 'boolean', 'parameters?': 'string[]', 'returns?': 'string' },
  },
  'application.imports': {
    means: 'what a file that makes an application imports from outside of itself, the first names alone',
    of: { dots: 'number' },
  },
  'application.made': {
    means: 'a name that may be an application: what the function `of.call` gives',
    of: { call: 'string', 'given?': 'texts' },
  },
  'application.names': {
    means: 'what else a file that makes an application defines at its top, which a server may be started with',
  },
  router: { means: 'an APIRouter, by its name', of: { 'prefix?': 'string' } },
  'router.function': {
    means:
      'a function that is handed an application or a router; `of.parameters`, `of.paths` that they have where none is given',
    of: { parameters: 'string[]', 'paths?': 'texts' },
  },
  'router.given': {
    means: 'a function that an application or a router is handed to; `of.given` and `of.paths` by place or name',
    of: { given: 'texts', 'paths?': 'texts' },
  },
  'router.import': {
    means: 'a name that is imported; `of` has its module and what it is called there',
    of: { module: 'string', name: 'string' },
  },
  'router.included': {
    means: 'a router that is included, as the code names it',
    of: { into: 'string', 'prefix?': 'string', 'hidden?': 'boolean' },
  },
  'router.open': {
    means: 'a router that is included, and that only a run makes, as the code has it',
    of: { into: 'string' },
  },
  route: {
    means: 'a route as it is declared, method and path; `of.on` is the router, which may add a prefix',
    of: { on: 'string', 'handler?': 'string', 'hidden?': 'boolean' },
  },
  'route.websocket': {
    means: 'the path of a WebSocket route as it is declared',
    of: { on: 'string', 'handler?': 'string', 'hidden?': 'boolean' },
  },
  'route.mount': { means: 'a path where something else is mounted', of: { on: 'string', what: 'string' } },
  'route.token': {
    means: 'the path where clients are told to get a token; with `/` in front it is of the whole address',
  },
  'message.role': {
    means:
      'a message, event or action that a table of the code lets roles do; `of.least` where one role stands for itself and those above it',
    of: { roles: 'string', least: 'boolean' },
  },
  constant: {
    means: 'a text that is assigned to a name in capitals; paths of routes are made of such',
    of: { text: 'string' },
  },
  'settings.class': {
    means:
      'a pydantic settings class; `of.file` is what it reads variables from, `of.sources` where it reads others as well',
    of: { 'prefix?': 'string', 'file?': 'string', 'sources?': 'boolean' },
  },
  'port.default': {
    means: 'the default of a setting that is a port; `of.variable` names it',
    value: 'number',
    of: { variable: 'string' },
  },
  'port.named': {
    means: 'a port of this machine in a URL; `of.host` is how the machine is called',
    value: 'number',
    of: { 'by?': 'string', host: 'string', ...SHELL, 'service?': 'string', 'variable?': 'string' },
  },
  'variable.asked': { means: 'a name that stands in a file which reads variables by names that it is handed' },
  'variable.named': { means: 'the name of a variable, in the way that code is written' },
  'variable.read': {
    means: 'the name of a variable that code reads; `of.default` is used where it is not set',
    of: { 'by?': 'string', required: 'boolean', 'default?': 'string', 'type?': 'string', 'process?': 'string' },
  },
  'secret.literal': {
    means:
      'the name of a variable whose secret value stands there; `of.placeholder` where it is none yet, `of.user` is whose password it is',
    of: {
      by: 'string',
      ...VARIABLE,
      'placeholder?': 'boolean',
      'usual?': 'boolean',
      'default?': 'boolean',
      'plain?': 'boolean',
      'user?': 'string',
    },
  },
  'cache.address': {
    means: 'the URL of a cache, without its password',
    of: { 'by?': 'string', ...VARIABLE, 'variable?': 'string' },
  },
  'database.address': {
    means: 'the URL of a database, without its password',
    of: { 'by?': 'string', ...VARIABLE, 'variable?': 'string' },
  },
  'database.name': {
    means: 'the name of a database that is created or connected to',
    of: { by: 'string', ...VARIABLE },
  },
  'database.user': { means: 'a user or role that is created; never a password', of: { by: 'string' } },
  table: {
    means: 'a table that is defined; `of.by` says how, `of.quoted` where upper and lower case count',
    of: { by: 'string', 'schema?': 'string', 'quoted?': 'boolean', 'temporary?': 'boolean' },
  },
  'table.dropped': { means: 'a table that is taken away: there was one before' },
  'table.used': {
    means: 'a table that must exist; `of.by` is the statement, `of.document` where it stands in documentation',
    of: { by: 'string', 'schema?': 'string', 'quoted?': 'boolean', 'document?': 'boolean' },
  },
  view: { means: 'a view that is created, materialized or not', of: { by: 'string' } },
  index: {
    means: 'an index; `of.table` is what it is on, `of.columns` what it sorts by',
    of: { table: 'string', columns: 'string[]', 'unique?': 'boolean', 'document?': 'boolean' },
  },
  'backend.application': {
    means: 'the application that is started, as uvicorn takes it; the likeliest first',
    of: { folder: 'string', startedBy: 'string[]' },
  },
  'backend.port': {
    means: 'a port that the backend listens on, by what starts it or where its container is described',
    value: 'number|string',
    of: { from: 'string' },
  },
  'dashboard.port': { means: 'a port that the dashboard listens on', value: 'number', of: { from: 'string' } },
  operation: {
    means: 'an operation of the first application, with its whole path',
    of: { application: 'string', 'hidden?': 'boolean' },
  },
  websocket: {
    means: 'a WebSocket route of the first application, with its whole path',
    of: { application: 'string', 'hidden?': 'boolean' },
  },
  health: {
    means: 'a path of the first application that tells how it is',
    of: { application: 'string', 'hidden?': 'boolean' },
  },
} as const;
