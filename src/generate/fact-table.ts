import { DERIVED_SUBJECTS } from '../facts/derive.ts';
import { EXTRACTORS } from '../facts/extractors.ts';

/** Every subject, with the kinds of file that it is read from. */
export function factTable(): string {
  const rows = new Map<string, { means: string; from: string[] }>();
  const add = (subject: string, means: string, from: string): void => {
    const row = rows.get(subject);
    if (row === undefined) rows.set(subject, { means, from: [from] });
    else if (!row.from.includes(from)) row.from.push(from);
  };
  for (const { name, subjects } of EXTRACTORS) {
    for (const [subject, means] of Object.entries(subjects)) add(subject, means, name);
  }
  for (const [subject, means] of Object.entries(DERIVED_SUBJECTS)) add(subject, means, 'several together');
  const lines = [...rows]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([subject, { means, from }]) => `| \`${subject}\` | ${means.replaceAll('|', '\\|')} | ${from.join(', ')} |`);
  return ['| subject | its value | read from |', '|---|---|---|', ...lines].join('\n');
}
