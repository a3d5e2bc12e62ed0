import { rule, locationOf, attribute } from 'turnaround/rule';
import { isTypo } from '../_near.ts';
import { filesOf } from '../python/_application.ts';
import { isDocument } from './_documents.ts';

export const applicationNamed = rule(import.meta, {
  title: 'A document starts an application that does not exist',
  severity: 'confusing',
  why: 'The reader gets "Could not import module", or starts a different program.',
  *check(view) {
    for (const start of view.about('start.application')) {
      const app = start.value;
      if (attribute(start, 'by') !== 'markdown' || !isDocument(view, start.file)) continue;
      const typed = app.split(':')[0] ?? '';
      const meant = view.applications.filter(({ file }) => slips(typed, moduleOf(file, typed)));
      const [only] = meant;
      if (only === undefined || meant.some(({ file }) => file !== only.file) || filesOf(view, app).length > 0) continue;
      const module = moduleOf(only.file, typed);
      yield {
        message: `${app} is started, but the application is in ${module}`,
        at: locationOf(start, `starts ${app}`),
        against: [{ file: only.file, line: only.line, says: `defines ${only.app}` }],
        remedy: `start ${app.replace(typed, module)}`,
        mend: [{ file: start.file, line: start.line, was: typed, is: module }],
      };
    }
  },
});

/** `app.main` of `backend/app/main.py`, with as many parts as the name in the document. */
function moduleOf(file: string, typed: string): string {
  const parts = file.replace(/(?:\/__init__)?\.py$/, '').split('/');
  return parts.slice(-typed.split('.').length).join('.');
}

/** Whether the module names differ by a typo in one part. */
function slips(typed: string, module: string): boolean {
  const [own, other] = [typed.split('.'), module.split('.')];
  const differ = own.filter((part, at) => part !== other[at]);
  return own.length === other.length && differ.length === 1 && own.some((part, at) => isTypo(part, other[at] ?? ''));
}
