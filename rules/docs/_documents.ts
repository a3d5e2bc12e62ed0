import { attribute, type Fact, type View } from 'turnaround/rule';

/** Documents about the past, plans, templates, and documents of third parties. */
const NOT_ABOUT_NOW =
  /(?:^|\/)(?:CHANGELOG|CHANGES|HISTORY|NEWS|RELEASES?|release[-_]notes|UPGRADING|MIGRATION)[^/]*\.mdx?$|(?:^|\/)(?:plan|research|proposal|findings|tasks)\.mdx?$|(?:^|\/)[^/]*[-_](?:deprecated|archived?|legacy|obsolete)\/|(?:^|\/)\.[\w-]+\/|(?:^|\/)(?:_reference|vendor|bower|bower_components|third[-_]party|node_modules|changelogs?|releases?|blog|posts|adr|rfcs?|proposals?|plans?|designs?|design-documents?|research|spikes?|scratch|findings|fixes|handovers?|_?templates?|i18n|locales?|versioned_docs)\/|[-._](?:PLAN|REPORT|SUMMARY|COMPLETED?|COMPLETION|STATUS|ASSESSMENT|ANALYSIS|AUDIT|REVIEW|FIX|FIXES|SOLUTION|RESOLVED|TEMPLATE)\.mdx?$|[-_](?:19|20)\d\d(?:-?\d\d){0,2}\.mdx?$|(?:^|\/)(?:19|20)\d\d-\d\d-\d\d[^/]*\.mdx?$|(?:^|\/)(?:\d\d-)?(?:reports?|status|meetings?|notes)\//i;

/** Whether a document describes the current state of the workspace. */
export function isDocument(view: View, file: string): boolean {
  return /\.mdx?$/i.test(file) && !NOT_ABOUT_NOW.test(file) && view.about('document.past', file).length === 0;
}

/** Commands that a document tells its reader to run. */
export function documented(view: View): readonly Fact<'command'>[] {
  const found =
    known.get(view) ??
    view.about('command').filter((fact) => attribute(fact, 'by') === 'markdown' && isDocument(view, fact.file));
  known.set(view, found);
  return found;
}

/** Cached: many rules about documents ask this, some of them for each path. */
const known = new WeakMap<View, readonly Fact<'command'>[]>();
