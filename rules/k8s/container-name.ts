import { rule, locationOf } from 'turnaround/rule';
import { kubectlOf } from './_kubectl.ts';
import { workloadsOf } from './_manifests.ts';

export const containerName = rule(import.meta, {
  title: 'kubectl names a container that the workload does not have',
  severity: 'fails',
  why: '`kubectl set image` answers "unable to find container", and the deployment fails.',
  *check(view) {
    for (const { fact, verb, words, flags, kind, name } of kubectlOf(view)) {
      const workloads = workloadsOf(view).filter((one) => one.kind === kind && one.name === name);
      if (workloads.length === 0) continue;
      const own = workloads.flatMap(({ containers }) => containers);
      const set = verb === 'set image' ? words.flatMap((word) => /^([\w-]+)=/.exec(word)?.[1] ?? []) : [];
      const asked = verb === 'logs' || verb === 'exec' ? [flags.get('-c') ?? flags.get('--container') ?? ''] : [];
      for (const wanted of [...set, ...asked]) {
        if (!/^[a-z0-9][a-z0-9-]*$/.test(wanted) || own.some((container) => container.name === wanted)) continue;
        const names = [...new Set(own.filter(({ isInit }) => !isInit).map((container) => container.name))];
        const [only = '', ...more] = names;
        const isSure = more.length === 0 && verb === 'set image';
        yield {
          message: `\`kubectl ${verb}\` names the container ${wanted}, but ${kind}/${name} has ${names.join(', ')}`,
          at: locationOf(fact, `kubectl ${verb} ${wanted}`),
          against: own.map((container) => locationOf(container.fact, `container ${container.name}`)),
          remedy: `use ${names.join(' or ')}`,
          ...(isSure ? { mend: [{ file: fact.file, line: fact.line, was: `${wanted}=`, is: `${only}=` }] } : {}),
        };
      }
    }
  },
});
