import { dirname, join, normalize } from 'node:path/posix';
import { rule, side, told } from 'turnaround/rule';

export const pathExists = rule(import.meta, {
  title: 'A workflow names a file or folder that does not exist',
  severity: 'fails',
  why: 'The job stops there, mostly in the one run in which it matters: the deployment.',
  *check(view) {
    for (const named of view.about('path.named')) {
      if (!/(^|\/)\.github\/workflows\//.test(named.file) || named.of?.['guarded'] === true) continue;
      const path = String(named.value);
      const from = told(named, 'from') ?? 'root';
      if (named.sure === 'guessed' || /[*?$~]|^\/|^\.\./.test(path) || MADE.test(path)) continue;
      const base = from === 'root' ? '' : from === 'file' ? dirname(named.file) : from;
      // A workflow of a part of the repository runs in that part once it stands alone.
      const part = named.file.split('/.github/')[0] ?? '';
      const places = [base, named.file.startsWith('.github/') ? '' : part].map((folder) =>
        normalize(join(folder, path)).replace(/\/$/, ''),
      );
      const isMade = view
        .about('command')
        .some(({ file, value }) => file === named.file && String(value).includes(`> ${path}`));
      if (isMade || places.some((place) => view.has(place))) continue;
      yield {
        message: `${places[0] ?? path} does not exist`,
        at: side(named, `${told(named, 'by') ?? 'names'} ${path}`),
        against: [],
        remedy: 'correct the path, or commit what it names',
      };
    }
  },
});

/** What a step before makes. */
const MADE =
  /(^|\/)(dist|build|out|coverage|target|node_modules|\.next|artifacts?|reports?|tmp|\.?venv)(\/|$)|\.(xml|log|tar|gz|zip|sarif|html)$|^\.env/;
