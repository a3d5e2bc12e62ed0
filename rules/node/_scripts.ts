import { distance } from 'fastest-levenshtein';
import type { Fact } from 'turnaround/rule';
import { callOf } from '../_commands.ts';

/** Names that only scripts have: `yarn build` is a script, `yarn tsc` may be a binary. */
const USUAL = /^(?:build|dev|test|lint|format|typecheck|type-check|preview|generate|migrate|seed)$|:/;
/** Commands of yarn, pnpm and bun themselves. */
const OWN =
  /^(?:add|audit|bin|cache|ci|config|create|dedupe|dlx|exec|global|help|import|info|init|install|i|link|list|ls|node|outdated|pack|patch|plugin|prune|publish|remove|rm|root|run|set|store|uninstall|unlink|update|up|upgrade|why|workspace|workspaces|x|env|deploy|fetch|rebuild|approve-builds|setup|server|pm)$/;

export interface Asked {
  readonly name: string;
  /** Whether another package than that of the folder is meant: `--workspace`, `--filter`. */
  readonly elsewhere: boolean;
}

/** The script of package.json that a command runs; undefined if it may be something else. */
export function scriptOf(command: Fact<'command'>): Asked | undefined {
  const { program, rest } = callOf(command);
  const end = rest.indexOf('--');
  const words = end === -1 ? rest : rest.slice(0, end);
  if (!/^(?:npm|yarn|pnpm|bun)$/.test(program) || words.includes('--if-present')) return undefined;
  const elsewhere = words.some((word) =>
    /^(?:-w|--workspaces?|-ws|--filter|-F|-r|--recursive|workspaces?|-A|--all)(?:=|$)/.test(word),
  );
  const names = words.filter((word, at) => !word.startsWith('-') && !TAKES.test(words[at - 1] ?? ''));
  const [verb = '', next = ''] = names;
  if (/^(?:run|run-script)$/.test(verb)) {
    const isScript = program === 'npm' || program === 'pnpm' || USUAL.test(next);
    return isScript && isName(next) ? { name: next, elsewhere } : undefined;
  }
  if (program === 'npm') return /^(?:test|t)$/.test(verb) ? { name: 'test', elsewhere } : undefined;
  if (program === 'bun' || elsewhere) return undefined;
  return USUAL.test(verb) && !OWN.test(verb) && isName(verb) ? { name: verb, elsewhere } : undefined;
}

const TAKES = /^(?:--prefix|-C|--cwd|--dir|-w|--workspace|--filter|-F|--loglevel)$/;

function isName(name: string): boolean {
  return /^[\w:.-]+$/.test(name) && name !== 'env' && !/\.[cm]?[jt]sx?$/.test(name);
}

/** The one script with a similar name: `build` for `biuld`, but not `test:ui` for `test:ci`. */
export function nearScript(name: string, scripts: readonly string[]): string | undefined {
  const near = scripts.filter((one) => distance(one, name) <= 2);
  const [only] = near;
  const isSlip = (part: string, other: string | undefined): boolean => part === other || part.length > 3;
  return near.length === 1 && only?.split(':').every((part, at) => isSlip(part, name.split(':')[at])) === true
    ? only
    : undefined;
}
