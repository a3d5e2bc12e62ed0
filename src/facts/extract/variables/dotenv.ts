import type { Extractor } from '../../extractor.ts';
import { Unreadable, type Fact } from '../../fact.ts';
import { isPlaceholder } from '../../read/source.ts';

const NAMED = /^(?:\.?env|\.env[._-][\w.-]+|[\w.-]+\.env|env[._-](?:example|sample|template|dist))$/;
/** Code, other formats, and encrypted files. */
const OTHER = /\.(?:[cm]?[jt]sx?|json|ya?ml|toml|md|py|sh|rb|lock|enc|gpg|age|vault)$/;
const EXAMPLE = /example|sample|template|dist(?:$|\.)/i;
const ASSIGNED = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]{0,99})\s*=(.*)$/;

/**
 * The names that an `.env` file sets. No value is kept, not even a part of one: if a line may continue a multi-line value, the
 * whole file is refused, because a name in it could be a part of a key.
 */
export const dotenv: Extractor = {
  name: 'dotenv',
  subjects: ['variable.set'],
  reads: (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return NAMED.test(name) && name !== 'env' && !OTHER.test(name) && !path.includes('node_modules/');
  },
  facts(source) {
    const of = { by: 'dotenv', ...(EXAMPLE.test(source.name) ? { example: true } : {}) };
    const lines = source.lines();
    const facts: Fact[] = [];
    for (let index = 0; index < lines.length; index += 1) {
      const text = lines[index] ?? '';
      if (/^\s*(?:#.*)?$/.test(text) || isPlaceholder(text.split('=')[0] ?? '')) continue;
      const [, name = '', value = ''] = ASSIGNED.exec(text) ?? [];
      if (name === '' || value.startsWith('=')) {
        // `docker run --env-file` passes on a name that has no value.
        if (/^\s*[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\s*$/.test(text)) continue;
        throw new Unreadable('has a line that is not NAME=value', index + 1);
      }
      facts.push(...source.fact('variable.set', name, index + 1, of));
      index = endOf(value.trim(), lines, index);
    }
    return facts;
  },
};

/** The last line of a value: that of its closing quote, or of the end of a key in PEM. */
function endOf(value: string, lines: readonly string[], index: number): number {
  const quote = /^["'`]/.exec(value)?.[0];
  const end = quote !== undefined ? closing(quote) : value.startsWith('-----BEGIN') ? /-----END/ : undefined;
  if (end === undefined || end.test(value.slice(1))) return index;
  for (let at = index + 1; at < lines.length; at += 1) if (end.test(lines[at] ?? '')) return at;
  throw new Unreadable('has a value that is not closed', index + 1);
}

function closing(quote: string): RegExp {
  return quote === '"' ? /^[^"\\]*(?:\\.[^"\\]*)*"/ : quote === "'" ? /'/ : /`/;
}
