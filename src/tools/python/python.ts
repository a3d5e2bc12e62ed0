// Python for tasks: interpreters of this machine, environments, and the packages that a workspace declares.
export { environmentOf } from './environment.ts';
export { findInterpreter, pathOf, type Interpreter } from './interpreter.ts';
export { interpreters } from './interpreters.ts';
export { declaredPackages } from './packages.ts';
export { requirementOf } from './requirements.ts';
export { declaredPython, isOlder, neededPython, pythonFor } from './version.ts';
