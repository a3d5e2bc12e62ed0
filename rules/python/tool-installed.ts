import { dirname } from 'node:path/posix';
import { rule, locationOf, attribute, type Fact, type View } from 'turnaround/rule';
import { builtBy, serviceOf } from '../_image.ts';
import { installedInImage, installedInJob } from './_installed.ts';
import type { Installed } from './_pip.ts';
import { isRequirements } from './_requirements.ts';
import { asksCoverage, hasTool, toolOf, hasPlugin, isAskedFor } from './_tools.ts';

export const toolInstalled = rule(import.meta, {
  title: 'A command runs a tool that nothing installs',
  severity: 'fails',
  why: 'The job, or the first start of the container, fails with "command not found".',
  *check(view) {
    for (const command of view.about('command')) {
      const tool = attribute(command, 'step') === 'healthcheck' ? undefined : toolOf(command);
      const installed = tool === undefined ? undefined : installedFor(view, command);
      if (tool === undefined || installed === undefined) continue;
      const isMissing = !hasTool(installed, tool);
      const hasNoPlugin = asksCoverage(command) && !hasPlugin(installed);
      if ((!isMissing && !hasNoPlugin) || isAskedFor(view, command, tool)) continue;
      const missing = [...(isMissing ? [tool] : []), ...(hasNoPlugin ? ['pytest-cov'] : [])];
      const name = missing.join(' and ');
      const other = besideOf(view, installed, missing);
      const [first] = installed.dependencies;
      const what = [...installed.files, ...installed.names].join(', ');
      yield {
        message: `\`${command.value}\` needs ${name}, but ${what} ${installed.files.length + installed.names.length > 1 ? 'do' : 'does'} not install ${missing.length > 1 ? 'them' : 'it'}`,
        at: locationOf(command, command.value),
        against: first === undefined ? [] : [locationOf(first, `${first.file} has no ${name}`)],
        remedy:
          other === undefined
            ? `add ${name} to ${installed.files[0] ?? 'what is installed'}`
            : `install ${other}, which lists ${name}`,
      };
    }
  },
});

function installedFor(view: View, command: Fact): Installed | undefined {
  const by = attribute(command, 'by');
  if (by === 'workflow') return installedInJob(view, command);
  if (by === 'dockerfile') return installedInImage(view, command.file);
  const service = by === 'compose' ? serviceOf(view, command) : undefined;
  const built = service === undefined ? undefined : builtBy(view, service);
  return built === undefined ? undefined : installedInImage(view, built.dockerfile);
}

/** A requirements file beside the installed ones that lists what they lack. */
function besideOf(view: View, { files }: Installed, missing: readonly string[]): string | undefined {
  const others = view
    .about('dependency')
    .filter(
      ({ file }) =>
        isRequirements(file) && !files.includes(file) && files.some((one) => dirname(one) === dirname(file)),
    );
  return others
    .map(({ file }) => file)
    .find((file) => missing.every((name) => others.some((fact) => fact.file === file && fact.value === name)));
}
