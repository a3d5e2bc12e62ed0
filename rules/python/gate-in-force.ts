import { rule, side, told } from 'turnaround/rule';

export const gateInForce = rule(import.meta, {
  title: 'Test settings have no effect',
  severity: 'wrong',
  why: 'The tool ignores these settings: coverage can drop below the required value unnoticed.',
  *check(view) {
    for (const section of view.about('test.settings')) {
      const gates = view.about('gate.coverage', section.file);
      // A coverage gate is reported below, with its number.
      if (section.of?.['inForce'] !== false || gates.some(({ of }) => of?.['inForce'] === false)) continue;
      yield {
        message: `this section has no effect: ${told(section, 'because') ?? 'the tool does not read it'}`,
        at: side(section, `[${section.value}]`),
        against: [],
        remedy: 'rename the section to the name that the tool reads in this file',
      };
    }
    for (const gate of view.about('gate.coverage')) {
      if (gate.of?.['inForce'] !== false) continue;
      yield {
        message: `${String(gate.value)} % coverage is required here, but ${told(gate, 'because') ?? 'the tool does not read it'}`,
        at: side(gate, `coverage gate ${String(gate.value)}`),
        against: [],
        remedy: 'move it to a place where the tool reads it',
      };
    }
  },
});
