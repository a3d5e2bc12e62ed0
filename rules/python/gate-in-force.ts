import { rule, side, told } from 'turnaround/rule';

export const gateInForce = rule(import.meta, {
  title: 'A coverage gate that nobody applies',
  severity: 'wrong',
  why: 'The number is written and the tool ignores it: coverage may fall to nothing and the tests pass.',
  *check(view) {
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
