import { attribute, type Fact, type View } from 'turnaround/rule';

/** Whether the version is the default of a build argument that something passes. */
export function isPassed(view: View, { file, value, sure }: Fact): boolean {
  if (sure !== 'derived') return false;
  const passed = new Set(
    [
      ...view.about('image.argument'),
      ...view
        .about('variable.set')
        .filter((fact) => attribute(fact, 'by') === 'compose' && attribute(fact, 'as') === 'arg'),
    ].map((fact) => fact.value),
  );
  return view
    .about('variable.set', file)
    .some(
      (fact) =>
        attribute(fact, 'as') === 'arg' &&
        passed.has(fact.value) &&
        attribute(fact, 'value')?.includes(String(value)) === true,
    );
}
