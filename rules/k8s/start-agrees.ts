import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { builtIn } from '../_built.ts';

export const startAgrees = rule(import.meta, {
  title: 'An image and its manifest give it different times to start',
  severity: 'confusing',
  why: 'Too short a time kills it while it starts, too long a one hides that it never will: one of the two is wrong.',
  *check(view) {
    for (const { dockerfile, containers } of builtIn(view)) {
      const [check] = view.about('probe.path', dockerfile).filter((fact) => secondsOf(fact) !== undefined);
      if (check === undefined) continue;
      for (const container of containers) {
        const probes = probesOf(view, container);
        const waits = probes.filter((fact) => told(fact, 'kind') === 'liveness' && secondsOf(fact) !== undefined);
        const [wait] = waits;
        const given = secondsOf(check) ?? 0;
        const asked = wait === undefined ? 0 : (secondsOf(wait) ?? 0);
        // A startup probe is the manifest's own answer, and what is close is the same.
        const hasStartup = probes.some((fact) => told(fact, 'kind') === 'startup');
        if (wait === undefined || hasStartup || Math.max(given, asked) < 3 * Math.max(1, Math.min(given, asked)))
          continue;
        yield {
          message: `${dockerfile} gives it ${given} s to start, and the manifest ${asked} s`,
          at: side(wait, `initialDelaySeconds ${asked}`),
          against: [side(check, `start period ${given} s`)],
          remedy: 'measure how long it takes, and give both that; a startupProbe waits no longer than needed',
        };
      }
    }
  },
});

function secondsOf(fact: Fact): number | undefined {
  const seconds = fact.of?.['delay'];
  return typeof seconds === 'number' ? seconds : undefined;
}

function probesOf(view: View, container: Fact): Fact[] {
  return view
    .about('probe.path', container.file)
    .filter(
      (fact) =>
        told(fact, 'workload') === told(container, 'workload') &&
        told(fact, 'container') === told(container, 'container'),
    );
}
