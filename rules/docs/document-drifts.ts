import { rule, side } from 'turnaround/rule';

/** How many of the missing are named: the rest is a number. */
const SHOWN = 3;

export const documentDrifts = rule(import.meta, {
  title: 'An OpenAPI document that is not the one of the application',
  severity: 'wrong',
  why: 'Clients are generated from it and people read it: what it lacks is used by nobody, and what is gone answers 404.',
  *check(view) {
    const { application } = view;
    // With another application beside it, or routes that are made at run time, nobody can tell whose document it is.
    if (application === undefined || application.open.length > 0) return;
    const served = application.operations.filter(({ kind, hidden }) => kind === 'http' && !hidden);
    for (const document of view.about('api.document')) {
      const listed = view.about('operation.documented', document.file);
      const known = new Set(listed.map(({ value }) => shape(String(value))));
      const now = new Map(served.map((one) => [shape(`${one.method} ${one.path}`), one]));
      const lacking = [...now].filter(([key]) => !known.has(key)).map(([, one]) => one);
      const gone = listed.filter(({ value }) => !now.has(shape(String(value))));
      // Less than half in common: it is the document of something else.
      const common = now.size - lacking.length;
      if (lacking.length + gone.length === 0 || common === 0 || common < now.size / 2) continue;
      const names = [
        ...lacking.map(({ method, path }) => `lacks ${method} ${path}`),
        ...gone.map(({ value }) => `has ${String(value)}, which is gone`),
      ];
      const more = names.length > SHOWN ? `, and ${names.length - SHOWN} more` : '';
      yield {
        message: `of ${now.size} operations it has ${now.size - lacking.length}: it ${names.slice(0, SHOWN).join(', ')}${more}`,
        at: side(gone[0] ?? document, `${listed.length} operations`),
        against: lacking
          .slice(0, SHOWN)
          .map(({ file, line, method, path }) => ({ file, line, says: `${method} ${path}` })),
        remedy: './task docs:openapi writes it from the application',
      };
    }
  },
});

/** Names of path parameters do not count. */
function shape(operation: string): string {
  return operation.replaceAll(/\{[^}]*\}/g, '{}').replace(/(.)\/$/, '$1');
}
