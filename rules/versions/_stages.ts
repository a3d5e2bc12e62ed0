import { attribute, type Fact, type View } from 'turnaround/rule';

/** The stage of a base image, and all stages that start from it. */
export function stagesOn(view: View, base: Fact): Set<string> {
  const found = new Set([attribute(base, 'stage') ?? '']);
  // A stage comes after the stage that it starts from.
  for (const fact of view.about('image.base', base.file)) {
    const [on, stage] = [attribute(fact, 'on'), attribute(fact, 'stage')];
    if (on !== undefined && stage !== undefined && found.has(on)) found.add(stage);
  }
  return found;
}

/** The stages that others copy from, and those that these copy from: what they built runs in the final image. */
export function stagesBefore(view: View, dockerfile: string, stages: ReadonlySet<string>): Set<string> {
  const copied = view.about('image.stage', dockerfile);
  const found = new Set<string>();
  const isTaken = (fact: Fact): boolean => [stages, found].some((known) => known.has(attribute(fact, 'stage') ?? ''));
  for (const fact of copied.toReversed()) if (isTaken(fact)) found.add(fact.value);
  return found;
}
