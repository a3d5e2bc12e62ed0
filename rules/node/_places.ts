import { join } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { callOf } from '../_commands.ts';
import { foldersOf, tidy } from '../_folders.ts';
import { contextsOf, folderAt, imageOf } from '../_image.ts';
import { layoutOf } from '../_layout.ts';

/** Where a command of a package manager runs. */
export interface Place {
  /** The workspace paths that have this name there. */
  readonly at: (name: string) => string[];
}

/** Where a command may run; undefined if that is unknown, or no package.json is there. */
export function placesOf(view: View, command: Fact<'command'>): Place[] | undefined {
  const places =
    attribute(command, 'by') === 'dockerfile' ? placesInImage(view, command) : placesInFolders(view, command);
  const own = places?.filter((place) => place.at('package.json').length > 0) ?? [];
  return own.length === 0 ? undefined : own;
}

function placesInFolders(view: View, command: Fact<'command'>): Place[] | undefined {
  const folders = foldersOf(view, command);
  return folders === undefined
    ? undefined
    : [...folders].map((folder) => ({
        at: (name) => {
          const path = tidy(join(folder, name));
          return view.has(path) ? [path] : [];
        },
      }));
}

function placesInImage(view: View, command: Fact<'command'>): Place[] | undefined {
  const built = builtIn(view).find(({ dockerfile }) => dockerfile === command.file);
  const image = imageOf(view, command.file, attribute(command, 'stage'));
  if (built === undefined || image === undefined) return undefined;
  const { rest } = callOf(command);
  const layout = layoutOf(view, image, contextsOf(view, built), command.line);
  if (layout.isOpen || rest.some((word) => /^(?:--prefix|--cwd|-C|--dir)\b/.test(word))) return undefined;
  const isMoved = view
    .about('command')
    .some((one) => image.has(one) && one.line === command.line && /^(?:cd|pushd)$/.test(callOf(one).program));
  return isMoved
    ? undefined
    : [
        {
          at: (name) =>
            layout.sourcesOf(join(folderAt(view, image, command.line), name)).filter((path) => view.has(path)),
        },
      ];
}
