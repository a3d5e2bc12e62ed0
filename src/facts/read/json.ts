import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import { checkNesting } from './nesting-limit.ts';
import { Unreadable } from '../fact.ts';
import { isPlaceholder, type Source } from './source.ts';

/** A value in a JSON file (comments and trailing commas are read over), or the lack of one. */
export class JsonAt {
  readonly #node: Node | undefined;
  readonly #source: Source;

  constructor(node: Node | undefined, source: Source) {
    this.#node = node;
    this.#source = source;
  }

  get line(): number {
    return this.#source.lineAt(this.#node?.offset ?? 0);
  }

  get value(): unknown {
    return this.#node === undefined ? undefined : (getNodeValue(this.#node) as unknown);
  }

  get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  at(...path: (string | number)[]): JsonAt {
    return new JsonAt(this.#node && findNodeAtLocation(this.#node, path), this.#source);
  }

  entries(): [string, JsonAt][] {
    if (this.#node?.type !== 'object') return [];
    return (this.#node.children ?? []).map((property) => {
      const [key, value] = property.children ?? [];
      return [String(key?.value), new JsonAt(value, this.#source)];
    });
  }

  items(): JsonAt[] {
    return this.#node?.type === 'array'
      ? (this.#node.children ?? []).map((node) => new JsonAt(node, this.#source))
      : [];
  }
}

/** Throws `Unreadable` with the line of the first mistake. */
export function jsonOf(source: Source): JsonAt {
  checkNesting(source);
  const errors: ParseError[] = [];
  const tree = parseTree(source.text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) {
    const kind = isPlaceholder(source.text) ? 'a template, not' : 'not';
    throw new Unreadable(`is ${kind} JSON: ${printParseErrorCode(error.error)}`, source.lineAt(error.offset));
  }
  return new JsonAt(tree, source);
}
