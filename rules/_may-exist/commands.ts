import { basename } from 'node:path/posix';
import { attribute, type View } from 'turnaround/rule';
import type { Wanted } from './wanted.ts';

/** Commands that create files and folders. */
const MAKES =
  /\b(?:mkdir|git (?:clone|worktree)|tar|unzip|curl|wget|cp|mv|touch|tee|ln|cookiecutter|copier|venv|virtualenv|create|init|startproject|rsync|gsutil|aws s3)\b|>/;

/** Whether a command of the same file that creates something names the path, or its topmost folder. */
export function isMadeForJob(view: View, { named, places }: Wanted): boolean {
  const makes = textsOf(view, named.file).filter((text) => MAKES.test(text));
  const words = places.flatMap((place) => [place, place.split('/')[0] ?? place]);
  return makes.some((text) => [...words, named.value].some((word) => text.includes(word)));
}

/** Commands of a script, a document or a recipe that prepare files for `docker compose up`. */
const PREPARES =
  /^(?:sudo )?(?:cp|mv|ln|touch|mkdir|install|curl|wget|git (?:clone|submodule)|openssl|htpasswd)\b|>|\btee\b/;

/** Whether a command, wherever it is documented, creates a file of this name. */
export function isMadeByCommand(view: View, { path }: Wanted): boolean {
  const name = basename(path);
  return textsOf(view).some((text) => PREPARES.test(text) && text.split(/[\s"'/=>]+/).includes(name));
}

/** Whether a recipe, a script or a workflow writes it, such as `go build -o bin/server`. */
export function isOutput(view: View, { path }: Wanted): boolean {
  const name = path.replace(/^\.\//, '').replace(/\/$/, '');
  return (
    name.includes('/') &&
    view
      .about('command')
      .some(
        (command) =>
          /^(?:makefile|justfile|taskfile|workflow|shell|script)$/.test(attribute(command, 'by') ?? '') &&
          /\s(?:-o|--out\w*|--target|>)[ =]/.test(command.value) &&
          command.value.includes(name),
      )
  );
}

/** Commands that write requirements from another source. */
const WRITES_REQUIREMENTS =
  /\b(?:pip-compile|pipreqs|pigar|(?:poetry|uv|pdm|hatch) export|pip[\d.]* freeze|pipenv requirements)\b/;
const INSTALLS = /\bpip[\d.]*["']? install\b/;

/** Whether a command may write a requirements file with this name. */
export function mayWriteRequirements(view: View, { path }: Wanted): boolean {
  const name = basename(path);
  return textsOf(view).some((text) => WRITES_REQUIREMENTS.test(text) || (text.includes(name) && !INSTALLS.test(text)));
}

function textsOf(view: View, file?: string): string[] {
  return view.about('command', file).map(({ value }) => value);
}
