import { attribute, type Fact, type View } from 'turnaround/rule';
import { filesOf } from './_application.ts';
import { insideOf, isInside } from './_inside.ts';

/** Why an application does not exist; undefined if it exists or may exist. */
export function missingOf(view: View, start: Fact, app: string): string | undefined {
  const files = filesOf(view, app);
  if (files.length === 0) return 'no file of the workspace defines this module';
  const wanted = app.split(':')[1];
  const made = view.about('application').filter(({ file }) => files.includes(file));
  const names = (
    ['application', 'application.made', 'application.factory', 'router.import', 'constant', 'router'] as const
  ).flatMap((subject) => view.about(subject).filter(({ file }) => files.includes(file)));
  const others = view.about('application.names').filter(({ file }) => files.includes(file));
  const isNamed =
    names.some((fact) => fact.value === wanted) || others.some(({ value }) => value.split(' ').includes(wanted ?? ''));
  if (wanted !== undefined && files.length === 1 && made.length > 0 && !isNamed)
    return `${files[0] ?? ''} has no ${wanted}`;
  const inside = insideOf(view, start);
  if (inside === undefined || isInside(view, inside, app)) return undefined;
  // A mount at run time cannot be seen; a copy to another place can.
  const isCopied = inside.layout.copies.some(
    (copy) =>
      attribute(copy, 'by') === 'copy' &&
      files.some((file) => inside.layout.sourcesOf(placed(copy, file)).includes(file)),
  );
  return isCopied
    ? `${inside.roots.join(' and ')} of the image ${inside.roots.length > 1 ? 'do' : 'does'} not contain this module`
    : undefined;
}

/** Where in the image a COPY puts a file of the workspace, by the end of its path. */
function placed(copy: Fact, file: string): string {
  const source = String(copy.value)
    .replace(/^\.?\/*/, '')
    .replace(/\/$/, '');
  const at = source === '' ? file : file.slice(file.indexOf(`${source}/`) + source.length + 1);
  return `${(attribute(copy, 'to') ?? '').replace(/\/$/, '')}/${at}`;
}
