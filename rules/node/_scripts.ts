import { distance } from 'fastest-levenshtein';
import { dirname, join } from 'node:path/posix';
import { told, type Fact, type View } from 'turnaround/rule';
import { builtBy } from '../_image.ts';
import { areTogether, callOf, placeOf, tidy } from '../_commands.ts';
import { placesOf } from './_places.ts';

/** Names that a script has and no binary: `yarn build` is one, `yarn tsc` may be a binary. */
const USUAL = /^(?:build|dev|test|lint|format|typecheck|type-check|preview|generate|migrate|seed)$|:/;
/** What yarn, pnpm and bun do themselves. */
const OWN =
  /^(?:add|audit|bin|cache|ci|config|create|dedupe|dlx|exec|global|help|import|info|init|install|i|link|list|ls|node|outdated|pack|patch|plugin|prune|publish|remove|rm|root|run|set|store|uninstall|unlink|update|up|upgrade|why|workspace|workspaces|x|env|deploy|fetch|rebuild|approve-builds|setup|server|pm)$/;

export interface Asked {
  readonly name: string;
  /** Whether it is asked for in another package than that of the folder: `--workspace`, `--filter`. */
  readonly elsewhere: boolean;
}

/** The script of package.json that a command asks for; undefined where it may be something else. */
export function scriptOf(command: Fact): Asked | undefined {
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

/** The package.json files that a command may mean; undefined where that is not to be seen. */
export function manifestsOf(view: View, command: Fact): string[] | undefined {
  if (told(command, 'by') !== 'compose') return placesOf(view, command)?.flatMap((place) => place.at('package.json'));
  const built = view
    .about('service')
    .filter(({ file, value }) => file === command.file && value === told(command, 'service'))
    .map((service) => builtBy(view, service));
  const mounts = view
    .about('path.named')
    .filter(
      (fact) =>
        fact.file === command.file &&
        told(fact, 'service') === told(command, 'service') &&
        told(fact, 'by') === 'mount',
    )
    .map(placeOf);
  // It goes elsewhere before.
  const isGone = view
    .about('command', command.file)
    .some((one) => areTogether(one, command) && one.line <= command.line && callOf(one).program === 'cd');
  if (isGone) return undefined;
  const [moved] = view
    .about('image.folder', command.file)
    .filter((fact) => told(fact, 'service') === told(command, 'service'));
  // `working_dir: /app/apps/api` of a workspace that is all of `/app`.
  const inside =
    moved === undefined ? [] : suffixesOf(String(moved.value)).filter((path) => view.has(`${path}/package.json`));
  if (inside[0] !== undefined) return [`${inside[0]}/package.json`];
  const folders = [
    ...built.flatMap((one) => [...(one?.contexts ?? [])]),
    ...built.flatMap((one) => (one === undefined ? [] : [dirname(one.dockerfile)])),
    ...mounts,
  ];
  const found = folders.map((folder) => tidy(join(folder, 'package.json'))).filter((path) => view.has(path));
  return found.length === 0 ? undefined : [...new Set(found)];
}

/** The one script whose name is near enough to be what was meant: `biuld`, but not `test:ci` for `test:ui`. */
export function nearScript(name: string, scripts: readonly string[]): string | undefined {
  const near = scripts.filter((one) => distance(one, name) <= 2);
  const [only] = near;
  const isSlip = (part: string, other: string | undefined): boolean => part === other || part.length > 3;
  return near.length === 1 && only?.split(':').every((part, at) => isSlip(part, name.split(':')[at])) === true
    ? only
    : undefined;
}

/** `/app/apps/api`: `app/apps/api`, `apps/api`, `api`. */
function suffixesOf(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_, at) => parts.slice(at).join('/'));
}
