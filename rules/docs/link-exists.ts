import { rule, locationOf, attribute, type Contradiction, type Patch } from 'turnaround/rule';
import { type Broken, brokenOf } from './_broken-links.ts';

export const linkExists = rule(import.meta, {
  title: 'A link points to a file that does not exist',
  severity: 'confusing',
  why: 'The reader gets a 404, and cannot tell whether the file was moved or never written.',
  *check(view) {
    const broken = view.about('path.named').flatMap((link) => brokenOf(view, link) ?? []);
    for (const file of new Set(broken.map(({ link }) => link.file)))
      for (const isSure of [true, false])
        yield* ofDocument(broken.filter((one) => one.link.file === file && (one.to !== undefined) === isSure));
  },
});

/** The broken links of a document are one finding: they usually have the same cause. */
function* ofDocument(broken: readonly Broken[]): Iterable<Contradiction> {
  const [first] = broken;
  if (first === undefined) return;
  const { link, here, to } = first;
  const more = broken.length === 1 ? '' : `; ${broken.length - 1} more of its links are broken`;
  yield {
    message: `the link ${String(link.value)} points to ${here}, which does not exist${more}`,
    at: locationOf(link, `links to ${String(link.value)}`),
    against: broken.slice(1, 4).map((one) => locationOf(one.link, `links to ${String(one.link.value)}`)),
    groupKey: here,
    remedy: to === undefined ? remedyOf(String(link.value)) : `link to ${to}`,
    ...(to === undefined ? {} : { mend: broken.map(patchOf) }),
  };
}

function remedyOf(path: string): string {
  if (/^[\w.+-]+@[\w-]+\.\w/.test(path)) return `write mailto:${path}`;
  const isDomain = /^(?:www\.)?[\w-]+\.(?:com|org|net|io|ai|dev|app|co)(?:\/|$)/.test(path);
  return isDomain ? `write https://${path}` : 'correct the link, or remove it';
}

function patchOf({ link, to = '' }: Broken): Patch {
  return {
    file: link.file,
    line: link.line,
    was: `](${attribute(link, 'typed') ?? String(link.value)}`,
    is: `](${to}`,
  };
}
