import type { Fact } from '../fact.ts';
import { isUsualRole, roleOf } from '../role-names.ts';
import type { Source } from '../read/source.ts';
import { splitAtCommas, stringOf, withinBrackets } from './expression.ts';
import type { Statement } from './statements.ts';

export const ROLE_SUBJECTS = ['message.role'] as const;

/** `REQUIRED = {"broadcast": "teacher"}`, `allowed: dict = {"open": {Role.admin, Role.teacher}}`, `x = Field(default={…})`. */
const TABLE = /^([\w.]+)\s*(?::[^=]+)?=\s*(?:[\w.]*Field\(\s*default\s*=\s*)?\{/;

/** Whether a text may hold such a table. */
export function hasRoles(text: string): boolean {
  return /role|permission|rbac/i.test(text) && text.includes('": ');
}

/** A row of a table of people: who has the role, and how they are called. */
const OF_SOMEBODY = /^(?:role|roles|user|username|name|id|email|password|sub|scopes?)$|_(?:id|role|name)$/;

/** Tables from a message to the roles that may send it. One from a role to what it may is none. */
export function* roleFacts(source: Source, { text, line }: Statement): Generator<Fact> {
  const match = TABLE.exec(text);
  if (match === null) return;
  const open = match[0].length - 1;
  const rows = splitAtCommas(withinBrackets(text, open)).map(rowOf);
  const isOther = (name: string): boolean => isUsualRole(roleOf(name)) || OF_SOMEBODY.test(name);
  if (rows.length === 0 || rows.some((row) => row === undefined || isOther(row.name))) return;
  let from = open;
  for (const row of rows) {
    if (row === undefined) continue;
    from = text.indexOf(row.typed, from);
    const above = text.slice(0, from).match(/\n/g)?.length ?? 0;
    yield* source.fact('message.role', row.name, line + above, { roles: row.roles.join(' '), least: row.least });
  }
}

interface Row {
  readonly typed: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly least: boolean;
}

function rowOf(typed: string): Row | undefined {
  const [, key = '', value = ''] = /^("[\w.:/-]+"|'[\w.:/-]+')\s*:\s*([^]+)$/.exec(typed) ?? [];
  const name = stringOf(key);
  if (name === undefined) return undefined;
  const opening = /^(?:(?:frozen)?set\()?[[{(]/.exec(value)?.[0];
  const several = opening === undefined ? [value] : splitAtCommas(withinBrackets(value, opening.length - 1));
  const roles = several.map(namedRole);
  if (roles.length === 0 || roles.includes(undefined)) return undefined;
  return { typed, name, roles: roles.flatMap((role) => role ?? []).toSorted(), least: opening === undefined };
}

/** `"teacher"`, `Role.teacher`, `UserRole.TEACHER.value`. */
function namedRole(expression: string): string | undefined {
  const text = stringOf(expression);
  if (text !== undefined) return isUsualRole(roleOf(text)) ? roleOf(text) : undefined;
  const member = /^\w*Roles?\.(\w+)(?:\.value)?$/.exec(expression.trim())?.[1];
  return member === undefined ? undefined : roleOf(member);
}
