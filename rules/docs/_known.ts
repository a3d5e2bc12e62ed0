import type { View } from 'turnaround/rule';

/** The files about which there are facts. */
export function knownFiles(view: View): Set<string> {
  return new Set(
    (
      [
        'command',
        'path.named',
        'table',
        'variable.read',
        'variable.set',
        'k8s.object',
        'service',
        'image.base',
        'route',
        'package',
        'package.script',
        'dependency',
        'job',
        'port.listen',
        'test.settings',
        'router',
        'application',
        'table.used',
        'variable.named',
        'port.named',
        'gate.coverage',
      ] as const
    ).flatMap((subject) => view.about(subject).map(({ file }) => file)),
  );
}
