import { dirname } from 'node:path/posix';
import { optionsIn } from '../../shell/words.ts';
import type { Extractor } from '../../extractor.ts';
import { Unreadable, type Fact } from '../../fact.ts';
import { isPlaceholder, type Source } from '../../read/source.ts';
import { dependencyFact, normalName, requirementOf, type OfDependency } from './_requirement.ts';

const PATHS =
  /(^|\/)(((dev|test|tests|prod|base|docs|lint|build|ci|local)[-_.])?(requirements|constraints)[\w.-]*\.(txt|in)|requirements\/[^/]+\.(txt|in))$/i;
const OTHER_FILE = /^(-r|--requirement|-c|--constraint)(?:\s*=\s*|\s+|(?=[^-\s]))(.+)$/;
const EDITABLE = /^(?:-e|--editable)(?:\s*=\s*|\s+)(.+)$/;
const ADDRESS = /^(?:(?:git|hg|svn|bzr)\+)?[a-z]+:\/\//i;
const LOCAL = /^(?:\.{0,2}\/|\.{1,2}(?:\[|$)|file:(?!\/\/)|[\w.-]+\/)/;

/** What pip installs from: requirements and constraints. If pip refuses a line, the file is unreadable here, too. */
export const requirements: Extractor = {
  name: 'requirements',
  subjects: ['dependency', 'path.named'],
  reads: (path) => PATHS.test(path),
  *facts(source) {
    const isConstraint = /^constraints/i.test(source.name);
    for (const { text, line } of logicalLines(source)) {
      if (!isPlaceholder(text)) yield* factsOfLine(source, text, line, isConstraint ? { constraint: true } : {});
    }
  },
};

/** Lines as pip has them: joined behind a backslash, without comments. The line is the one where the text begins. */
function* logicalLines(source: Source): Iterable<{ text: string; line: number }> {
  let parts: string[] = [];
  let start = 0;
  for (const [index, raw] of source.lines().entries()) {
    if (raw === '' && parts.length === 0) continue;
    const isContinued = raw.endsWith('\\') && !/(?:^|\s)#/.test(raw);
    const text = raw.replace(/\\$/, '').replace(/(?:^|\s)#.*$/, '');
    if (parts.length === 0) start = index + 1;
    parts.push(text.trim());
    if (isContinued) continue;
    const whole = parts.join(' ').trim();
    parts = [];
    if (whole !== '') yield { text: whole, line: start };
  }
  if (parts.join('').trim() !== '') yield { text: parts.join(' ').trim(), line: start };
}

function factsOfLine(source: Source, text: string, line: number, more: OfDependency): Fact[] {
  const other = OTHER_FILE.exec(text);
  if (other !== null) return otherFile(source, other[2] ?? '', line);
  const editable = EDITABLE.exec(text)?.[1];
  if (editable !== undefined) return installed(source, unquoted(editable), line, { ...more, editable: true });
  // Options such as --index-url configure pip, may contain a password, and name nothing in the workspace.
  if (text.startsWith('-')) return [];
  const options = text.search(/\s--[a-z]/);
  const what = options === -1 ? text : text.slice(0, options);
  const of = options !== -1 && text.includes('--hash', options) ? { ...more, hashed: true } : more;
  return installed(source, what, line, of);
}

function otherFile(source: Source, typed: string, line: number): Fact[] {
  const path = unquoted(typed);
  if (ADDRESS.test(path) || path.includes('$')) return [];
  return source.fact('path.named', path, line, { by: 'requirements', kind: 'file', from: 'file' });
}

function installed(source: Source, text: string, line: number, of: OfDependency): Fact[] {
  if (ADDRESS.test(text)) return fromAddress(source, text, line, of);
  const found = requirementOf(text);
  if (found !== undefined && of.editable !== true) return dependencyFact(source, found, line, of);
  if (!LOCAL.test(text) && of.editable !== true)
    throw new Unreadable(`has a line that is not a requirement: ${text.slice(0, 60)}`, line);
  const path = text.replace(/^file:/, '').replace(/\[[^\]]*\]$/, '');
  const kind = /\.(whl|zip|gz|bz2|xz)$/.test(path) ? 'file' : 'folder';
  if (path.startsWith('/') || path.includes('$')) return [];
  return source.fact(
    'path.named',
    path,
    line,
    { by: 'requirements', kind, from: folderOfPip(source), ...of },
    'guessed',
  );
}

/** pip resolves a path from its working directory, which by convention is above a folder `requirements`. */
function folderOfPip({ path }: Source): string {
  const folder = dirname(path);
  return /(^|\/)requirements$/.test(folder) ? dirname(folder) : 'file';
}

function fromAddress(source: Source, text: string, line: number, of: OfDependency): Fact[] {
  const [url = ''] = optionsIn(text);
  const egg = /[#&]egg=([a-z0-9][\w.-]*)/i.exec(url)?.[1];
  const wheel = /\/([a-z0-9][\w.]*)-[^/]+\.whl(?:[#?]|$)/i.exec(url)?.[1];
  const name = egg ?? wheel;
  return name === undefined ? [] : dependencyFact(source, { name: normalName(name), extras: [], url }, line, of);
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, '$2');
}
