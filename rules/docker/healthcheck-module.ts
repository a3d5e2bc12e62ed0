import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { callOf } from '../_commands.ts';
import { builtBy, serviceOf } from '../_image.ts';
import { installedInImage } from '../python/_installed.ts';
import { isBrought } from './_brings.ts';

const IMPORTS =
  /\bimport\s+(?:[\w.]+\s*,\s*)*(requests|httpx|aiohttp|urllib3)\b|\bfrom\s+(requests|httpx|aiohttp|urllib3)\b/;

export const healthcheckModule = rule(import.meta, {
  title: 'A health check imports a package that no requirement names',
  severity: 'fails',
  why: 'The check ends with ModuleNotFoundError each time: the container is "unhealthy" for ever, and what waits for it never starts.',
  *check(view) {
    for (const command of view.about('command')) {
      const dockerfile = told(command, 'step') === 'healthcheck' ? dockerfileOf(view, command) : undefined;
      const module = importedBy(String(command.value));
      const installed =
        dockerfile === undefined || module === undefined ? undefined : installedInImage(view, dockerfile);
      if (module === undefined || installed === undefined) continue;
      const [first] = installed.dependencies;
      const isThere = isBrought(module, installed.dependencies, installed.names);
      if (first === undefined || isThere === true) continue;
      const at = side(command, String(command.value));
      const lack = `the health check imports ${module}, and ${installed.files.join(', ')} ${installed.files.length > 1 ? 'do' : 'does'} not name it`;
      if (isThere === undefined) {
        yield { undecided: `${lack}: whether another package brings it is not to be seen`, at };
        continue;
      }
      yield {
        message: `${lack}: it is there only if another package brings it`,
        at,
        against: [side(first, `${first.file} has no ${module}`)],
        remedy: `check with urllib.request, which Python has, or add ${module} to ${first.file}`,
      };
    }
  },
});

/** The image that a health check runs in, where it is built here. */
function dockerfileOf(view: View, command: Fact): string | undefined {
  if (told(command, 'by') === 'dockerfile') return command.file;
  const service = serviceOf(view, command);
  return service === undefined ? undefined : builtBy(view, service)?.dockerfile;
}

/** The module that `python -c "import requests; …"` needs; undefined where it tries something else as well. */
function importedBy(command: string): string | undefined {
  const { program, rest } = callOf(command);
  if (!/^python[\d.]*$/.test(program) || rest[0] !== '-c' || /\|\|\s*(?!exit|false|kill)/.test(command))
    return undefined;
  const [, imported, from] = IMPORTS.exec(command) ?? [];
  return imported ?? from;
}
