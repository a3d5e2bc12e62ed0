import { getStaticTOMLValue, parseTOML, type AST } from 'toml-eslint-parser';
import { checkNesting } from './nesting-limit.ts';
import { Unreadable } from '../fact.ts';
import { isPlaceholder, type Source } from './source.ts';

/** A value in a TOML file and the line of its key. */
export interface TomlAt {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly line: number;
}

/** Every key of a TOML file with its full path: `tool.poetry.dependencies.python`. Tables in lists have their number. */
export function tomlOf(source: Source): TomlAt[] {
  checkNesting(source);
  let program;
  try {
    program = parseTOML(source.text);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const line = 'lineNumber' in error && typeof error.lineNumber === 'number' ? error.lineNumber : 1;
    throw new Unreadable(`is ${isPlaceholder(source.text) ? 'a template, not' : 'not'} TOML: ${error.message}`, line);
  }
  const [top] = program.body;
  return top.body.flatMap((node) =>
    node.type === 'TOMLTable'
      ? node.body.flatMap((pair) => pairOf(pair, node.resolvedKey.map(String)))
      : pairOf(node, []),
  );
}

function pairOf({ key, value, loc }: AST.TOMLKeyValue, table: readonly string[]): TomlAt[] {
  const path = [...table, ...(getStaticTOMLValue(key) as unknown as (string | number)[]).map(String)];
  if (value.type === 'TOMLInlineTable') return value.body.flatMap((pair) => pairOf(pair, path));
  return [{ path, value: getStaticTOMLValue(value), line: loc.start.line }];
}
