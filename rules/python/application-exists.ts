import { rule, locationOf, attribute } from 'turnaround/rule';
import { isForeign, isReached } from './_application.ts';
import { missingOf } from './_application-missing.ts';

const PLACES = /^(?:dockerfile|compose|kubernetes|procfile|workflow|makefile|justfile|taskfile|shell)$/;

export const applicationExists = rule(import.meta, {
  title: 'A server starts an application that does not exist',
  severity: 'fails',
  why: 'The server stops with "Could not import module" before the first request.',
  *check(view) {
    const applications = view.about('backend.application');
    if (applications.length === 0) return;
    for (const start of view.about('start.application')) {
      const app = start.value;
      if (
        !PLACES.test(attribute(start, 'by') ?? '') ||
        !/^[\w.]+:\w+$|^[\w./-]+\.py$/.test(app) ||
        isForeign(view, start)
      )
        continue;
      const missing = missingOf(view, start, app);
      if (missing === undefined) continue;
      const [only, ...more] = applications;
      const known = only === undefined ? '' : only.value;
      const isSure = more.length === 0 && only !== undefined && !known.endsWith('()') && app.includes(':');
      const canMend = isSure && isReached(view, start, { app: known, folder: attribute(only, 'folder') ?? '' });
      yield {
        message: `${attribute(start, 'runner') ?? 'the server'} starts ${app}, but ${missing}`,
        at: locationOf(start, `starts ${app}`),
        against: applications.slice(0, 3).map((fact) => locationOf(fact, `defines ${fact.value}`)),
        remedy: `start ${known}${attribute(only ?? start, 'folder') === '' ? '' : `, imported from ${attribute(only ?? start, 'folder') ?? ''}`}`,
        ...(canMend ? { mend: [{ file: start.file, line: start.line, was: app, is: known }] } : {}),
      };
    }
  },
});
