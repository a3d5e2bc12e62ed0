import { rule, side, told, type Fact } from 'turnaround/rule';
import { wordsOf } from '../_commands.ts';
import { isTemplated, slipsOf } from '../_near.ts';
import { isLeftOut } from './_objects.ts';
import { secretSources } from './_secrets.ts';

export const secretDefined = rule(import.meta, {
  title: 'A container needs a Secret that nothing defines',
  severity: 'fails',
  why: 'The pod stays in CreateContainerConfigError until somebody makes the Secret by hand.',
  *check(view) {
    const all = needed(view.about('k8s.reference'));
    if (all.length === 0) return;
    const sources = secretSources(view);
    const names = new Set(sources.map(({ name }) => name));
    const shown = new Set(view.aside('secret.defined').map(({ value }) => String(value)));
    const handed = new Set(
      view
        .about('command')
        .flatMap(({ value }) => wordsOf(String(value)).flatMap((word) => word.split('=').at(-1) ?? [])),
    );
    const seen = new Set<string>();
    for (const used of all) {
      const name = String(used.value).slice('Secret/'.length);
      if (names.has(name) || shown.has(name) || seen.has(name) || isTemplated(name)) continue;
      // No object can be called so: it is filled in.
      if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name)) continue;
      // Handed to a program that makes it, `--secret-name=admission`, or applied by nobody.
      if (handed.has(name) || isLeftOut(view, used.file)) continue;
      const affixes = view.about('k8s.affix').map(({ value }) => String(value));
      if (affixes.some((affix) => name.startsWith(affix) || name.endsWith(affix))) continue;
      seen.add(name);
      const near = slipsOf(name, names);
      const at = side(used, `${told(used, 'by') ?? ''} needs Secret/${name}`);
      // People make Secrets by hand, and scripts do it with names of their own: only a slip is sure.
      if (near.length === 0) {
        yield { undecided: `Secret/${name} is made outside of the workspace, or not at all`, at, together: 'outside' };
        continue;
      }
      yield {
        message: `${told(used, 'by') ?? 'it'} needs Secret/${name}, which no manifest, script or document makes`,
        at,
        against: sources
          .filter((one) => near.includes(one.name))
          .map((one) => side(one.fact, `makes Secret/${one.name}`)),
        remedy: `did you mean ${near.join(' or ')}?`,
      };
    }
  },
});

/** A Secret that TLS or the registry needs is mostly the cluster's; a container's own is the application's. */
function needed(references: readonly Fact[]): Fact[] {
  return references.filter(
    (one) =>
      String(one.value).startsWith('Secret/') &&
      /^(?:env|envFrom|volume)$/.test(told(one, 'as') ?? '') &&
      one.of?.['optional'] !== true,
  );
}
