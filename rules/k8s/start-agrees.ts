import { rule, locationOf, attribute, type Fact, type View } from 'turnaround/rule';
import { builtIn } from '../_built.ts';

export const startAgrees = rule(import.meta, {
  title: 'An image and its manifest allow different start times',
  severity: 'confusing',
  why: 'If the time is too short, the container is killed while it starts; if it is too long, a failed start is noticed late.',
  *check(view) {
    for (const { dockerfile, containers } of builtIn(view)) {
      const [check] = view.about('probe.path', dockerfile).filter((fact) => secondsOf(fact) !== undefined);
      if (check === undefined) continue;
      for (const container of containers) {
        const probes = probesOf(view, container);
        const waits = probes.filter((fact) => attribute(fact, 'kind') === 'liveness' && secondsOf(fact) !== undefined);
        const [wait] = waits;
        const given = secondsOf(check) ?? 0;
        const asked = wait === undefined ? 0 : (secondsOf(wait) ?? 0);
        // A startup probe takes precedence, and similar times count as equal.
        const hasStartup = probes.some((fact) => attribute(fact, 'kind') === 'startup');
        if (wait === undefined || hasStartup || Math.max(given, asked) < 3 * Math.max(1, Math.min(given, asked)))
          continue;
        yield {
          message: `${dockerfile} allows ${given} s to start, but the manifest allows ${asked} s`,
          at: locationOf(wait, `initialDelaySeconds ${asked}`),
          against: [locationOf(check, `start period ${given} s`)],
          remedy: 'measure the start time, and use it in both places; a startupProbe waits no longer than needed',
        };
      }
    }
  },
});

function secondsOf({ attributes }: Fact<'probe.path'>): number | undefined {
  return attributes?.delay;
}

function probesOf(view: View, container: Fact<'image.used'>): Fact<'probe.path'>[] {
  return view
    .about('probe.path', container.file)
    .filter(
      (fact) =>
        attribute(fact, 'workload') === attribute(container, 'workload') &&
        attribute(fact, 'container') === attribute(container, 'container'),
    );
}
