import { told, type Fact, type View } from 'turnaround/rule';

/** Whether the version is the default of a build argument that something passes. */
export function isPassed(view: View, { file, value, sure }: Fact): boolean {
  if (sure !== 'derived') return false;
  const passed = new Set(
    [
      ...view.about('image.argument'),
      ...view.about('variable.set').filter((fact) => told(fact, 'by') === 'compose' && told(fact, 'as') === 'arg'),
    ].map((fact) => fact.value),
  );
  return view
    .about('variable.set', file)
    .some(
      (fact) =>
        told(fact, 'as') === 'arg' && passed.has(fact.value) && told(fact, 'value')?.includes(String(value)) === true,
    );
}
