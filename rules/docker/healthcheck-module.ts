import { rule, locationOf, attribute, type Fact, type View } from 'turnaround/rule';
import { callOf } from '../_commands.ts';
import { builtBy, serviceOf } from '../_image.ts';
import { installedInImage } from '../python/_installed.ts';
import { isBrought } from './_brings.ts';

const IMPORTS =
  /\bimport\s+(?:[\w.]+\s*,\s*)*(requests|httpx|aiohttp|urllib3)\b|\bfrom\s+(requests|httpx|aiohttp|urllib3)\b/;

export const healthcheckModule = rule(import.meta, {
  title: 'A health check imports a package that the requirements do not list',
  severity: 'fails',
  why: 'Every check fails with ModuleNotFoundError: the container stays "unhealthy", and services that wait for it never start.',
  *check(view) {
    for (const command of view.about('command')) {
      const dockerfile = attribute(command, 'step') === 'healthcheck' ? dockerfileOf(view, command) : undefined;
      const module = importedBy(command);
      const installed =
        dockerfile === undefined || module === undefined ? undefined : installedInImage(view, dockerfile);
      if (module === undefined || installed === undefined) continue;
      const [first] = installed.dependencies;
      const isThere = isBrought(module, installed.dependencies, installed.names);
      if (first === undefined || isThere === true) continue;
      const at = locationOf(command, command.value);
      const lack = `the health check imports ${module}, but ${installed.files.join(', ')} ${installed.files.length > 1 ? 'do' : 'does'} not list it`;
      if (isThere === undefined) {
        yield { undecided: `${lack}; it is unknown whether another package installs it`, at };
        continue;
      }
      yield {
        message: `${lack}; it is available only if another package installs it`,
        at,
        against: [locationOf(first, `${first.file} has no ${module}`)],
        remedy: `use urllib.request from the standard library, or add ${module} to ${first.file}`,
      };
    }
  },
});

/** The Dockerfile of the image in which a health check runs, if it is built here. */
function dockerfileOf(view: View, command: Fact): string | undefined {
  if (attribute(command, 'by') === 'dockerfile') return command.file;
  const service = serviceOf(view, command);
  return service === undefined ? undefined : builtBy(view, service)?.dockerfile;
}

/** The module that `python -c "import requests; …"` needs; undefined if the command has a fallback. */
function importedBy(command: Fact<'command'>): string | undefined {
  const { program, rest } = callOf(command);
  if (!/^python[\d.]*$/.test(program) || rest[0] !== '-c' || /\|\|\s*(?!exit|false|kill)/.test(command.value))
    return undefined;
  const [, imported, from] = IMPORTS.exec(rest[1] ?? '') ?? [];
  return imported ?? from;
}
