import { dirname } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { isDocument as isAboutNow } from '../docs/_documents.ts';

export const lower = (name: unknown): string => String(name).split('.').at(-1)?.toLowerCase() ?? '';

/** Tables of the database itself, and of common extensions. */
export const GIVEN =
  /^(?:pg_|sqlite_|information_schema|spatial_ref_sys|geometry_columns|old$|new$|excluded$|dual$|inserted$|deleted$)/;

/** Without a similar name, it is certain only if every other table that these files use is known. */
export function isCertain(view: View, used: Fact, tables: ReadonlySet<string>): boolean {
  const table = lower(used.value);
  const isBeside = ({ file }: Fact): boolean => dirname(file) === dirname(used.file);
  const all = view.about('table.used').filter((fact) => fact.attributes?.['document'] !== true);
  // A table that is altered existed before: another tool created it.
  const isBefore = all.some((fact) => attribute(fact, 'by') === 'alter' && lower(fact.value) === table);
  return (
    !isBefore &&
    [...view.about('table'), ...view.about('view')].some(isBeside) &&
    all.every((fact) => !isBeside(fact) || lower(fact.value) === table || tables.has(lower(fact.value)))
  );
}

/** SQLite accepts a foreign key to a missing table; models in other languages are not read. */
export function isOther(view: View, file: string, isDocument: boolean): boolean {
  return /sqlite|(?:^|\/)src\/main\/resources\/[^/]+$/i.test(file) || (isDocument && !isAboutNow(view, file));
}
