import { isUtf8 } from 'node:buffer';

/** A file name or path in JSON: as text if it is valid UTF-8, otherwise as its bytes. */
export type NameJson = string | { b64: string };

export function nameToJson(name: Buffer): NameJson {
  return isUtf8(name) ? name.toString('utf8') : { b64: name.toString('base64') };
}

export function nameFromJson(json: NameJson): Buffer {
  return typeof json === 'string' ? Buffer.from(json, 'utf8') : Buffer.from(json.b64, 'base64');
}

/** A key for maps and sets: one character per byte, so that different names never have the same key. */
export function nameKey(name: Buffer): string {
  return name.toString('latin1');
}

const short: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

// Format characters (Cf) include the bidirectional overrides, which make `gpj.exe` look like `exe.jpg`.
const unprintable = /[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function escapeText(text: string): string {
  return text.replace(unprintable, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return short[char] ?? (code < 0x80 ? `\\x${hex(code)}` : `\\u{${code.toString(16)}}`);
  });
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

/** The length of the valid UTF-8 character that begins at `at`, or 0. */
function characterLength(name: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= name.length; length += 1) {
    if (isUtf8(name.subarray(at, at + length))) return length;
  }
  return 0;
}

/** A name for display: none of its bytes can move the cursor, end a line or imitate another name. */
export function printable(name: Buffer): string {
  if (isUtf8(name)) return escapeText(name.toString('utf8'));
  let text = '';
  for (let at = 0; at < name.length;) {
    const length = characterLength(name, at);
    text += length > 0 ? escapeText(name.toString('utf8', at, at + length)) : `\\x${hex(name[at] ?? 0)}`;
    at += Math.max(length, 1);
  }
  return text;
}
