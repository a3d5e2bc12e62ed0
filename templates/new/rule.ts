import { rule, side } from 'turnaround/rule';

export const __CAMEL__ = rule(import.meta, {
  title: 'The exposed port differs from the listening port',
  severity: 'confusing',
  why: 'What fails because of it, in one sentence.',
  *check(view) {
    // docs/facts.md lists the subjects; ./task facts --subject NAME shows the facts of a workspace.
    for (const exposed of view.about('port.exposed')) {
      const listens = view.about('port.listen').find(({ file }) => file === exposed.file);
      if (listens === undefined || listens.value === exposed.value) continue;
      yield {
        message: `the image exposes ${String(exposed.value)}, but listens on ${String(listens.value)}`,
        at: side(exposed),
        against: [side(listens)],
        remedy: 'what to change',
      };
    }
  },
});
