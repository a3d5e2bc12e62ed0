import { Unreadable } from '../fact.ts';
import type { Source } from './source.ts';

export interface IniLine {
  readonly text: string;
  readonly line: number;
}

/** A key with the lines of its value: the one behind `=`, and the indented ones below. Empty lines are left out. */
export interface IniEntry {
  readonly section: string;
  /** Empty for the section itself. */
  readonly key: string;
  readonly line: number;
  readonly value: IniLine[];
}

/** The sections and keys of a file as Python's configparser and pytest read it. */
export function iniOf(source: Source): IniEntry[] {
  const entries: IniEntry[] = [];
  let section: string | undefined;
  for (const [index, raw] of source.lines().entries()) {
    const line = index + 1;
    const text = raw.trim();
    if (text === '' || text.startsWith('#') || text.startsWith(';')) continue;
    const last = entries.at(-1);
    if (/^\s/.test(raw) && last !== undefined && last.key !== '') {
      last.value.push({ text, line });
      continue;
    }
    if (text.startsWith('[')) {
      const end = text.lastIndexOf(']');
      if (end === -1) throw new Unreadable('has a section whose bracket is not closed', line);
      section = text.slice(1, end).trim();
      entries.push({ section, key: '', line, value: [] });
      continue;
    }
    const at = text.search(/[=:]/);
    if (section === undefined) throw new Unreadable('is not INI: there is no section above this line', line);
    if (at < 1) throw new Unreadable('is not INI: this line has no `=`', line);
    const value = text.slice(at + 1).trim();
    entries.push({ section, key: text.slice(0, at).trim(), line, value: value === '' ? [] : [{ text: value, line }] });
  }
  return entries;
}
