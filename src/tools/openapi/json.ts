export type Json = null | boolean | number | bigint | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export function asObject(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** `Object.fromEntries` instead of assignment, because a key may be `__proto__`. */
export function picked(source: JsonObject, keys: string[], of: (child: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, of(source[key] ?? null, key)]));
}

/** UTF-8 sorts by code point; JavaScript's own order puts emoji before U+E000. */
export function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const BIG = '\u0000integer:';

/** Like `JSON.parse`, but an integer that is too large for a JavaScript number (`le=2**63 - 1`) becomes a bigint. */
export function parseJson(json: string): unknown {
  const marked = json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\w.+-])-?\d{16,}(?![\d.eE])/g, (token) =>
    token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : JSON.stringify(BIG + token),
  );
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' && /^\0integer:-?\d+$/.test(value) ? BigInt(value.slice(BIG.length)) : value,
  );
}

/** Like `JSON.stringify`, but with integers of any size; `JSON.stringify` throws for a bigint. */
export function jsonOf(value: unknown, indent?: number): string {
  const marked = JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${BIG}${one}` : one), indent);
  return marked.replace(/"\\u0000integer:(-?\d+)"/g, '$1');
}
