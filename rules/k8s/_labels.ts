import type { Fact } from 'turnaround/rule';

export type Labels = Readonly<Record<string, string>>;

/** The labels of a fact; empty if it has none. */
export function labelsOf({ attributes }: Fact<'k8s.selector'>): Labels {
  return attributes?.labels ?? {};
}

export function isSelected(labels: Labels, wanted: Labels): boolean {
  const entries = Object.entries(wanted);
  return entries.length > 0 && entries.every(([name, value]) => labels[name] === value);
}
