import { basename, dirname, join, normalize } from 'node:path/posix';
import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { tidy, wordsOf } from '../_commands.ts';

export const pathExists = rule(import.meta, {
  title: 'A workflow, or a target, goes to a file or folder that does not exist',
  severity: 'fails',
  why: 'The job stops there, mostly in the one run in which it matters: the deployment.',
  *check(view) {
    for (const named of view.about('path.named')) {
      const isStep = /(^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(named.file);
      const isRecipe = told(named, 'target') !== undefined && told(named, 'by') === 'cd';
      if (!(isStep || isRecipe) || named.of?.['guarded'] === true) continue;
      const path = String(named.value);
      const from = told(named, 'from') ?? 'root';
      if (named.sure === 'guessed' || /[*?$~()]|^\/|^\.\./.test(path) || MADE.test(path)) continue;
      const base = from === 'root' ? '' : from === 'file' ? dirname(named.file) : from;
      // A workflow of a part of the repository runs in that part once it stands alone.
      const part = named.file.split('/.github/')[0] ?? '';
      const places = [base, named.file.startsWith('.github/') ? '' : part].map((folder) =>
        normalize(join(folder, path)).replace(/\/$/, ''),
      );
      // What git ignores is made by whoever works there.
      if (places.some((place) => isIgnored(view, place))) continue;
      if (places.some((place) => view.has(place)) || places.some((place) => isMade(view, named, place))) continue;
      const [place = path] = places;
      yield {
        message: `${place} does not exist`,
        at: side(named, `${told(named, 'by') ?? 'names'} ${path}`),
        against: [],
        // Workflows that one template made lack the same file each in a folder of its own.
        together: /\.\w+$/.test(place) ? basename(place) : `${named.file} ${firstGone(view, place)}`,
        remedy: 'correct the path, or commit what it names',
      };
    }
  },
});

/** The topmost folder of a path that is not there, or the file itself. */
function firstGone(view: View, path: string): string {
  const parts = path.split('/').map((_, at, all) => all.slice(0, at + 1).join('/'));
  return parts.find((part) => !view.has(part)) ?? path;
}

function isIgnored(view: View, path: string): boolean {
  const parts = path.split('/').map((_, at, all) => all.slice(0, at + 1).join('/'));
  return view
    .about('git.ignored', '.gitignore')
    .some(({ value }) => parts.includes(String(value).replaceAll(/^\/|\/$/g, '')));
}

/** What makes files and folders: commands that name them, actions that bring them. */
const MAKES =
  /\b(?:mkdir|git (?:clone|worktree)|tar|unzip|curl|wget|cp|mv|touch|tee|ln|cookiecutter|copier|create|init|startproject|rsync|gsutil|aws s3)\b|>/;

function isMade(view: View, named: Fact, path: string): boolean {
  const [file, job] = [named.file, told(named, 'job')];
  const [top = path] = path.split('/');
  const within = (folder: string): boolean => path === folder || path.startsWith(`${folder}/`) || folder === '.';
  return (
    view.about('command', file).some((command) => {
      const text = String(command.value);
      return MAKES.test(text) && [path, top, String(named.value)].some((one) => text.includes(one));
    }) ||
    view.about('command', file).some((command) => mayHaveMade(view, command, named, path)) ||
    view.about('workflow.action', file).some((action) => {
      const to = told(action, 'path');
      const isBrought = /checkout|download-artifact|cache/.test(String(action.value));
      // Another repository, or another branch, in place of what lies here.
      const isOther = told(action, 'repository') !== undefined || told(action, 'ref') !== undefined;
      if (isOther && told(action, 'job') === job && to === undefined) return true;
      return isBrought && to !== undefined && within(normalize(to).replace(/\/$/, ''));
    })
  );
}

/** A program of the workspace, or one that nobody here knows, that a step before ran in the folder or was told of it. */
function mayHaveMade(view: View, command: Fact, named: Fact, path: string): boolean {
  const folder = dirname(path);
  const isBefore = told(command, 'job') === told(named, 'job') && command.line < named.line;
  if (!isBefore || folder === '.' || !view.has(folder) || PLAIN.test(String(command.value))) return false;
  const words = wordsOf(String(command.value)).map((word) => tidy(word.replace(/^--?[\w-]+=/, '')));
  return told(command, 'in') === folder || words.includes(folder);
}

/** What installs, looks, tests and talks to others leaves nothing behind that somebody would go to. */
const PLAIN =
  /^(?:python[\d.]* -m )?(?:pip[\d.]*|npm (?:ci|i|install|audit|test)|yarn(?: install)?$|pnpm (?:i|install)|bun (?:i|install)|uv (?:sync|pip|lock)|poetry (?:install|lock)|pytest|coverage|cd|echo|cat|ls|export|set|test|pwd|chmod|ruff|black|isort|mypy|flake8|pylint|bandit|docker|kubectl|helm|aws|gcloud|az|sed|grep|find|git (?!clone)|sleep|exit|true)\b/;

/** What a step before makes. */
const MADE =
  /(^|\/)(dist|build|out|coverage|target|node_modules|\.next|artifacts?|reports?|tmp|\.?venv)(\/|$)|\.(xml|log|tar|gz|zip|sarif|html)$|^\.env/;
