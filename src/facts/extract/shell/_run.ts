import { posix } from 'node:path';
import { commandFacts } from '../../command-line.ts';
import type { Fact } from '../../fact.ts';
import { commandsIn } from '../../shell/commands.ts';
import type { Dialect } from '../../shell/filled-in.ts';
import type { Source } from '../../read/source.ts';
import { namedFacts, type OfShell } from './_command.ts';
import type { ShellLine } from './_shell-lines.ts';

/**
 * What lines of shell say that run in this folder (relative to the workspace; unknown where undefined). `home` is where
 * everybody takes such lines to run, the folder of a Makefile; a command that runs elsewhere says so.
 */
export function shellFacts(
  source: Source,
  lines: readonly ShellLine[],
  of: OfShell,
  { folder, home = folder, dialect = 'shell' }: { folder: string | undefined; home?: string; dialect?: Dialect },
): Fact[] {
  const script = lines.map(({ text }) => text).join('\n');
  return commandsIn(script, dialect, { folder, enter: moved }).flatMap((command) => {
    const line = lines[command.line]?.line ?? 1;
    const own = command.foreseen ? { ...of, foreseen: true } : of;
    return [
      ...commandFacts(source, line, command, { ...of, ...placeOf(command.folder, home) }),
      ...namedFacts(command, { source, line, of: own, folder: command.folder, guarded: command.guarded }),
    ];
  });
}

/** Where a command runs, below the workspace (`.` for the workspace itself); `?` where nobody sees that. */
function placeOf(folder: string | undefined, home: string | undefined): { in?: string } {
  if (folder === home) return {};
  return { in: folder === undefined ? '?' : folder === '' ? '.' : folder };
}

export function moved(folder: string | undefined, to: string): string | undefined {
  if (folder === undefined || to === '' || /^[/~-]|[$`*]|\{\{/.test(to)) return undefined;
  const path = posix.normalize(posix.join(folder, to)).replace(/\/$/, '');
  return path.startsWith('..') ? undefined : path === '.' ? '' : path;
}

export function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
}
