import { attribute, type Fact, type Purpose, type View } from 'turnaround/rule';
import { foldersAbove } from './_folders.ts';

/** A fact, with the file, and the stage, service or job to which it belongs. */
type Place = Pick<Fact, 'file' | 'attributes'>;

const PARTS = ['stage', 'service', 'job'] as const;

/** Whether a file, or the part of it that a fact belongs to, is for one of these purposes. */
export function isFor(view: View, place: Place, ...purposes: Purpose[]): boolean {
  return isFileFor(view, place.file, ...purposes) || isPartFor(view, place, ...purposes);
}

/** Whether a file, or a folder that contains it, is for one of these purposes as a whole. */
export function isFileFor(view: View, file: string, ...purposes: Purpose[]): boolean {
  const own = purposesIn(view, file).filter(({ attributes }) =>
    PARTS.every((part) => attributes?.[part] === undefined),
  );
  return own.some(isOneOf(purposes)) || ofFoldersAbove(view, file).some(isOneOf(purposes));
}

/** Whether the stage, the service or the job of a fact is for one of these purposes. */
export function isPartFor(view: View, { file, attributes }: Place, ...purposes: Purpose[]): boolean {
  const own: Readonly<Record<string, unknown>> = attributes ?? {};
  const isOwn = (fact: Fact<'purpose'>): boolean =>
    PARTS.some((part) => own[part] !== undefined && fact.attributes?.[part] === own[part]);
  return purposesIn(view, file).some((fact) => isOwn(fact) && isOneOf(purposes)(fact));
}

const isOneOf =
  (purposes: readonly Purpose[]) =>
  ({ value }: Fact<'purpose'>): boolean =>
    purposes.some((purpose) => purpose === value);

function purposesIn(view: View, file: string): readonly Fact<'purpose'>[] {
  return view.about('purpose', file).filter((fact) => attribute(fact, 'folder') === undefined);
}

const known = new WeakMap<View, readonly Fact<'purpose'>[]>();

function ofFoldersAbove(view: View, file: string): readonly Fact<'purpose'>[] {
  const said = known.get(view) ?? view.about('purpose').filter((fact) => attribute(fact, 'folder') !== undefined);
  known.set(view, said);
  const folders = said.length === 0 ? [] : ['.', ...foldersAbove(file)];
  return said.filter((fact) => folders.includes(attribute(fact, 'folder') ?? ''));
}
