import { rule, side } from 'turnaround/rule';

export const __CAMEL__ = rule(import.meta, {
  title: 'What contradicts what',
  severity: 'confusing',
  why: 'What happens to whom because of it, in one sentence.',
  *check(view) {
    // docs/facts.md lists the subjects; ./task facts --subject NAME shows what a workspace says.
    for (const exposed of view.about('port.exposed')) {
      const listens = view.about('port.listen').find(({ file }) => file === exposed.file);
      if (listens === undefined || listens.value === exposed.value) continue;
      yield {
        message: `it exposes ${String(exposed.value)} and listens on ${String(listens.value)}`,
        at: side(exposed),
        against: [side(listens)],
        remedy: 'what a person does about it',
      };
    }
  },
});
