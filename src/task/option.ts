/** A flag of a command or of a task: `--make-env`, `--jobs N`. */
export interface Option {
  readonly type: 'boolean' | 'string';
  /** One line for the help, in the imperative, without a full stop. */
  readonly description: string;
  /** What help calls the value: `DIR` in `--workspace DIR`. */
  readonly value?: string;
  /** The only values that are accepted. */
  readonly choices?: readonly string[];
  /** It may be given several times. */
  readonly multiple?: true;
}

export type Options = Readonly<Record<string, Option>>;

/** A task without flags of its own. */
export type NoOptions = Readonly<Record<never, never>>;

/** What was typed, by the names of the flags. */
export type Given = Readonly<Record<string, boolean | string | readonly (boolean | string)[] | undefined>>;

export type OptionValue<O extends Option> = O extends { readonly multiple: true }
  ? readonly string[]
  : O extends { readonly type: 'boolean' }
    ? boolean
    : (O extends { readonly choices: readonly (infer Choice)[] } ? Choice : string) | undefined;

export type OptionValues<O extends Options> = { readonly [Name in keyof O]: OptionValue<O[Name]> };

/** The values of these options among what was typed; a boolean that was not typed is false. */
export function valuesOf<O extends Options>(options: O, given: Given): OptionValues<O> {
  const values = Object.entries(options).map(([name, { type, multiple }]) => [
    name,
    given[name] ?? (multiple ? [] : type === 'boolean' ? false : undefined),
  ]);
  // `given` was parsed by these very declarations.
  return Object.fromEntries(values) as OptionValues<O>;
}
