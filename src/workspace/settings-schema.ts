import type { Json } from '../outcome/outcome.ts';

/** The JSON schema of one value of `turnaround.yaml`. */
export interface SettingSchema {
  readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'array';
  readonly description: string;
  readonly items?: { readonly type: 'string' | 'number' | 'integer' | 'boolean'; readonly [keyword: string]: Json };
  readonly default?: Json;
  readonly [keyword: string]: Json | undefined;
}

/** A key that a script declares, with dots between its parts. */
export interface DeclaredSetting {
  readonly key: string;
  readonly schema: SettingSchema;
}

/** The JSON schema of a part of `turnaround.yaml`. */
export interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly [keyword: string]: unknown;
}

/** The schema with the keys that scripts declare added to it. */
export function withDeclared(schema: Schema, declared: readonly DeclaredSetting[]): Schema {
  return declared.reduce((whole, { key, schema: own }) => withKey(whole, key.split('.'), own), schema);
}

/** Whether the schema has this key already. */
export function hasKey({ properties }: Schema, [key = '', ...rest]: readonly string[]): boolean {
  const below = properties?.[key];
  return below !== undefined && (rest.length === 0 || hasKey(below, rest));
}

function withKey(schema: Schema, [key = '', ...rest]: readonly string[], own: SettingSchema): Schema {
  const below = schema.properties?.[key] ?? { type: 'object', additionalProperties: false };
  return {
    ...schema,
    properties: { ...schema.properties, [key]: rest.length === 0 ? own : withKey(below, rest, own) },
  };
}
