import { rule, side, told } from 'turnaround/rule';

export const gateInForce = rule(import.meta, {
  title: 'Settings of tests that nobody applies',
  severity: 'wrong',
  why: 'They are written and the tool ignores them: coverage may fall to nothing, whatever is demanded there.',
  *check(view) {
    for (const section of view.about('test.settings')) {
      const gates = view.about('gate.coverage', section.file);
      // A gate says it with its number.
      if (section.of?.['inForce'] !== false || gates.some(({ of }) => of?.['inForce'] === false)) continue;
      yield {
        message: `nothing of this section is in force: ${told(section, 'because') ?? 'the tool does not read it'}`,
        at: side(section, `[${String(section.value)}]`),
        against: [],
        remedy: 'give the section the name that the tool reads in this file',
      };
    }
    for (const gate of view.about('gate.coverage')) {
      if (gate.of?.['inForce'] !== false) continue;
      yield {
        message: `${String(gate.value)} % is demanded here, and ${told(gate, 'because') ?? 'the tool does not read it'}`,
        at: side(gate, `coverage gate ${String(gate.value)}`),
        against: [],
        remedy: 'write it where the tool reads it',
      };
    }
  },
});
