import { dirname, join } from 'node:path/posix';
import { rule, locationOf, attribute, valuesOf, type View } from 'turnaround/rule';
import { callOf, wordsOf } from '../_commands.ts';
import { tidy } from '../_folders.ts';
import { isWorkflow } from './_jobs.ts';

const CONTAINER = /^(?:docker|docker-compose|podman|nerdctl|kubectl|ssh|\$[({]?(?:DOCKER|COMPOSE|DC)\w*[)}]?)$/;

export const coverageTarget = rule(import.meta, {
  title: 'Coverage is measured for a package that does not exist',
  severity: 'wrong',
  why: 'coverage warns that nothing was imported and measures no code: the percentage means nothing.',
  *check(view) {
    for (const command of view.about('command')) {
      if (!isWorkflow(command.file) && !/^(?:makefile|justfile|taskfile)$/.test(attribute(command, 'by') ?? ''))
        continue;
      const words = wordsOf(command);
      // A command in a container sees the folders of the container.
      if (!words.some((word) => /(?:^|\/)(?:pytest|py\.test)$/.test(word)) || CONTAINER.test(callOf(command).program))
        continue;
      const folders = view
        .about('path.named')
        .filter((path) => path.file === command.file && /^(?:working-directory|cd)$/.test(attribute(path, 'by') ?? ''))
        .map(({ value }) => value);
      const bases = [
        '.',
        dirname(command.file),
        ...folders,
        ...folders.map((folder) => join(dirname(command.file), folder)),
      ];
      // If its working directory does not exist, only a name that occurs nowhere in the workspace is reported.
      const isLost = folders.some((folder) => !bases.some((base) => view.has(tidy(join(base, folder)))));
      for (const name of valuesOf(
        words.filter((word) => word !== '--cov'),
        '--cov',
      )) {
        if (!/^[A-Za-z][\w./-]*$/.test(name) || isInstalled(view, name)) continue;
        if (isLost && view.files.some((path) => `/${path.replace(/\.py$/, '')}/`.includes(`/${name}/`))) continue;
        const names = [name, name.replaceAll('.', '/')].flatMap((path) => [path, `${path}.py`]);
        const paths = [...names, ...names.map((path) => `src/${path}`)];
        if (paths.some((path) => bases.some((base) => view.has(tidy(join(base, path)))))) continue;
        yield {
          message: `--cov=${name} is set, but there is no package or folder ${name}`,
          at: locationOf(command, `--cov=${name}`),
          against: [],
          remedy: 'name the package that the tests import',
        };
      }
    }
  },
});

/** An installed package may have another name than its folder. */
function isInstalled(view: View, name: string): boolean {
  const plain = (text: string): string => text.split('.')[0]?.toLowerCase().replaceAll(/[-_]/g, '') ?? '';
  return [...view.about('package'), ...view.about('dependency')].some(({ value }) => plain(value) === plain(name));
}
