import type { Workspace } from '../workspace/workspace.ts';
import type { DeclaredSetting, SettingSchema } from '../workspace/settings-schema.ts';

interface Primitives {
  readonly string: string;
  readonly number: number;
  readonly integer: number;
  readonly boolean: boolean;
}

type ValueOf<S> = S extends { readonly enum: readonly (infer Choice)[] }
  ? Choice
  : S extends { readonly type: 'array'; readonly items: infer Item }
    ? readonly ValueOf<Item>[]
    : S extends { readonly type: infer Type extends keyof Primitives }
      ? Primitives[Type]
      : never;

type Read<S> = S extends { readonly default: unknown } ? ValueOf<S> : ValueOf<S> | undefined;

/** A key of `turnaround.yaml` that a script declares for itself. */
export interface Setting<V> extends DeclaredSetting {
  /** The value of a workspace: what its `turnaround.yaml` gives, else the default. */
  of(workspace: Workspace): V;
}

/**
 * Declares a key of `turnaround.yaml`, `logs.days`, with its JSON schema. The file is checked against it when it is read,
 * and a task that lists it under `settings` is stale when its value changes. The format `workspace-path` refuses what
 * leads out of the workspace.
 */
export function setting<const S extends SettingSchema>(key: string, schema: S): Setting<Read<S>> {
  const path = key.split('.');
  return {
    key,
    schema,
    // Checked against the schema when the file was read.
    of: ({ settings }) => (valueAt(settings, path) ?? schema.default) as Read<S>,
  };
}

function valueAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value;
  return typeof value === 'object' && value !== null
    ? valueAt(Object.entries(value).find(([name]) => name === key)?.[1], rest)
    : undefined;
}
