import type { Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import type { AttributesOf } from '../../subjects.ts';
import { withoutPassword } from '../../variable.ts';

/** A requirement as PEP 508 has it: `fastapi[standard]>=0.114,<1 ; python_version < "3.13"`. */
export interface Requirement {
  readonly name: string;
  readonly extras: readonly string[];
  readonly version?: string;
  readonly marker?: string;
  readonly url?: string;
}

const NAME = /^([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)\s*(?:\[([^\]]*)\])?/i;
const CLAUSE = /^(?:(?:===?|[<>!~]=|[<>])\s*[\w.*+!-]+)?$/;

/** How PEP 503 compares names: `Flask_CORS` is `flask-cors`. */
export function normalName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

/** Undefined where the text is not a requirement. */
export function requirementOf(text: string): Requirement | undefined {
  const match = NAME.exec(text);
  if (match === null) return undefined;
  const rest = text.slice(match[0].length).trim();
  const isUrl = rest.startsWith('@');
  // An address may contain a semicolon; the one before a marker then follows a space.
  const cut = rest.indexOf(isUrl ? ' ;' : ';');
  const marker = cut === -1 ? '' : rest.slice(cut).replace(/^\s*;/, '').trim();
  const version = (cut === -1 ? rest : rest.slice(0, cut)).trim().replace(/^\((.*)\)$/, '$1');
  if (!isUrl && version !== '' && !version.split(',').every((part) => CLAUSE.test(part.trim()))) return undefined;
  return {
    name: normalName(match[1] ?? ''),
    extras: extrasOf(match[2] ?? ''),
    ...(version === '' || isUrl ? {} : { version }),
    ...(marker === '' ? {} : { marker }),
    ...(isUrl ? { url: version.slice(1).trim() } : {}),
  };
}

function extrasOf(text: string): string[] {
  return text
    .split(',')
    .map((extra) => extra.trim())
    .filter((extra) => extra !== '');
}

/** What a file says of a dependency beside its requirement. */
export type OfDependency = Omit<AttributesOf<'dependency'>, 'kind'>;

export function dependencyFact(source: Source, found: Requirement, line: number, more: OfDependency = {}): Fact[] {
  const { name, extras, version, marker, url } = found;
  return source.fact('dependency', name, line, {
    kind: 'python',
    ...(version === undefined ? {} : { version }),
    ...(extras.length === 0 ? {} : { extras }),
    ...(marker === undefined ? {} : { marker }),
    ...(url === undefined ? {} : { url: withoutPassword(url) }),
    ...more,
  });
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');
}

/** The coverage that pytest must reach. Without `--cov`, pytest-cov measures nothing, so the gate is never enforced. */
export function addoptsFacts(
  source: Source,
  options: readonly { text: string; line: number }[],
  by: string,
): Fact<'gate.coverage'>[] {
  const measures = options.some(({ text }) => /^--cov(?:=|$)/.test(text));
  const off = { inForce: false, because: 'there is no `--cov` beside it: it applies only to commands with `--cov`' };
  return options.flatMap(({ text, line }, index) => {
    const match = /^--cov-fail-under(?:=(.*))?$/.exec(text);
    if (match === null) return [];
    const percent = Number(match[1] ?? options[index + 1]?.text ?? Number.NaN);
    return Number.isFinite(percent)
      ? source.fact('gate.coverage', percent, line, { by, ...(measures ? {} : off) })
      : [];
  });
}
