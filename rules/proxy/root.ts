import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { readersOf } from './_nginx.ts';

export const root = rule(import.meta, {
  title: 'nginx serves another folder than the one that the image copies the files to',
  severity: 'wrong',
  why: 'Every request gets a 404, or the welcome page of nginx.',
  *check(view) {
    const files = new Set(view.about('server.root').map(({ file }) => file));
    for (const file of files) {
      // The folder of a single location, such as a challenge or an error page, may be mounted.
      const roots = view
        .about('server.root')
        .filter(
          (one) =>
            one.file === file && one.attributes?.['alias'] !== true && (attribute(one, 'location') ?? '/') === '/',
        );
      const [first, ...others] = roots;
      for (const reader of readersOf(view, file).filter((one) => attribute(one, 'by') === 'copy')) {
        const isBeside = (one: Fact): boolean => attribute(one, 'stage') === attribute(reader, 'stage');
        const stages = view.about('image.stage', reader.file).filter(isBeside);
        const built = stages.filter((one) => attribute(one, 'to') !== undefined);
        const named = view.about('path.named', reader.file).filter(isBeside);
        const places = [...built, ...named].flatMap((one) => attribute(one, 'to') ?? []);
        const commands = view.about('command', reader.file).filter(isBeside);
        const moves = commands.some(({ value }) => /\b(?:mv|cp|ln|rsync|tar|unzip)\b/.test(value));
        const serves = roots.some(({ value }) => places.some((place) => isWithin(value, place)));
        if (first === undefined || built.length === 0 || moves || serves) continue;
        const [only, ...more] = [...new Set(built.map((one) => bare(attribute(one, 'to') ?? '')))];
        const isSure =
          only !== undefined && more.length === 0 && others.length === 0 && /html|www|public|static/.test(only);
        yield {
          message: `nginx serves ${first.value}, but the image copies the files to ${[only, ...more].join(', ')}`,
          at: locationOf(first, `root ${first.value}`),
          against: built.map((one) => locationOf(one, `copied to ${attribute(one, 'to') ?? ''}`)),
          remedy: `set root ${only ?? ''}`,
          ...(isSure ? { mend: [{ file, line: first.line, was: first.value, is: only }] } : {}),
        };
      }
    }
  },
});

const bare = (path: string): string => path.replace(/(.)\/+$/, '$1');

/** Whether a folder contains copied files, or is in a folder that does. */
function isWithin(folder: string, place: string): boolean {
  const [a, b] = [`${bare(folder)}/`, `${bare(place)}/`];
  return a.startsWith(b) || b.startsWith(a);
}
