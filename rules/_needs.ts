import { join } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import type { Built } from './_built.ts';
import { startsApplication } from './_starts.ts';

/**
 * Settings without a default that the first application reads and its image does not set. Empty if the settings also
 * read a file, which may contain them.
 */
export function neededVariables(view: View, built: Built): Fact[] {
  const { application } = view;
  if (application === undefined || !startsApplication(view, built)) return [];
  const inside = application.file.slice(application.folder === '' ? 0 : application.folder.length + 1);
  const top = inside.includes('/') ? join(application.folder, inside.split('/')[0] ?? '') : undefined;
  const classes = view.about('settings.class').filter(({ file }) => top !== undefined && file.startsWith(`${top}/`));
  // With two settings classes, it is unclear which one the application uses.
  const [only, ...more] = classes;
  if (only === undefined || more.length > 0 || attribute(only, 'file') !== undefined) return [];
  const isCopied = [...built.contexts].some((context) => only.file.startsWith(`${context}/`) || context === '.');
  const set = new Set(
    view
      .about('variable.set')
      .filter((one) => one.file === built.dockerfile)
      .map(({ value }) => value.toUpperCase()),
  );
  return isCopied
    ? view
        .about('variable.read')
        .filter(
          (one) =>
            one.file === only.file &&
            one.line > only.line &&
            one.attributes?.['required'] === true &&
            attribute(one, 'type') !== undefined &&
            !/\bNone\b|Optional/.test(attribute(one, 'type') ?? '') &&
            !set.has(one.value.toUpperCase()),
        )
    : [];
}
