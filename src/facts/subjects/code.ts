import { SHELL, VARIABLE } from './places.ts';

/** Python, JavaScript and SQL: what code makes, reads and expects; and what follows from several files together. */
export const CODE_SUBJECTS = {
  application: {
    means: 'a FastAPI object, by its name; `inside` if it cannot be imported',
    attributes: { inside: 'boolean', 'root?': 'string' },
  },
  'application.factory': {
    means: 'a function that returns an application; `needsNothing` if it can be called without arguments',
    attributes: { needsNothing: 'boolean', 'parameters?': 'string[]', 'returns?': 'string' },
  },
  'application.imports': {
    means:
      'the modules that a file with an application imports from outside of itself, only the first part of each name',
    attributes: { dots: 'number' },
  },
  'application.made': {
    means: 'a name that may be an application: the result of the function `call`',
    attributes: { call: 'string', 'given?': 'texts' },
  },
  'application.names': {
    means: 'other names at the top of a file with an application, which a server may be started with',
  },
  router: { means: 'an APIRouter, by its name', attributes: { 'prefix?': 'string' } },
  'router.function': {
    means: 'a function that takes an application or a router; `parameters`, and `paths` with the default of each',
    attributes: { parameters: 'string[]', 'paths?': 'texts' },
  },
  'router.given': {
    means: 'a function to which an application or a router is passed; `given` and `paths` by position or name',
    attributes: { given: 'texts', 'paths?': 'texts' },
  },
  'router.import': {
    means: 'an imported name, with its module and its name there',
    attributes: { module: 'string', name: 'string' },
  },
  'router.included': {
    means: 'an included router, as the code names it',
    attributes: { into: 'string', 'prefix?': 'string', 'hidden?': 'boolean' },
  },
  'router.open': {
    means: 'an included router that is only created at run time, as the code names it',
    attributes: { into: 'string' },
  },
  route: {
    means: 'a declared route, method and path; `on` is the router, which may add a prefix',
    attributes: { on: 'string', 'handler?': 'string', 'hidden?': 'boolean' },
  },
  'route.websocket': {
    means: 'the declared path of a WebSocket route',
    attributes: { on: 'string', 'handler?': 'string', 'hidden?': 'boolean' },
  },
  'route.mount': { means: 'a path where another application is mounted', attributes: { on: 'string', what: 'string' } },
  'route.token': {
    means: 'the path where clients get a token; a leading `/` means the full path',
  },
  'message.role': {
    means:
      'a message, event or action that a table in the code allows for roles; `least` if one role includes the higher ones',
    attributes: { roles: 'string', least: 'boolean' },
  },
  constant: {
    means: 'a string that is assigned to a name in capitals; paths of routes may consist of them',
    attributes: { text: 'string' },
  },
  'settings.class': {
    means: 'a pydantic settings class; `file` is where it reads variables from, `sources` if it has other sources',
    attributes: { 'prefix?': 'string', 'file?': 'string', 'sources?': 'boolean' },
  },
  'port.default': {
    means: 'the default of a setting that is a port; `variable` names it',
    value: 'number',
    attributes: { variable: 'string' },
  },
  'port.named': {
    means: 'a port of this machine in a URL; `host` is the host name in it',
    value: 'number',
    attributes: { 'by?': 'string', host: 'string', ...SHELL, 'service?': 'string', 'variable?': 'string' },
  },
  'variable.asked': { means: 'a name in a file that reads variables whose names are passed to a function' },
  'variable.named': { means: 'the name of a variable, formatted as code' },
  'variable.read': {
    means: 'the name of a variable that code reads; `default` is used if it is not set',
    attributes: { 'by?': 'string', required: 'boolean', 'default?': 'string', 'type?': 'string', 'process?': 'string' },
  },
  'secret.literal': {
    means:
      'the name of a variable with a hard-coded secret, never its value; `placeholder` if the value is not real, `user` if it is the password of a user',
    attributes: {
      by: 'string',
      ...VARIABLE,
      'job?': 'string',
      'placeholder?': 'boolean',
      'usual?': 'boolean',
      'default?': 'boolean',
      'plain?': 'boolean',
      'user?': 'string',
    },
  },
  'cache.address': {
    means: 'the URL of a cache, without its password',
    attributes: { 'by?': 'string', ...VARIABLE, 'variable?': 'string' },
  },
  'database.address': {
    means: 'the URL of a database, without its password',
    attributes: { 'by?': 'string', ...VARIABLE, 'variable?': 'string' },
  },
  'database.name': {
    means: 'the name of a database that is created or connected to',
    attributes: { by: 'string', ...VARIABLE },
  },
  'database.user': { means: 'a user or role that is created; never a password', attributes: { by: 'string' } },
  table: {
    means: 'a table that is defined; `by` says how, `quoted` if upper and lower case differ',
    attributes: { by: 'string', 'schema?': 'string', 'quoted?': 'boolean', 'temporary?': 'boolean' },
  },
  'table.dropped': { means: 'a table that is dropped' },
  'table.used': {
    means: 'a table that must exist; `by` is the statement, `document` if it is in documentation',
    attributes: { by: 'string', 'schema?': 'string', 'quoted?': 'boolean', 'document?': 'boolean' },
  },
  view: { means: 'a view or materialized view that is created', attributes: { by: 'string' } },
  index: {
    means: 'an index; `table` is its table, `columns` are its columns',
    attributes: { table: 'string', columns: 'string[]', 'unique?': 'boolean', 'document?': 'boolean' },
  },
  'backend.application': {
    means: "an application that is started, in uvicorn's notation; the likeliest first",
    attributes: { folder: 'string', startedBy: 'string[]' },
  },
  'backend.port': {
    means: 'a port that the backend listens on, from what starts it or describes its container',
    value: 'number|string',
    attributes: { from: 'string' },
  },
  'dashboard.port': { means: 'a port that the dashboard listens on', value: 'number', attributes: { from: 'string' } },
  operation: {
    means: 'an operation of the first application, with its full path',
    attributes: { application: 'string', 'hidden?': 'boolean' },
  },
  websocket: {
    means: 'a WebSocket route of the first application, with its full path',
    attributes: { application: 'string', 'hidden?': 'boolean' },
  },
  health: {
    means: 'a health path of the first application',
    attributes: { application: 'string', 'hidden?': 'boolean' },
  },
} as const;
