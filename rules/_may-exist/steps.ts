import { dirname, normalize } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { wordsOf } from '../_commands.ts';
import { tidy } from '../_folders.ts';
import type { Named, Wanted } from './wanted.ts';

/** Whether an earlier step ran an unknown program in the path's folder, or with that folder as an argument. */
export function mayBeLeftByStep(view: View, { named, places }: Wanted): boolean {
  const before = view
    .about('command', named.file)
    .filter((command) => attribute(command, 'job') === attribute(named, 'job') && command.line < named.line)
    .filter(({ value }) => !LEAVES_NOTHING.test(value));
  const folders = places.map((place) => dirname(place)).filter((folder) => folder !== '.' && view.has(folder));
  return before.some((command) => {
    const words = wordsOf(command).map((word) => tidy(word.replace(/^--?[\w-]+=/, '')));
    return folders.some((folder) => attribute(command, 'in') === folder || words.includes(folder));
  });
}

/** Commands that install, print, test or connect, and create no files that a later step uses. */
const LEAVES_NOTHING =
  /^(?:python[\d.]* -m )?(?:pip[\d.]*|npm (?:ci|i|install|audit|test)|yarn(?: install)?$|pnpm (?:i|install)|bun (?:i|install)|uv (?:sync|pip|lock)|poetry (?:install|lock)|pytest|coverage|cd|echo|cat|ls|export|set|test|pwd|chmod|ruff|black|isort|mypy|flake8|pylint|bandit|docker|kubectl|helm|aws|gcloud|az|sed|grep|find|git (?!clone)|sleep|exit|true)\b/;

/** Whether an action checks it out, downloads it or restores it. */
export function isBroughtByStep(view: View, wanted: Wanted): boolean {
  const actions = view.about('workflow.action', wanted.named.file);
  return wanted.places.some((place) => actions.some((action) => brings(view, action, wanted.named, place)));
}

function brings(view: View, action: Fact<'workflow.action'>, named: Named, path: string): boolean {
  const [uses, to] = [action.value, attribute(action, 'path')];
  if (to !== undefined) {
    const folder = normalize(to).replace(/\/$/, '');
    const isWithin = path === folder || path.startsWith(`${folder}/`) || folder === '.';
    return isWithin && /checkout|download-artifact|cache/.test(uses);
  }
  if (attribute(action, 'job') !== attribute(named, 'job')) return false;
  // It checks out another repository or branch instead of this one.
  if (attribute(action, 'repository') !== undefined || attribute(action, 'ref') !== undefined) return true;
  // Artifacts of another job may contain any folders.
  return action.line < named.line && /\/download-artifact@/.test(uses) && !view.has(path.split('/')[0] ?? path);
}
