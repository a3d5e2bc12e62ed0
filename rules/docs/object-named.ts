import { rule, locationOf, attribute, valuesOf } from 'turnaround/rule';
import { wordsOf } from '../_commands.ts';
import { nearest } from '../_near.ts';
import { documented } from './_documents.ts';
import { KINDS } from './_object-kinds.ts';

export const objectNamed = rule(import.meta, {
  title: 'A document names an object that the manifests do not define',
  severity: 'confusing',
  why: 'kubectl answers "not found", often in the middle of an incident.',
  *check(view) {
    const objects = view.about('k8s.object');
    // No manifest contains the objects of a third-party chart.
    const isCharted = view.about('command').some(({ value }) => /^helm (?:repo add|install|upgrade)\b/.test(value));
    for (const command of documented(view)) {
      const words = wordsOf(command);
      if (words[0] !== 'kubectl') continue;
      const [namespace] = valuesOf(words, '-n', '--namespace');
      for (const word of words) {
        const [typed = '', name = ''] = word.split('/');
        const kind = KINDS[typed.toLowerCase()];
        const own = objects.filter(({ value }) => value.startsWith(`${kind}/`));
        const names = own.map(({ value }) => value.slice(typed === '' ? 0 : `${kind}/`.length));
        if (
          kind === undefined ||
          !/^[a-z0-9][a-z0-9.-]*$/.test(name) ||
          own.length === 0 ||
          names.some((each) => name === each || name.endsWith(`-${each}`))
        )
          continue;
        const meant = nearest(name, names);
        // Third-party software is installed in its own namespace.
        const isOurs =
          namespace !== undefined &&
          objects.some((fact) => fact.value === `Namespace/${namespace}`) &&
          own.every((fact) => attribute(fact, 'namespace') === namespace);
        if (meant === undefined && (!isOurs || isCharted)) continue;
        const against = own.filter(({ value }) => meant === undefined || value === `${kind}/${meant}`).slice(0, 3);
        yield {
          message: `the document names ${kind} ${name}, but the manifests define ${against.map(({ value }) => value.split('/')[1]).join(', ')}`,
          at: locationOf(command, command.value),
          against: against.map((fact) => locationOf(fact)),
          groupKey: `${command.file} ${kind}`,
          remedy: meant === undefined ? 'name an existing object' : `name ${meant}`,
        };
      }
    }
  },
});
