import { rule, locationOf } from 'turnaround/rule';

/** How many differences are listed; the others are only counted. */
const SHOWN = 3;

export const documentDrifts = rule(import.meta, {
  title: 'An OpenAPI document does not match the application',
  severity: 'wrong',
  why: 'Clients rely on the document: they miss the operations that it lacks, and get a 404 for removed operations.',
  *check(view) {
    const { application } = view;
    // With several applications, or routes that are created at run time, it is unclear what the document describes.
    if (application === undefined || application.open.length > 0) return;
    const served = application.operations.filter(({ kind, hidden }) => kind === 'http' && !hidden);
    for (const document of view.about('api.document')) {
      const listed = view.about('operation.documented', document.file);
      const known = new Set(listed.map(({ value }) => shape(value)));
      const now = new Map(served.map((one) => [shape(`${one.method} ${one.path}`), one]));
      const lacking = [...now].filter(([key]) => !known.has(key)).map(([, one]) => one);
      const gone = listed.filter(({ value }) => !now.has(shape(value)));
      // With less than half of the operations in common, the document describes another application.
      const common = now.size - lacking.length;
      if (lacking.length + gone.length === 0 || common === 0 || common < now.size / 2) continue;
      const names = [
        ...lacking.map(({ method, path }) => `lacks ${method} ${path}`),
        ...gone.map(({ value }) => `still lists ${value}`),
      ];
      const more = names.length > SHOWN ? `, and ${names.length - SHOWN} more` : '';
      yield {
        message: `of ${now.size} operations, the document has ${now.size - lacking.length}: it ${names.slice(0, SHOWN).join(', ')}${more}`,
        at: locationOf(gone[0] ?? document, `${listed.length} operations`),
        against: lacking
          .slice(0, SHOWN)
          .map(({ file, line, method, path }) => ({ file, line, says: `${method} ${path}` })),
        remedy: 'run ./task docs:openapi to write it from the application',
      };
    }
  },
});

/** Names of path parameters are ignored. */
function shape(operation: string): string {
  return operation.replaceAll(/\{[^}]*\}/g, '{}').replace(/(.)\/$/, '$1');
}
