import { dirname } from 'node:path/posix';
import type { Fact, View } from 'turnaround/rule';

/** The ports in consecutive lines around a fact. */
export function portsAround(view: View, { file, line }: Fact): Fact[] {
  const all = view.about('port.named', file);
  const lines = new Set(all.map((one) => one.line));
  let [first, last] = [line, line];
  while (lines.has(first - 1)) first -= 1;
  while (lines.has(last + 1)) last += 1;
  return all.filter((one) => one.line >= first && one.line <= last);
}

/** The folder that a document is about: its own, or the one that contains its `docs` folder. */
export function homeOf(file: string): string {
  const folder = dirname(file);
  return folder.replace(/(?:^|\/)(?:docs?|documentation)(?:\/.*)?$/i, '') || '.';
}

export function isBelow(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}
