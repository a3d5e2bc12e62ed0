import { UserError } from '../outcome/user-error.ts';
import type { Json } from '../outcome/outcome.ts';
import type { Options } from '../task/option.ts';
import type { Tool } from '../task/task.ts';
import type { Workspace } from '../task/workspace.ts';
import type { DeclaredSetting } from '../workspace/settings-schema.ts';
import type { AnyTask } from './catalog.ts';
import { digest } from '../files/digest.ts';

/** The settings that a task depends on, by name, each as the digest of its value. */
export function settingsNow({ definition }: AnyTask, workspace: Workspace): Record<string, string> {
  const values = (definition.settings ?? []).flatMap((entry): [string, Json][] =>
    typeof entry === 'function' ? namesOf(entry(workspace)) : [[entry.key, entry.of(workspace) ?? null]],
  );
  return Object.fromEntries(values.map(([name, value]) => [name, digest(JSON.stringify(value))]));
}

function namesOf(value: Json): [string, Json][] {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return Object.entries(isMap ? value : { settings: value });
}

/** The programs that a task depends on. */
export function toolNames({ definition }: AnyTask, workspace: Workspace): string[] {
  return (definition.tools ?? []).map((tool) => toolName(tool, workspace));
}

/** A name on PATH or an absolute path. */
export function toolName({ name }: Tool, workspace: Workspace): string {
  return typeof name === 'string' ? name : name(workspace);
}

/** The keys of `turnaround.yaml` that scripts declare. Several may share one declaration. */
export function declaredSettings(tasks: readonly AnyTask[]): DeclaredSetting[] {
  return once(
    tasks.flatMap(({ file, definition: { settings = [] } }) =>
      settings.flatMap((entry) => (typeof entry === 'function' ? [] : [{ file, name: entry.key, value: entry }])),
    ),
    ({ schema }) => schema,
  );
}

/** The flags that tasks declare for themselves. Several may share one declaration. */
export function declaredOptions(tasks: readonly AnyTask[]): Options {
  const options = tasks.flatMap(({ file, definition }) =>
    Object.entries(definition.options ?? {}).map(([name, value]) => ({ file, name, value: { name, option: value } })),
  );
  return Object.fromEntries(once(options, ({ option }) => option).map(({ name, option }) => [name, option]));
}

interface Declaration<V> {
  readonly file: string;
  readonly name: string;
  readonly value: V;
}

/** One declaration a name; two that differ are a mistake in the scripts. */
function once<V>(declarations: readonly Declaration<V>[], content: (value: V) => unknown): V[] {
  const first = new Map<string, Declaration<V>>();
  for (const declaration of declarations) {
    const { file, name, value } = declaration;
    const known = first.get(name);
    if (known === undefined) first.set(name, declaration);
    else if (JSON.stringify(content(known.value)) !== JSON.stringify(content(value)))
      throw new UserError(
        `${known.file} and ${file} declare ${name} differently`,
        'share one declaration, or rename one',
      );
  }
  return [...first.values()].map(({ value }) => value);
}
