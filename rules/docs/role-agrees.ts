import { rule, side, told, type Fact } from 'turnaround/rule';
import { isDocument } from './_documents.ts';

export const roleAgrees = rule(import.meta, {
  title: 'A document gives an action to other roles than the code',
  severity: 'confusing',
  why: 'Who relies on the document locks people out, or lets them do what nobody meant them to.',
  *check(view) {
    const allowed = view.about('message.role');
    const known = new Set(allowed.flatMap(rolesOf));
    for (const said of view.about('role.named')) {
      const tables = allowed.filter(({ value }) => value === said.value);
      // Several tables may be of several parts of the program, or one may overrule another.
      // "anybody who is signed in" is no role.
      if (said.of?.['usual'] !== true && !rolesOf(said).every((role) => known.has(role))) continue;
      if (!isDocument(view, said.file) || tables.length === 0 || tables.some((table) => agrees(said, table))) continue;
      yield {
        message: `${said.value} is documented for ${listed(said)}, and the code lets ${tables.map(letIn).join(' or ')} do it`,
        at: side(said, `${said.value}: ${listed(said)}`),
        against: tables.slice(0, 3).map((table) => side(table, `${table.value}: ${letIn(table)}`)),
        remedy: 'correct the document, or the table of the code',
      };
    }
  },
});

function rolesOf(fact: Fact): string[] {
  return (told(fact, 'roles') ?? '').split(' ');
}

function listed(fact: Fact): string {
  return rolesOf(fact).join(', ');
}

function letIn(table: Fact): string {
  return table.of?.['least'] === true ? `${listed(table)} and above` : listed(table);
}

/** "teacher" may mean the teacher and who is above; the code's least role is in the document's list, as its lowest. */
function agrees(said: Fact, table: Fact): boolean {
  const [named, may] = [rolesOf(said), rolesOf(table)];
  if (table.of?.['least'] === true) return may.some((role) => named.includes(role));
  const [only = ''] = named;
  if (named.length > 1) return named.length === may.length && named.every((role) => may.includes(role));
  return may.includes(only) && (may.length === 1 || !/^(?:super|admin|owner)/.test(only));
}
