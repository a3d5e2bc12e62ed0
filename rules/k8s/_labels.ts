import type { Fact } from 'turnaround/rule';

export type Labels = Readonly<Record<string, unknown>>;

/** The labels of a fact; empty if it has none. */
export function labelsOf({ of }: Fact, name: string): Labels {
  return (of?.[name] ?? {}) as Labels;
}

export function isSelected(labels: Labels, wanted: Labels): boolean {
  const entries = Object.entries(wanted);
  return entries.length > 0 && entries.every(([name, value]) => labels[name] === value);
}
