import type { Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';

export interface ShellLine {
  readonly text: string;
  /** From 1 on: where the command begins. */
  readonly line: number;
}

/** No one types a command this long; what generates one is not read. */
const LONG = 4000;
const HERE = /<<-?\s*(["']?)(\w+)\1/;

/** A line that is cut off: where its code ends, and the quote that is still open there. */
function scanned(text: string, open: string): { end: number; open: string } {
  if (open === '' && !/["'\\#]/.test(text)) return { end: text.length, open };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\\' && open !== "'") at += 1;
    else if (open !== '') open = character === open ? '' : open;
    else if (character === '"' || character === "'") open = character;
    else if (character === '#' && (at === 0 || /[\s;&|(]/.test(text[at - 1] ?? ''))) return { end: at, open };
  }
  return { end: text.length, open };
}

/** The commands of shell: continued lines and open quotes joined, without comments and here-documents. */
export function shellLines(lines: readonly ShellLine[]): ShellLine[] {
  const whole: ShellLine[] = [];
  let parts: string[] = [];
  let [from, quote, here] = [0, '', ''];
  for (const [index, { text: raw }] of lines.entries()) {
    if (here !== '') {
      if (raw.trim() === here) here = '';
      continue;
    }
    if (parts.length === 0) from = index;
    const { end, open } = scanned(raw, quote);
    quote = open;
    const code = raw.slice(0, end);
    const isContinued = end === raw.length && open === '' && /(?:^|[^\\])\\$/.test(code);
    parts.push(isContinued ? code.slice(0, -1).trim() : code.trim());
    if (isContinued || open !== '') continue;
    here = code.includes('<<') ? (HERE.exec(code)?.[2] ?? '') : '';
    whole.push({ text: parts.join(' ').trim(), line: lines[from]?.line ?? 1 });
    parts = [];
  }
  // A quote that is never closed says that this is not what a shell reads: each line stands for itself then.
  if (parts.length > 0)
    whole.push(
      ...(quote === '' ? [{ text: parts.join(' ').trim(), line: lines[from]?.line ?? 1 }] : lines.slice(from)),
    );
  return whole.filter(({ text }) => text !== '' && !text.startsWith('#') && text.length < LONG);
}

/** Lines of a text that begins at the line `first`. */
export function numbered(lines: readonly string[], first = 1): ShellLine[] {
  return lines.map((text, index) => ({ text, line: first + index }));
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
