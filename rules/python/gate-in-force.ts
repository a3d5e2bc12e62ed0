import { rule, locationOf, attribute } from 'turnaround/rule';

export const gateInForce = rule(import.meta, {
  title: 'Test settings have no effect',
  severity: 'wrong',
  why: 'The tool ignores these settings: coverage can drop below the required value unnoticed.',
  *check(view) {
    for (const section of view.about('test.settings')) {
      const gates = view.about('gate.coverage', section.file);
      // A coverage gate is reported below, with its number.
      if (
        section.attributes?.['inForce'] !== false ||
        gates.some(({ attributes }) => attributes?.['inForce'] === false)
      )
        continue;
      yield {
        message: `this section has no effect: ${attribute(section, 'because') ?? 'the tool does not read it'}`,
        at: locationOf(section, `[${section.value}]`),
        against: [],
        remedy: 'rename the section to the name that the tool reads in this file',
      };
    }
    for (const gate of view.about('gate.coverage')) {
      if (gate.attributes?.['inForce'] !== false) continue;
      yield {
        message: `${String(gate.value)} % coverage is required here, but ${attribute(gate, 'because') ?? 'the tool does not read it'}`,
        at: locationOf(gate, `coverage gate ${String(gate.value)}`),
        against: [],
        remedy: 'move it to a place where the tool reads it',
      };
    }
  },
});
