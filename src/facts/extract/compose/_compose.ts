import type { Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import type { Yaml } from '../../read/yaml.ts';
import type { AttributesOf } from '../../subjects.ts';
import { execOf, filledIn, joined, NOTHING, spread, type Script } from '../_script.ts';

/** The service of a compose file. */
export interface OfService {
  readonly by: string;
  readonly service: string;
}

export function scriptOf(at: Yaml, lines: readonly string[]): Script {
  if (!at.isList) return { ...joined(spread(lines, at.text ?? '', at.line)), expands: true };
  const [how, ...rest] = at.texts();
  if (how?.text === 'CMD-SHELL' && rest[0] !== undefined) {
    return { ...joined(spread(lines, rest[0].text, rest[0].line)), expands: true };
  }
  return execOf(how?.text === 'CMD' ? rest : at.texts(), lines);
}

/** Paths are relative to the file; a path that is absolute or starts with a variable is not in the workspace. */
export function pathFacts(source: Source, at: Yaml, of: AttributesOf<'path.named'>, typed = at.text): Fact[] {
  const text = filledIn(typed ?? '', NOTHING);
  if (/^[/~]|\$|:\/\//.test(text)) return [];
  return source.fact('path.named', text, at.line, { from: 'file', ...of }, text === typed ? 'stated' : 'derived');
}

export const listOf = (at: Yaml): Yaml[] => (at.isList ? at.items() : [at]);

/** The text with the defaults of its variables; nothing where one has none. */
export function textOf(at: Yaml): { text: string; sure: Fact['sure'] } | undefined {
  const text = at.text === undefined ? undefined : filledIn(at.text, NOTHING);
  if (text === undefined || text.includes('$')) return undefined;
  return { text, sure: text === at.text ? 'stated' : 'derived' };
}

/** `NAME: value` and `- NAME=value`; a name alone gets its value from the caller's environment. */
export function pairsOf(at: Yaml): { name: string; value: string | undefined; line: number }[] {
  const listed = at.items().flatMap(({ text, line }) => {
    const [, name, value] = /^([^=\s]+)(?:=(.*))?$/s.exec(text ?? '') ?? [];
    return name === undefined ? [] : [{ name, value, line }];
  });
  return [...listed, ...at.entries().map(([name, { text, line }]) => ({ name, value: text, line }))];
}

/** `127.0.0.1:${PORT:?say which}:8000`. */
const OPEN = /\$(?:\w+|\{[^}]*\}):(\d+)(?:\/\w+)?$/;

export function portFacts(source: Source, port: Yaml, of: OfService): Fact[] {
  const open = port.isMap || textOf(port) !== undefined ? undefined : OPEN.exec(port.text ?? '')?.[1];
  // The caller chooses the port of the host.
  return open === undefined
    ? knownPortFacts(source, port, of)
    : source.fact('port.container', numberOf(open), port.line, { ...of, open: true });
}

function knownPortFacts(source: Source, port: Yaml, of: OfService): Fact[] {
  const { text = '', sure } = textOf(port) ?? {};
  const isLong = port.isMap;
  const [, ip, host, target, protocol] =
    /^(?:(\[[\da-f:]+\]|\d+(?:\.\d+){3}):)?(?:(\d+(?:-\d+)?)?:)?(\d+(?:-\d+)?)(?:\/(\w+))?$/.exec(text) ?? [];
  const container = isLong ? port.at('target').text : target;
  const published = isLong ? textOf(port.at('published')) : host === undefined ? undefined : { text: host, sure };
  if (container === undefined) return [];
  const asked = isLong ? port.at('protocol').text : protocol;
  const address = isLong ? port.at('host_ip').text : ip;
  const more = {
    ...of,
    ...(address === undefined ? {} : { ip: address }),
    ...(asked === undefined || asked === 'tcp' ? {} : { protocol: asked }),
  };
  const line = isLong ? port.at(published === undefined ? 'target' : 'published').line : port.line;
  if (published === undefined) return source.fact('port.container', numberOf(container), line, more);
  return source.fact(
    'port.published',
    numberOf(published.text),
    line,
    { ...more, container: numberOf(container), ...(isLong ? { long: true } : {}) },
    published.sure,
  );
}

/** A range of ports is left unchanged. */
export const numberOf = (text: string): number | string => (/^\d+$/.test(text) ? Number(text) : text);
