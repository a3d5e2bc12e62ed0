import { rule, locationOf, attribute } from 'turnaround/rule';
import { wordsOf } from '../_commands.ts';
import { isTemplated, slipsOf } from '../_near.ts';
import { isLeftOut } from './_objects.ts';
import { secretSources, secretsNeeded } from './_secrets.ts';

export const secretDefined = rule(import.meta, {
  title: 'A container needs a Secret that is not defined',
  severity: 'fails',
  why: 'The pod stays in CreateContainerConfigError until the Secret is created by hand.',
  *check(view) {
    const all = secretsNeeded(view);
    if (all.length === 0) return;
    const sources = secretSources(view);
    const names = new Set(sources.map(({ name }) => name));
    const shown = new Set(view.notDeployed('secret.defined').map(({ value }) => value));
    const handed = new Set(
      view.about('command').flatMap((fact) => wordsOf(fact).flatMap((word) => word.split('=').at(-1) ?? [])),
    );
    const seen = new Set<string>();
    for (const used of all) {
      const name = used.value.slice('Secret/'.length);
      if (names.has(name) || shown.has(name) || seen.has(name) || isTemplated(name)) continue;
      // This is not a valid name of an object: it is templated.
      if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name)) continue;
      // A program gets the name, `--secret-name=admission`, and creates the Secret; or the manifest is never applied.
      if (handed.has(name) || isLeftOut(view, used.file)) continue;
      const affixes = view.about('k8s.affix').map(({ value }) => value);
      if (affixes.some((affix) => name.startsWith(affix) || name.endsWith(affix))) continue;
      seen.add(name);
      const near = slipsOf(name, names);
      const at = locationOf(used, `${attribute(used, 'by') ?? ''} needs Secret/${name}`);
      // People and scripts often create Secrets under names that are not visible here: only a typo is certain.
      if (near.length === 0) {
        yield {
          undecided: `Secret/${name} is created outside of the workspace, or not at all`,
          at,
          groupKey: 'outside',
        };
        continue;
      }
      yield {
        message: `${attribute(used, 'by') ?? 'a container'} needs Secret/${name}, which no manifest, script or document creates`,
        at,
        against: sources
          .filter((one) => near.includes(one.name))
          .map((one) => locationOf(one.fact, `creates Secret/${one.name}`)),
        remedy: `did you mean ${near.join(' or ')}?`,
      };
    }
  },
});
