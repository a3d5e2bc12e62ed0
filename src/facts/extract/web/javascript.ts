import { isStandIn } from '../../redact.ts';
import { ASKED_SUBJECTS, askedFacts } from '../variables/_asked.ts';
import type { Extractor } from '../../extractor.ts';
import type { Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import { isSecretName, withoutPassword } from '../../variable.ts';
import { serverFacts } from './_dev-server.ts';
import { maskedOf, type Masked } from './_masked.ts';

const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte)$/;
const MADE =
  /(?:^|\/)(?:node_modules|dist|build|out|coverage|vendor|\.next|\.nuxt|\.output|\.svelte-kit|\.yarn)\/|\.(?:min|bundle)\.|\.d\.[cm]?ts$/;
const CONFIG = /(?:^|\/)(?:vite|vitest|webpack|vue|nuxt|next|rsbuild|astro)\.config(?:\.\w+)?\.[cm]?[jt]s$/;
const READ = /\b(process\.env|import\.meta\.env)(?:\??\.([A-Za-z_$][\w$]*)|\??\.?\[)/g;
const TAKEN = /\{([^{}]{0,2000})\}\s*=\s*(process\.env|import\.meta\.env)\b(?![.[?])/g;
const URL = /\b(?:https?|wss?):\/\/(localhost|127\.0\.0\.1|0\.0\.0\.0):(\d{2,5})(?!\d)/g;
/** Variables that Vite itself defines. */
const BUILT_IN = ['MODE', 'DEV', 'PROD', 'SSR', 'BASE_URL'];

export const javascript: Extractor = {
  name: 'javascript',
  subjects: [...ASKED_SUBJECTS, 'variable.read', 'port.named', 'port.listen', 'proxy.pass', 'secret.literal'],
  reads: (path) => CODE.test(path) && !MADE.test(path),
  limit: 512 * 1024,
  *facts(source) {
    const isConfig = CONFIG.test(source.path);
    const { text } = source;
    if (
      !isConfig &&
      !text.includes('process.env') &&
      !text.includes('import.meta.env') &&
      !/:\/\/(?:localhost|127\.|0\.0)/.test(text)
    )
      return;
    if (isMinified(text)) return;
    const masked = maskedOf(text);
    yield* readFacts(source, masked);
    yield* askedFacts(source, masked.text, /\b(?:process|import\.meta)\.env\[\s*[A-Za-z_$]/);
    for (const { index, 1: host = '', 2: port } of masked.text.matchAll(URL)) {
      yield* source.fact('port.named', Number(port), source.lineAt(index), { by: 'javascript', host });
    }
    if (isConfig) yield* serverFacts(source, masked);
  },
};

function isMinified(text: string): boolean {
  return text.length > 5000 && text.length > 300 * (text.split('\n').length + 1);
}

function* readFacts(source: Source, { text, code }: Masked): Iterable<Fact> {
  for (const { 0: all, 1: by = '', 2: dotted, index } of code.matchAll(READ)) {
    const end = index + all.length;
    const bracketed = /^\s*(["'`])(\w+)\1\s*\]/.exec(dotted === undefined ? text.slice(end, end + 200) : '');
    const name = dotted ?? bracketed?.[2] ?? '';
    const rest = text.slice(end + (bracketed?.[0].length ?? 0), end + 300);
    // An assignment sets it.
    if (!/^\s*=(?![=>])/.test(rest)) yield* nameFacts(source, name, by, index, fallback(rest));
  }
  for (const { 1: names = '', 2: by = '', index } of code.matchAll(TAKEN)) {
    for (const { 0: part, index: at } of names.matchAll(/[^,]+/g)) {
      const name = /^\s*([A-Za-z_]\w*)/.exec(part)?.[1] ?? '';
      const start = index + 1 + at;
      const value = /=(.*)$/s.exec(text.slice(start, start + part.length))?.[1];
      yield* nameFacts(source, name, by, start + part.search(/\S|$/), value === undefined ? undefined : literal(value));
    }
  }
}

interface Fallback {
  readonly value?: string;
}

/** The value that is used if a variable is not set; no value if it is not a literal. */
function fallback(rest: string): Fallback | undefined {
  const found = /^!?(?:\s+as\s+\w+)?\s*\)?\s*(?:\?\?|\|\|)=?([^\n]*(?:\n[^\n]*)?)/.exec(rest)?.[1];
  return found === undefined ? undefined : literal(found);
}

function literal(text: string): Fallback {
  const [, , quoted, plain] =
    /^\s*(?:(["'`])([^"'`\n$]*)\1|(\d+(?:\.\d+)?|true|false)\b)(?![^\S\n]*[\w+?&|.[(]|\s*[+.])/.exec(text) ?? [];
  const value = quoted ?? plain;
  return value === undefined ? {} : { value };
}

function nameFacts(source: Source, name: string, by: string, index: number, found: Fallback | undefined): Fact[] {
  if (by === 'import.meta.env' && BUILT_IN.includes(name)) return [];
  const line = source.lineAt(index);
  // Without a fallback it is undefined, which by itself is not an error.
  const of = { by, required: false };
  const { value } = found ?? {};
  if (value === undefined) return source.fact('variable.read', name, line, of);
  if (!isSecretName(name)) return source.fact('variable.read', name, line, { ...of, default: withoutPassword(value) });
  const isLiteral = !/^(?:\d+|true|false)?$/.test(value);
  const isPlaceholder = isStandIn(value);
  // Decided by its name only: `VITE_TOKEN_KEY ?? 'app_token'` is the key of a storage.
  const literals = isLiteral
    ? source.fact('secret.literal', name, line, isPlaceholder ? { by, placeholder: true } : { by }, 'guessed')
    : [];
  return [...source.fact('variable.read', name, line, of), ...literals];
}
