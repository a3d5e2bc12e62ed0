import { dirname, join, normalize } from 'node:path/posix';
import { rule, locationOf, attribute } from 'turnaround/rule';

export const windowsPath = rule(import.meta, {
  title: 'A compose file uses a Windows path',
  severity: 'fails',
  why: 'On other systems the backslashes are part of the name: the build fails, or an empty folder is mounted.',
  *check(view) {
    for (const named of view.about('path.named')) {
      const path = named.value;
      const slashed = path.replaceAll('\\', '/');
      const place = normalize(join(dirname(named.file), slashed)).replace(/(.)\/$/, '$1');
      if (slashed === path || attribute(named, 'service') === undefined || !view.has(place)) continue;
      yield {
        message: `${attribute(named, 'service') ?? ''} uses ${path}, which only Windows resolves to ${place}`,
        at: locationOf(named, `${attribute(named, 'by') ?? ''} ${path}`),
        against: [],
        groupKey: named.file,
        remedy: `write ${slashed}`,
        mend: [{ file: named.file, line: named.line, was: path, is: slashed }],
      };
    }
  },
});
