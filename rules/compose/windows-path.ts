import { dirname, join, normalize } from 'node:path/posix';
import { rule, side, told } from 'turnaround/rule';

export const windowsPath = rule(import.meta, {
  title: 'A compose file writes a path as only Windows reads it',
  severity: 'fails',
  why: 'Everywhere else the whole of it is one name, and nothing is called so: nothing is built, and an empty folder is mounted.',
  *check(view) {
    for (const named of view.about('path.named')) {
      const path = String(named.value);
      const slashed = path.replaceAll('\\', '/');
      const place = normalize(join(dirname(named.file), slashed)).replace(/(.)\/$/, '$1');
      if (slashed === path || told(named, 'service') === undefined || !view.has(place)) continue;
      yield {
        message: `${told(named, 'service') ?? ''} takes ${path}, and only Windows finds ${place} by that`,
        at: side(named, `${told(named, 'by') ?? ''} ${path}`),
        against: [],
        together: named.file,
        remedy: `write ${slashed}`,
        mend: [{ file: named.file, line: named.line, was: path, is: slashed }],
      };
    }
  },
});
