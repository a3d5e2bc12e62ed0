import type { Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';

export interface ShellLine {
  readonly text: string;
  /** From 1 on: where the command begins. */
  readonly line: number;
}

const LOCAL = /(^|[\s"'`(=@,<[]|\/\/)(localhost|127\.0\.0\.1|0\.0\.0\.0):(\d{2,5})(?!\d|\.\d)/g;

/** The ports of this machine that a line names: `http://localhost:8008/docs`, `127.0.0.1:8008`. */
export function localPorts(source: Source, text: string, line: number): Fact[] {
  if (!text.includes('localhost:') && !text.includes('127.0.0.1:') && !text.includes('0.0.0.0:')) return [];
  const variable = /^[-\s`]*(?:export\s+)?([A-Z][A-Z0-9_]*)=["']?(?:https?|wss?):/.exec(text)?.[1];
  return [...text.matchAll(LOCAL)].flatMap(({ 2: host = '', 3: port = '' }) =>
    Number(port) > 65_535
      ? []
      : source.fact('port.named', Number(port), line, variable === undefined ? { host } : { host, variable }),
  );
}
