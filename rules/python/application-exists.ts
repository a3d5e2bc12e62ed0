import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { filesOf, isForeign, isReached } from './_application.ts';
import { insideOf, isInside } from './_inside.ts';

const PLACES = /^(?:dockerfile|compose|kubernetes|procfile|workflow|makefile|justfile|taskfile|shell)$/;

export const applicationExists = rule(import.meta, {
  title: 'A server starts an application that does not exist',
  severity: 'fails',
  why: 'The server stops with "Could not import module" before the first request.',
  *check(view) {
    const applications = view.about('backend.application');
    if (applications.length === 0) return;
    for (const start of view.about('start.application')) {
      const app = String(start.value);
      if (!PLACES.test(told(start, 'by') ?? '') || !/^[\w.]+:\w+$|^[\w./-]+\.py$/.test(app) || isForeign(view, start))
        continue;
      const missing = missingOf(view, start, app);
      if (missing === undefined) continue;
      const [only, ...more] = applications;
      const known = only === undefined ? '' : String(only.value);
      const isSure = more.length === 0 && only !== undefined && !known.endsWith('()') && app.includes(':');
      const canMend = isSure && isReached(view, start, { app: known, folder: told(only, 'folder') ?? '' });
      yield {
        message: `${told(start, 'runner') ?? 'the server'} starts ${app}, but ${missing}`,
        at: side(start, `starts ${app}`),
        against: applications.slice(0, 3).map((fact) => side(fact, `defines ${String(fact.value)}`)),
        remedy: `start ${known}${told(only ?? start, 'folder') === '' ? '' : `, imported from ${told(only ?? start, 'folder') ?? ''}`}`,
        ...(canMend ? { mend: [{ file: start.file, line: start.line, was: app, is: known }] } : {}),
      };
    }
  },
});

/** Why an application does not exist; undefined if it exists or may exist. */
function missingOf(view: View, start: Fact, app: string): string | undefined {
  const files = filesOf(view, app);
  if (files.length === 0) return 'no file of the workspace defines this module';
  const attribute = app.split(':')[1];
  const made = view.about('application').filter(({ file }) => files.includes(file));
  const names = (
    ['application', 'application.made', 'application.factory', 'router.import', 'constant', 'router'] as const
  ).flatMap((subject) => view.about(subject).filter(({ file }) => files.includes(file)));
  const others = view.about('application.names').filter(({ file }) => files.includes(file));
  const isNamed =
    names.some((fact) => fact.value === attribute) ||
    others.some(({ value }) =>
      String(value)
        .split(' ')
        .includes(attribute ?? ''),
    );
  if (attribute !== undefined && files.length === 1 && made.length > 0 && !isNamed)
    return `${files[0] ?? ''} has no ${attribute}`;
  const inside = insideOf(view, start);
  if (inside === undefined || isInside(view, inside, app)) return undefined;
  // A mount at run time cannot be seen; a copy to another place can.
  const isCopied = inside.layout.copies.some(
    (copy) =>
      told(copy, 'by') === 'copy' && files.some((file) => inside.layout.sourcesOf(placed(copy, file)).includes(file)),
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
  return `${(told(copy, 'to') ?? '').replace(/\/$/, '')}/${at}`;
}
