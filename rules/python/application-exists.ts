import { rule, side, told } from 'turnaround/rule';
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
      if (!PLACES.test(told(start, 'by') ?? '') || !/^[\w.]+:\w+$|^[\w./-]+\.py$/.test(app) || isForeign(view, start))
        continue;
      const missing = missingOf(view, start, app);
      if (missing === undefined) continue;
      const [only, ...more] = applications;
      const known = only === undefined ? '' : only.value;
      const isSure = more.length === 0 && only !== undefined && !known.endsWith('()') && app.includes(':');
      const canMend = isSure && isReached(view, start, { app: known, folder: told(only, 'folder') ?? '' });
      yield {
        message: `${told(start, 'runner') ?? 'the server'} starts ${app}, but ${missing}`,
        at: side(start, `starts ${app}`),
        against: applications.slice(0, 3).map((fact) => side(fact, `defines ${fact.value}`)),
        remedy: `start ${known}${told(only ?? start, 'folder') === '' ? '' : `, imported from ${told(only ?? start, 'folder') ?? ''}`}`,
        ...(canMend ? { mend: [{ file: start.file, line: start.line, was: app, is: known }] } : {}),
      };
    }
  },
});
