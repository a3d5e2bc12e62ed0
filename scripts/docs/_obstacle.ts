import { join, relative } from 'node:path';
import type { Finding } from 'turnaround/task';
import { declaredPython, isOlder, neededPython, requirementOf } from 'turnaround/tools/python';
import type { Answer, Failure, Place } from './_answer.ts';
import type { Variable } from './_stand-ins.ts';

/** A problem while reading the application, whether or not it could be worked around. */
export interface Obstacle extends Finding {
  readonly kind: string;
  /** The workspace is correct, but this machine lacks something. */
  readonly lack: boolean;
}

export function obstacle(
  root: string,
  kind: string,
  message: string,
  remedy: string,
  at: Place,
  lack = false,
): Obstacle {
  const { file, line } = at;
  const inside = file?.startsWith(join(root, '/')) === true ? file.slice(root.length + 1) : file;
  const place = inside === null ? {} : { place: line === null ? { file: inside } : { file: inside, line } };
  return { kind, message: `${kind}: ${message.replaceAll(`${root}/`, '')}`, remedy, lack, ...place };
}

export function plainly(root: string, failure: Failure): Obstacle {
  return obstacle(root, failure.kind, failure.message, failure.remedy, failure);
}

export function ofVariable(root: string, variable: Variable): Obstacle {
  const { name, type } = variable;
  const remedy = `set ${name} where the application is deployed, or give it a default in the code`;
  return obstacle(root, 'missing-env', `the variable ${name} (${type}) is not set`, remedy, variable);
}

/** A module that no requirement names is a defect of the workspace; one that is only not installed, a lack of this machine. */
export async function ofModule(root: string, folder: string, failure: Failure): Promise<Obstacle> {
  const name = failure.names[0]?.split('.')[0] ?? '';
  for (const wanted of [failure.package ?? name, name]) {
    const required = wanted === '' ? null : await requirementOf(root, folder, wanted);
    if (required === null) continue;
    const message = `${failure.message}, although ${required.file}:${required.line} requires ${wanted}`;
    return obstacle(root, 'not-installed', message, `install ${wanted} into this environment`, failure, true);
  }
  return plainly(root, failure);
}

/** A line that this Python cannot parse. Compiling it with newer versions shows which one can. */
export async function ofSyntax(root: string, copy: string, folder: string, failure: Failure): Promise<Obstacle> {
  const { file, line, message, python, remedy } = failure;
  if (file === null) return plainly(root, failure);
  const name = relative(root, file);
  const { version, tried } = await neededPython(join(copy, name), python, process.env);
  if (version === null) {
    const others =
      tried.length > 0 ? `; Python ${tried.join(', ')} cannot either` : '; this machine has no newer Python to try';
    return obstacle(root, 'syntax', message + others, remedy, failure);
  }
  const declared = await declaredPython(root, folder);
  const isDefect = declared !== null && isOlder(declared.version, version);
  const needs = `needs Python ${version} or newer (found by compiling ${name}:${line}), but this environment has ${python}`;
  if (!isDefect)
    return obstacle(root, 'python-version', needs, `create the environment with Python ${version}`, failure, true);
  const said = `${needs}, and ${declared.file}:${declared.line} says ${declared.version}`;
  return obstacle(
    root,
    'syntax',
    said,
    `rewrite the line for Python ${declared.version}, or declare ${version}`,
    failure,
  );
}

/** What the application did at import although it does not need it there. */
export function onTheWay(root: string, { attempts, outside }: Answer): Obstacle[] {
  const later = 'move it out of the import, into the lifespan or the function that needs it';
  return [
    ...attempts.map((one) => obstacle(root, 'network', `at import, the application tries to ${one.what}`, later, one)),
    ...outside.map((one) => {
      const remedy = 'take the folder from a setting, and create it when the application starts';
      return obstacle(root, 'write-outside', `at import, it writes ${one.path}, outside of the workspace`, remedy, one);
    }),
  ];
}
