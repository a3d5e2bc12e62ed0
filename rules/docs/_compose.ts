import { dirname, join, normalize } from 'node:path/posix';
import { attribute, valuesOf, type Fact, type View } from 'turnaround/rule';
import { goesTo } from '../_commands.ts';

/** Flags with a value, before and after the compose command; after it, `-f` means follow or force. */
const BEFORE =
  /^(?:-f|--file|-p|--project-name|--project-directory|--profile|--env-file|--progress|--parallel|--ansi)$/;
const BEHIND =
  /^(?:-u|--user|-w|--workdir|-e|--env|--index|-v|--volume|--publish|--name|--entrypoint|--tail|-n|--since|--until|--timeout|--scale|--build-arg|--progress|--pull|--wait-timeout|-s|--signal|--format|--filter|--status|--policy|--hash|--output|-o)$/;
const DOES = /^(?:exec|run|port|up|logs|restart|start|stop|build|pull|push|create|kill|rm|ps|pause|unpause|top)$/;

/** The files that a compose command reads, and the services that it names, as far as they are known. */
export function callOf(words: readonly string[]): { files: string[]; names: string[] } {
  const at = words.findIndex((word, index) => DOES.test(word) && !BEFORE.test(words[index - 1] ?? ''));
  if (at === -1) return { files: [], names: [] };
  const rest = words.slice(at + 1);
  const isOne = /^(?:exec|run|port)$/.test(words[at] ?? '');
  const own = rest.filter((word, index) => !/^-|^\d+$/.test(word) && !BEHIND.test(rest[index - 1] ?? ''));
  const taken = isOne ? own.slice(0, 1) : own;
  const isWhole = taken.every((word) => /^[a-z][\w.-]*$/.test(word));
  const names = taken.filter((name) => !/^(?:services?|service[-_]?name|container|name|your[-_].*)$/.test(name));
  return { files: valuesOf(words.slice(0, at), '-f', '--file'), names: isWhole ? names : [] };
}

/** Whether some compose files are unknown: in an excluded folder, included, or elsewhere. */
export function isOpen(view: View): boolean {
  const files = ['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml'];
  const known = new Set(view.about('service').map(({ file }) => file));
  const gone = view.about('command').flatMap((one) => {
    const to = goesTo(one);
    return to === undefined ? [] : [to, join(dirname(one.file), to)];
  });
  return (
    view
      .about('path.named')
      .some(
        (path) =>
          attribute(path, 'by') === 'include' &&
          attribute(path, 'from') === 'file' &&
          attribute(path, 'name') === undefined,
      ) ||
    gone.some((folder) =>
      files.some((name) => view.has(normalize(join(folder, name))) && !known.has(normalize(join(folder, name)))),
    )
  );
}

const KINDS = [
  ['db', 'postgres', 'postgresql', 'database'],
  ['api', 'backend', 'server'],
  ['frontend', 'dashboard', 'ui', 'client'],
];

/** The service of the same kind, under another of its usual names. */
export function counterpart(name: string, services: readonly string[]): string | undefined {
  const kind = KINDS.find((names) => names.includes(name)) ?? [];
  return services.find((each) => kind.includes(each));
}

/** Whether all these files are known compose files: another file may define other services. */
export function areKnown(services: readonly Fact[], files: readonly string[], from: string): boolean {
  const known = new Set(services.map(({ file }) => file));
  return files.every(
    (file) =>
      [file, join(dirname(from), file)].some((path) => known.has(normalize(path))) ||
      [...known].some((path) => path.endsWith(`/${normalize(file)}`)),
  );
}
