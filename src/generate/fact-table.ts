import { DERIVED_SUBJECTS } from '../facts/derive.ts';
import { EXTRACTORS } from '../facts/extractors.ts';
import { SUBJECTS, type Declaration, type Type } from '../facts/subjects.ts';

/** Every subject, with its attributes and the kinds of file that it is read from. */
export function factTable(): string {
  const sources = [...EXTRACTORS, { name: 'several together', subjects: DERIVED_SUBJECTS }];
  const lines = Object.entries<Declaration>(SUBJECTS)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([subject, { means, value, attributes: declared = {} }]) => {
      const from = sources.filter(({ subjects }) => subjects.some((one) => one === subject)).map(({ name }) => name);
      const attributes = Object.entries(declared).map(([name, type]) => `\`${name}${typed(type)}\``);
      const cells = [`\`${subject}${typed(value ?? 'string')}\``, means, attributes.join(', '), from.join(', ')];
      return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    });
  return ['| subject | its value | attributes | read from |', '|---|---|---|---|', ...lines].join('\n');
}

/** The type behind a name, where it is no text. */
function typed(type: Type): string {
  return type === 'string' ? '' : `: ${typeof type === 'string' ? type.replaceAll('|', ' | ') : type.join(' | ')}`;
}
