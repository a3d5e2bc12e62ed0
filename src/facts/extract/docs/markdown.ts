import { posix } from 'node:path';
import { COMMAND_SUBJECTS, commandFacts } from '../../command-line.ts';
import type { Extractor } from '../../extractor.ts';
import { attribute, withMore, type Fact } from '../../fact.ts';
import { Source } from '../../read/source.ts';
import { commandsAnywhere } from '../../shell/commands.ts';
import { sql } from '../db/sql.ts';
import { RoleReader } from './_roles.ts';
import { localPorts } from '../shell/_shell-lines.ts';

const SHELLS = new Set(['sh', 'bash', 'shell', 'zsh']);
const SESSIONS = new Set(['', 'console', 'shell-session', 'terminal']);
const PROMPT = /^\s*(?:\$|❯|➜|[\w.-]+@[\w.-]+:[^\s#$]*[#$])(?:\s|$)/;
/** Lines among commands that are not commands: a list, a heading, an assignment alone. */
const NO_COMMAND = /^(?:[-*•]|[A-Z]\w*(?: \w+)*: |\w+=(?:"[^"]*"|'[^']*'|[^\s;&|]*)$)/;
/** How a block without a language must begin to be treated as commands. */
const KNOWN =
  /^((sudo|npm|npx|pnpm|yarn|bun|pip3?|pipx|python3?|uv|uvx|poetry|pdm|hatch|docker|docker-compose|kubectl|helm|git|cd|make|just|task|source|export|curl|alembic|uvicorn|gunicorn|fastapi|flask|celery|pytest|psql|createdb|brew|apt|apt-get|mkdir|cp|node|bash|sh)( |$)|\.\/\S)/;
const FENCE = /^\s{0,12}(`{3,}|~{3,})\s*\{?\.?([\w-]*)/;
const METHODS = 'GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS';
const ROUTE = new RegExp(`^(${METHODS})\\s+(?:https?://[^/\\s]+)?(/[\\w{}:<>.\\-/*~]*)(?:[?#]\\S*)?$`);
const HEADING = new RegExp(`^#{1,6}\\s+(?:[\\d.]+\\s+)?(${METHODS})\\s+(/[\\w{}:<>.\\-/*~]*)\\s*$`);
const FILE =
  /^(?:\.{1,2}\/)*[\w.-]+(?:\/[\w.()[\]-]+)+\.(?:py|pyi|toml|cfg|ini|env|txt|lock|ya?ml|jsonc?|tsx?|jsx?|[mc]js|mts|vue|svelte|html|s?css|sql|sh|bash|ps1|bat|mdx?|rst|conf|service|tf|j2|jinja2?|lua|rs|go|java|rb|php|ipynb|csv|xml|svg|png|proto|graphql|example|template|tmpl|dockerfile|rbxlx?|log|pem|key|crt)(?::\d+(?:-\d+)?|#L\d+(?:-L\d+)?)?$/;

const SAMPLE =
  /\bis (?:an? |the home for )(?:[\w-]+ )??(?:samples?|demos?|demonstrations?|examples?|labs?)\b(?! (?:of|for|data|file|config|\.))|\b(?:this|these|samples?|labs?)\b[^.]* (?:must|should) not be (?:deployed|used|run) in production|\b(?:samples?|labs?|demos?) (?:are|is) (?:intended|meant) for/i;

/** Documentation: what it tells readers to run, open and look at. */
export const markdown: Extractor = {
  name: 'markdown',
  subjects: [
    ...COMMAND_SUBJECTS,
    'port.named',
    'path.named',
    'index',
    'table.used',
    'variable.named',
    'route.named',
    'purpose',
    'document.past',
    'role.named',
  ],
  reads: (path) => /\.mdx?$/i.test(path),
  *facts(source) {
    let block: { fence: string; language: string; first: number; lines: string[] } | undefined;
    let isComment = false;
    if (/^readme\b/i.test(source.name)) yield* sampleFacts(source);
    yield* pastFacts(source);
    const roles = new RoleReader(source);
    let line = 0;
    for (const text of source.lines()) {
      line += 1;
      const isPlain = text.length < 4000;
      if (isPlain && text.includes(':')) yield* localPorts(source, text, line);
      const [, fence = '', language = ''] = /```|~~~/.test(text) ? (FENCE.exec(text) ?? []) : [];
      if (block !== undefined) {
        if (fence.startsWith(block.fence) && language === '') {
          yield* blockFacts(source, block);
          block = undefined;
        } else block.lines.push(isPlain ? text : '');
      } else if (opens(fence, text)) {
        block = { fence, language: language.toLowerCase(), first: line + 1, lines: [] };
      } else if (isComment) isComment = !text.includes('-->');
      else {
        const [shown = '', ...hidden] = text.includes('<!--')
          ? text.replaceAll(/<!--.*?-->/g, '').split('<!--')
          : [text];
        isComment = hidden.length > 0 && !/`[^`]*<!--[^`]*`/.test(text);
        if (!isPlain) continue;
        yield* [...proseFacts(source, shown, line), ...roles.read(shown, line)];
      }
    }
    if (block !== undefined) yield* blockFacts(source, block);
  },
};

/** A README says at its beginning that its folder is a sample, or not for production. */
function* sampleFacts(source: Source): Iterable<Fact> {
  const folder = posix.dirname(source.path);
  for (const [at, text] of source.lines().slice(0, 60).entries()) {
    const [says] = (text.length < 4000 && SAMPLE.exec(text)) || [];
    if (says !== undefined) yield* source.fact('purpose', 'example', at + 1, { by: 'markdown', folder, says });
  }
}

/** Whether the document is maintained: not a record of finished work, an abandoned or a generated document. */
function* pastFacts(source: Source): Iterable<Fact> {
  for (const [at, text] of source.lines().slice(0, 15).entries()) {
    const said = text.length < 4000 ? PAST.exec(text) : null;
    if (said !== null) {
      yield* source.fact('document.past', said[0].trim(), at + 1);
      return;
    }
  }
}

const PAST =
  /\bthis (?:document|doc|file|page|guide|note|spec|specification|report|plan|folder)(?: \S+){0,2} (?:(?:is|was|has been) (?:now )?(?:deprecated|archived|obsolete|outdated|historical|superseded|(?:auto-?|automatically |machine[- ])?generated)|is (?:no longer|not) (?:maintained|current|kept up))\b|^\W*status\W+(?:deprecated|archived|superseded|obsolete|historical)\b|^\W*(?:deprecated|archived|superseded|obsolete)\W*(?:$|[:—–])|^\W*(?:auto-?)?generated (?:on|by|from|at)\b/i;

/** Backticks after those at the beginning of a line make it an inline text. */
function opens(fence: string, text: string): boolean {
  return fence !== '' && !(fence.startsWith('`') && text.trim().slice(fence.length).includes('`'));
}

function* blockFacts(
  source: Source,
  { language, first, lines }: { language: string; first: number; lines: readonly string[] },
): Iterable<Fact> {
  if (SQL.test(language)) yield* sqlFacts(source, lines, first);
  const isSession = SESSIONS.has(language);
  if (!SHELLS.has(language) && !isSession) return;
  const hasPrompt = lines.some((line) => PROMPT.test(line));
  const begin = lines.find((line) => line.trim() !== '' && !line.trim().startsWith('#'))?.trim() ?? '';
  if (language === '' && !hasPrompt && !KNOWN.test(begin)) return;
  const text = (hasPrompt ? typed(lines) : lines).join('\n');
  for (const command of commandsAnywhere(text, 'document')) {
    const [statement = ''] = /.*/.exec(text.slice(command.statement)) ?? [];
    if (NO_COMMAND.test(statement) || (isSession && !hasPrompt && !KNOWN.test(statement))) continue;
    yield* commandFacts(source, first + command.line, command, { by: 'markdown' });
  }
}

/** Tables that the document itself creates, in any of its blocks. */
function madeIn(text: string): Set<string> {
  const made = text.matchAll(/\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?["`]?(?:\w+["`]?\.["`]?)?(\w+)/gi);
  return new Set([...made].map(([, table = '']) => table.toLowerCase()));
}

const SQL = /^(?:sql|postgres\w*|pgsql|psql)$/;

/** The tables that SQL of a document reads. What it would create is not created by running the workspace. */
function* sqlFacts(source: Source, lines: readonly string[], first: number): Iterable<Fact> {
  const block = new Source(source.path, Buffer.from(lines.join('\n')));
  const facts = [...sql.facts(block)];
  const made = madeIn(source.text);
  for (const fact of facts) {
    if (fact.subject !== 'index' && fact.subject !== 'table.used') continue;
    const table = fact.subject === 'index' ? attribute(fact, 'table') : fact.value;
    if (table !== undefined && made.has(table.toLowerCase())) continue;
    yield withMore({ ...fact, line: fact.line + first - 1 }, { document: true });
  }
}

/** In a block with prompts, lines without a prompt are output. */
function typed(lines: readonly string[]): string[] {
  let isContinued = false;
  return lines.map((line) => {
    const prompt = PROMPT.exec(line)?.[0];
    const text = prompt === undefined ? (isContinued ? line.replace(/^\s*> /, '') : '') : line.slice(prompt.length);
    isContinued = text.endsWith('\\');
    return text;
  });
}

function* proseFacts(source: Source, text: string, line: number): Iterable<Fact> {
  if (!/[`#\]=]/.test(text)) return;
  if (text.startsWith('#')) {
    const [, method, route = ''] = HEADING.exec(text) ?? [];
    if (method !== undefined) yield* source.fact('route.named', route, line, { method });
  }
  let rest = text;
  if (text.includes('`')) {
    for (const [, , code = ''] of text.matchAll(/(`+)([^`]+)\1/g))
      yield* codeFacts(source, code.trim(), line, text.length);
    rest = text.replaceAll(/`[^`]*`/g, '`');
  }
  // What the document itself calls missing is not a mistake.
  const isPlanned = /\b(?:coming soon|to be (?:written|added)|not (?:yet )?written|planned|TBD|WIP)\b/i.test(rest);
  if (rest.includes('](') && !isPlanned) {
    for (const [, target = ''] of rest.matchAll(/\]\(\s*(<[^<>]+>|[^()<>\s]+)(?=[\s)])/g))
      yield* linkFacts(source, target, line);
  }
  const definition = rest.includes(']:') ? /^\s{0,3}\[[^\][^][^\][]*\]:\s*(\S+)/.exec(rest)?.[1] : undefined;
  if (definition !== undefined) yield* linkFacts(source, definition, line);
  if (rest.includes('="')) {
    for (const [, target = ''] of rest.matchAll(/\s(?:src|href)="([^"\s]+)"/g))
      yield* linkFacts(source, target, line, { html: true });
  }
}

function codeFacts(source: Source, code: string, line: number, length: number): Fact[] {
  const [variable] = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?==|$)/.exec(code) ?? [];
  if (variable !== undefined) return source.fact('variable.named', variable, line);
  const [, method, route] = code.includes(' /') || code.includes('://') ? (ROUTE.exec(code) ?? []) : [];
  // A list of routes has short lines; a long line mentions routes that do not exist, or not here.
  if (method !== undefined) return length > 300 ? [] : source.fact('route.named', route ?? '', line, { method });
  if (/^\/api(\/[\w{}:<>.-]+)*\/?$/.test(code) && !/\.\w+$/.test(code))
    return source.fact('route.named', code, line, undefined, 'derived');
  if (!code.includes('/') || code.length > 200 || !FILE.test(code)) return [];
  // Example paths, addresses without a scheme, and installed packages are not files of the workspace.
  if (/^(\.\/)?(path\/to|node_modules|your[-_])|^[\w-]+\.(com|org|io|net|dev|ai)\//.test(code) || code.includes('...'))
    return [];
  return source.fact(
    'path.named',
    code.replace(/(:\d+(-\d+)?|#L.*)$/, ''),
    line,
    { by: 'prose', kind: 'file' },
    'derived',
  );
}

/** A link into the workspace, `of.html` where no generator of pages sees it; one that begins with `/` starts at its root, as on GitHub. */
function linkFacts(source: Source, typed: string, line: number, more: { readonly html?: true } = {}): Fact[] {
  const target = typed.replace(/^<(.*)>$/, '$1').replace(/[#?].*$/, '');
  if (target === '' || /^([a-z][\w+.-]*:|\/\/|@|\{|mailto)/i.test(target) || target === '/') return [];
  const path = decoded(target.replaceAll(ESCAPED, '$1'));
  const kind = path.endsWith('/') ? { kind: 'folder' as const } : /\.\w+$/.test(path) ? { kind: 'file' as const } : {};
  const of = { ...more, ...(path === target ? {} : { typed: target }) };
  return path.startsWith('/')
    ? source.fact('path.named', path.slice(1), line, { by: 'link', ...kind, from: 'root', ...of }, 'derived')
    : source.fact('path.named', path, line, { by: 'link', ...kind, from: 'file', ...of });
}

/** `\_` is `_`: a backslash before punctuation says that it is nothing but that. */
const ESCAPED = /\\([!-/:-@[-`{-~])/g;

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
