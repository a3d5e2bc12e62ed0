import { posix } from 'node:path';
import type { Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';

/** The flags behind which a program is told what to write. */
const WRITES: Readonly<Record<string, RegExp>> = {
  curl: /^(?:-[a-zA-Z]*o|--output)$/,
  wget: /^(?:-O|--output-document)$/,
  openssl: /^-(?:out|keyout)$/,
  'ssh-keygen': /^-f$/,
  tar: /^(?:-C|--directory)$/,
  unzip: /^-d$/,
};

const MAKES = /^(?:mkdir|touch|tee|cp|mv|ln|rsync|install|git|curl|wget|openssl|ssh-keygen|tar|unzip)$/;

/** What a command of a script leaves behind, as it is typed: copies, folders, downloads, clones, what it writes to. */
export function madeFacts(source: Source, words: readonly string[], writes: readonly string[], line: number): Fact[] {
  const [program = '', ...rest] = words;
  if (writes.length === 0 && !MAKES.test(program)) return [];
  // Nothing lies in a folder that was only made.
  const of = { by: 'shell', ...(program === 'mkdir' ? { empty: true } : {}) };
  const named = rest.filter((word) => !word.startsWith('-'));
  return [...targetsOf(program, rest, named), ...writes]
    .filter((path) => /[\w/]$/.test(path) && !path.startsWith('/dev/') && path.length < 300)
    .flatMap((path) => source.fact('path.made', path, line, of));
}

function targetsOf(program: string, rest: readonly string[], named: readonly string[]): string[] {
  const to = named.at(-1);
  if (/^(?:mkdir|touch|tee)$/.test(program)) return [...named];
  if (/^(?:cp|mv|ln|rsync|install)$/.test(program) && to !== undefined && named.length > 1) {
    const into = named.slice(0, -1).map((from) => posix.join(to, posix.basename(from)));
    // With a slash behind it, a folder has to be there already.
    if (to.endsWith('/') && program !== 'rsync') return into;
    return posix.extname(to) !== '' && named.length === 2 ? [to] : [to, ...into];
  }
  if (program === 'git' && named[0] === 'clone') {
    const at = named.findIndex((word) => /[:/$]/.test(word));
    return at === -1 ? [] : [named[at + 1] ?? posix.basename(named[at] ?? '', '.git')];
  }
  const flag = WRITES[program];
  return flag === undefined ? [] : rest.flatMap((word, at) => (flag.test(word) ? (rest[at + 1] ?? []) : []));
}
