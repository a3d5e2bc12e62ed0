import type { Fact } from '../fact.ts';
import type { Source } from '../read/source.ts';
import { isStandIn } from '../redact.ts';
import { isSecretName } from '../variable.ts';
import { argumentsAt, literalOf, stringOf, withoutStrings } from './expression.ts';
import type { Statement } from './statements.ts';

export const ENVIRONMENT_SUBJECTS = ['variable.read', 'secret.literal'] as const;

/** How a variable is read: the call or index, and which libraries make a call mean that. */
const READERS = [
  { call: /\b(?:os\.)?environ\s*\[/g, needs: /\benviron\b/, isIndex: true },
  { call: /\b(?:os\.)?environ\.(?:get|setdefault|pop)\s*\(/g, needs: /\benviron\b/, isIndex: false },
  { call: /\b(?:os\.)?getenv\s*\(/g, needs: /\bgetenv\b/, isIndex: false },
] as const;

/** starlette's and decouple's `config("NAME", default=…)`, environs' and django-environ's `env.str("NAME", …)`. */
const LIBRARIES = [
  { imports: /\bfrom\s+(?:starlette\.config|decouple)\s+import\b|^import\s+decouple\b/m, call: /\bconfig\s*\(/g },
  { imports: /\b(?:from|import)\s+(?:environs?|environ)\b(?!\w)/m, call: /\benv(?:\.\w+)?\s*\(/g },
] as const;

const CONTAINED = /(["'])([A-Z][A-Z0-9_]*)\1\s+(?:not\s+)?in\s+(?:os\.)?environ\b/;

/** An option of typer or click that a variable gives: `envvar="HOST"`, `envvar=["HOST", "ADDRESS"]`. */
const OPTION = /\benvvar\s*=\s*(\[[^\]]*\]|"[^"]*"|'[^']*')/g;

/** Variables of the environment that code reads by name. */
export function* environmentFacts(source: Source, statements: readonly Statement[]): Generator<Fact> {
  const libraries = LIBRARIES.filter(({ imports }) => imports.test(source.text));
  if (libraries.length === 0 && !/environ|getenv|envvar/.test(source.text)) return;
  // If a file checks for a variable before it reads it, the variable is optional.
  const asked = new Set([...source.text.matchAll(new RegExp(CONTAINED, 'g'))].map((match) => match[2]));
  for (const { line, text } of statements) {
    if (!/env|config/.test(text)) continue;
    const code = withoutStrings(text);
    for (const { call, needs, isIndex } of READERS) {
      if (!needs.test(code)) continue;
      for (const match of code.matchAll(call)) {
        const open = match.index + match[0].length - 1;
        if (isIndex && /^[^[\]]*\]\s*=(?!=)/.test(text.slice(open + 1))) continue; // it is set, not read
        yield* read(source, lineOf(text, line, match.index), text, open, (name) => isIndex && !asked.has(name));
      }
    }
    for (const [, names = ''] of text.matchAll(OPTION))
      for (const [, , option = ''] of names.matchAll(/(["'])(\w+)\1/g))
        yield* source.fact('variable.read', option, line, { required: false });
    const contained = CONTAINED.exec(text)?.[2];
    if (contained !== undefined) yield* source.fact('variable.read', contained, line, { required: false });
    for (const { call } of libraries) {
      for (const match of code.matchAll(call)) {
        yield* read(source, lineOf(text, line, match.index), text, match.index + match[0].length - 1, () => true);
      }
    }
  }
}

function lineOf(text: string, line: number, at: number): number {
  return line + (text.slice(0, at).match(/\n/g)?.length ?? 0);
}

/** `isNeeded`: reading it without a default fails if it is not set. */
function* read(
  source: Source,
  line: number,
  text: string,
  open: number,
  isNeeded: (name: string) => boolean,
): Generator<Fact> {
  const { positional, named } = argumentsAt(text, open);
  const name = stringOf(positional[0] ?? named.get('key') ?? named.get('option'));
  if (name === undefined || !/^[A-Za-z_]\w*$/.test(name)) return;
  const given = positional[1] ?? named.get('default');
  const cast = /^(bool|int|float|str|URL|Secret)$/.exec(named.get('cast') ?? '')?.[1];
  yield* variable(source, line, name, { given, isNeeded: isNeeded(name), type: cast });
}

/** The fact of a variable that is read, and of a secret that is its default. */
export function* variable(
  source: Source,
  line: number,
  name: string,
  read: { given: string | undefined; isNeeded: boolean; type: string | undefined },
): Generator<Fact> {
  const { given, isNeeded, type } = read;
  const literal = literalOf(given);
  const isSecret = isSecretName(name);
  const shown = literal !== undefined && !isSecret && !/:\/\/[^/\s]*@/.test(literal) ? { default: literal } : {};
  const required = given === undefined && isNeeded;
  yield* source.fact('variable.read', name, line, { required, ...shown, ...(type === undefined ? {} : { type }) });
  const secret = isSecret ? stringOf(/^(?:\w+\.)?Secret\w*\s*\(([^]*)\)$/.exec(given ?? '')?.[1] ?? given) : undefined;
  if (secret) {
    yield* source.fact('secret.literal', name, line, {
      by: 'default',
      ...(isStandIn(secret) ? { placeholder: true } : {}),
    });
  }
}
