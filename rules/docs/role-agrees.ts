import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { isDocument } from './_documents.ts';

export const roleAgrees = rule(import.meta, {
  title: 'A document allows an action to other roles than the code',
  severity: 'confusing',
  why: 'People who rely on the document lock users out, or give them rights by mistake.',
  *check(view) {
    const allowed = view.about('message.role');
    const known = new Set(allowed.flatMap(rolesOf));
    for (const said of view.about('role.named')) {
      const tables = allowed.filter(({ value }) => value === said.value);
      // Several tables may belong to several parts of the program, or one may override another.
      // "anybody who is signed in" is not a role.
      if (said.attributes?.['usual'] !== true && !rolesOf(said).every((role) => known.has(role))) continue;
      if (!isDocument(view, said.file) || tables.length === 0 || tables.some((table) => agrees(said, table))) continue;
      yield {
        message: `${said.value} is documented for ${listed(said)}, but the code allows it for ${tables.map(letIn).join(' or ')}`,
        at: locationOf(said, `${said.value}: ${listed(said)}`),
        against: tables.slice(0, 3).map((table) => locationOf(table, `${table.value}: ${letIn(table)}`)),
        remedy: 'correct the document, or the table in the code',
      };
    }
  },
});

function rolesOf(fact: Fact<'message.role' | 'role.named'>): string[] {
  return (attribute(fact, 'roles') ?? '').split(' ');
}

function listed(fact: Fact<'message.role' | 'role.named'>): string {
  return rolesOf(fact).join(', ');
}

function letIn(table: Fact<'message.role'>): string {
  return table.attributes?.['least'] === true ? `${listed(table)} and above` : listed(table);
}

/** "teacher" may mean the teacher and all roles above. The code's lowest role must be in the document's list. */
function agrees(said: Fact<'role.named'>, table: Fact<'message.role'>): boolean {
  const [named, may] = [rolesOf(said), rolesOf(table)];
  if (table.attributes?.['least'] === true) return may.some((role) => named.includes(role));
  const [only = ''] = named;
  if (named.length > 1) return named.length === may.length && named.every((role) => may.includes(role));
  return may.includes(only) && (may.length === 1 || !/^(?:super|admin|owner)/.test(only));
}
