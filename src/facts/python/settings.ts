import type { Fact } from '../fact.ts';
import type { Source } from '../read/source.ts';
import { variable } from './environment.ts';
import { argumentsAt, stringOf } from './expression.ts';
import type { Statement } from './statements.ts';

export const SETTINGS_SUBJECTS = ['settings.class', 'port.default'] as const;

interface SettingsClass {
  readonly name: string;
  readonly line: number;
  readonly bases: readonly string[];
  readonly fields: Statement[];
  readonly config: Statement[];
  /** Whether it also takes values from another source: a TOML file, a vault. */
  hasSources: boolean;
}

/** Variables that classes of pydantic-settings (and pydantic 1's BaseSettings) read: each field is one. */
export function* settingsFacts(source: Source, statements: readonly Statement[]): Generator<Fact> {
  if (!source.text.includes('BaseSettings')) return;
  const classes = classesOf(statements);
  const optional = optionalOf(classes);
  for (const { name, line, fields, config, hasSources } of classes) {
    const said = config.map(({ text }) => text).join('\n');
    const prefix = /\benv_prefix\s*=\s*(["'])(.*?)\1/.exec(said)?.[2] ?? '';
    const file = /\benv_file\s*=\s*(["'])(.*?)\1/.exec(said)?.[2];
    yield* source.fact('settings.class', name, line, {
      ...(prefix === '' ? {} : { prefix }),
      ...(file === undefined ? {} : { file }),
      ...(hasSources ? { sources: true } : {}),
    });
    for (const field of fields) yield* fieldFacts(source, field, prefix, !hasSources && !optional.has(name));
  }
}

/** Classes in optional fields of another class, with the bases that only they extend: their variables need not be set. */
function optionalOf(classes: readonly SettingsClass[]): Set<string> {
  const fields = classes.flatMap((each) => each.fields.map(({ text }) => text)).filter((text) => /\bNone\b/.test(text));
  const held = fields.flatMap((text) => text.match(/\w+/g) ?? []);
  const optional = new Set(held);
  for (const { name } of classes.toReversed()) {
    const heirs = classes.filter(({ bases }) => bases.includes(name));
    if (heirs.length > 0 && heirs.every((heir) => optional.has(heir.name))) optional.add(name);
  }
  return optional;
}

function classesOf(statements: readonly Statement[]): SettingsClass[] {
  const found: SettingsClass[] = [];
  const known = new Set(['BaseSettings']);
  let inside: SettingsClass | undefined;
  let [outer, inner] = [0, -1];
  let aside = Infinity; // the indent of a nested function or class, whose body is not read
  for (const statement of statements) {
    const { indent, text, line } = statement;
    const made = /^class\s+(\w+)\s*\(([^]*?)\)\s*:/.exec(text);
    if (inside !== undefined && indent <= outer) inside = undefined;
    if (inside === undefined) {
      const bases = (made?.[2] ?? '').split(',').map((base) => base.trim().split('.').at(-1) ?? '');
      if (made?.[1] === undefined || !bases.some((base) => known.has(base))) continue;
      known.add(made[1]);
      inside = { name: made[1], line, bases, fields: [], config: [], hasSources: false };
      found.push(inside);
      [outer, inner, aside] = [indent, -1, Infinity];
      continue;
    }
    if (inner === -1) inner = indent;
    if (indent <= aside) aside = Infinity;
    if (/^def\s+(?:settings_)?customise_sources\b/.test(text)) inside.hasSources = true;
    if (/^(?:model_config\b|class\s+Config\b)/.test(text)) inside.config.push(statement);
    if (indent > aside) {
      if (/^env_\w+\s*=/.test(text)) inside.config.push(statement);
    } else if (/^(?:async\s+def|def|class)\b/.test(text)) aside = indent;
    else if (indent === inner) inside.fields.push(statement);
  }
  return found;
}

function* fieldFacts(source: Source, { text, line }: Statement, prefix: string, isNeeded: boolean): Generator<Fact> {
  const field = /^([A-Za-z]\w*)\s*:\s*([^=]+?)\s*(?:=\s*([^]*))?$/.exec(withoutEqualsInBrackets(text));
  const [, own, annotation = '', assigned] = field ?? [];
  if (own === undefined || own === 'model_config') return;
  const type = restore(annotation);
  if (/^(?:typing\.)?ClassVar\b/.test(type)) return;
  const { given, named } = defaultOf(type, assigned === undefined ? undefined : restore(assigned));
  const name = nameOf(own, prefix, named);
  yield* variable(source, line, name, { given, isNeeded, type: type.replaceAll(/\s+/g, ' ') });
  if (/(^|_)PORT$/.test(name) && /^\d+$/.test(given ?? '')) {
    yield* source.fact('port.default', Number(given), line, { variable: name }, 'derived');
  }
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();

/** The default of a field, and what `Field(…)` says by name, be it the value or within `Annotated[…]`. */
function defaultOf(
  type: string,
  value: string | undefined,
): { given: string | undefined; named: ReadonlyMap<string, string> } {
  const field = /^(?:\w+\.)?Field\s*\(/.exec(value ?? '');
  if (value !== undefined && field !== null) {
    const { positional, named } = argumentsAt(value, field[0].length - 1);
    const first = positional[0] ?? named.get('default') ?? (named.has('default_factory') ? '(made)' : undefined);
    return { given: first === '...' ? undefined : first, named };
  }
  const within = /\bField\s*\(/.exec(type);
  const named = within === null ? NO_NAMES : argumentsAt(type, within.index + within[0].length - 1).named;
  return { given: value === '...' ? undefined : value, named };
}

/** An alias replaces prefix and name; of several choices, the first one should be set. */
function nameOf(field: string, prefix: string, named: ReadonlyMap<string, string>): string {
  const alias = named.get('validation_alias') ?? named.get('alias') ?? named.get('env');
  const first = /(["'])(\w+)\1/.exec(alias ?? '')?.[2] ?? stringOf(alias);
  return first ?? `${prefix}${field}`.toUpperCase();
}

// `Annotated[str, Field(alias="X")] = "y"`: the sign that ends the type is the one outside of brackets.
function withoutEqualsInBrackets(text: string): string {
  let depth = 0;
  return text.replaceAll(/[([{]|[)\]}]|=/g, (found) => {
    if ('([{'.includes(found)) depth += 1;
    else if (')]}'.includes(found)) depth -= 1;
    else if (depth > 0) return '\u0000';
    return found;
  });
}

function restore(text: string): string {
  return text.replaceAll('\u0000', '=');
}
