import { dirname, normalize } from 'node:path/posix';
import { told, type Fact, type View } from 'turnaround/rule';
import { mayBeWritten } from '../_scripts.ts';
import { wordsOf } from '../_commands.ts';
import { tidy } from '../_folders.ts';

/** Names of files and folders that an earlier step usually creates. */
export const MADE =
  /(^|\/)(dist|build|out|coverage|target|node_modules|\.next|artifacts?|reports?|tmp|\.?venv)(\/|$)|\.(xml|log|tar|gz|zip|sarif|html)$|^\.env/;

/** Commands that create files and folders. */
const MAKES =
  /\b(?:mkdir|git (?:clone|worktree)|tar|unzip|curl|wget|cp|mv|touch|tee|ln|cookiecutter|copier|venv|virtualenv|create|init|startproject|rsync|gsutil|aws s3)\b|>/;

/** Whether an earlier step of the job may have created a path or brought it in. */
export function isMade(view: View, named: Fact, path: string): boolean {
  const [file, job] = [named.file, told(named, 'job')];
  const [top = path] = path.split('/');
  const within = (folder: string): boolean => path === folder || path.startsWith(`${folder}/`) || folder === '.';
  return (
    mayBeWritten(view, path) ||
    view.about('command', file).some((command) => {
      const text = String(command.value);
      return MAKES.test(text) && [path, top, String(named.value)].some((one) => text.includes(one));
    }) ||
    view.about('command', file).some((command) => mayHaveMade(view, command, named, path)) ||
    view.about('workflow.action', file).some((action) => {
      const to = told(action, 'path');
      const isBrought = /checkout|download-artifact|cache/.test(String(action.value));
      // It checks out another repository or branch instead of this one.
      const isOther = told(action, 'repository') !== undefined || told(action, 'ref') !== undefined;
      if (isOther && told(action, 'job') === job && to === undefined) return true;
      // Artifacts of another job may contain any folders.
      const isHere = told(action, 'job') === job && action.line < named.line && to === undefined;
      if (isHere && /\/download-artifact@/.test(String(action.value)) && !view.has(top)) return true;
      return isBrought && to !== undefined && within(normalize(to).replace(/\/$/, ''));
    })
  );
}

/** Whether an earlier step ran an unknown program in the path's folder, or with that folder as an argument. */
function mayHaveMade(view: View, command: Fact, named: Fact, path: string): boolean {
  const folder = dirname(path);
  const isBefore = told(command, 'job') === told(named, 'job') && command.line < named.line;
  if (!isBefore || folder === '.' || !view.has(folder) || PLAIN.test(String(command.value))) return false;
  const words = wordsOf(String(command.value)).map((word) => tidy(word.replace(/^--?[\w-]+=/, '')));
  return told(command, 'in') === folder || words.includes(folder);
}

/** Commands that install, print, test or connect, and create no files that a later step uses. */
const PLAIN =
  /^(?:python[\d.]* -m )?(?:pip[\d.]*|npm (?:ci|i|install|audit|test)|yarn(?: install)?$|pnpm (?:i|install)|bun (?:i|install)|uv (?:sync|pip|lock)|poetry (?:install|lock)|pytest|coverage|cd|echo|cat|ls|export|set|test|pwd|chmod|ruff|black|isort|mypy|flake8|pylint|bandit|docker|kubectl|helm|aws|gcloud|az|sed|grep|find|git (?!clone)|sleep|exit|true)\b/;
