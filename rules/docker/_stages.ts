import { attribute, type Fact, type View } from 'turnaround/rule';
import type { Built } from '../_built.ts';

/**
 * Whether a line of a Dockerfile is in a stage that is built: a requested stage, or one that it starts from or copies
 * from. BuildKit skips the others. If no stage is requested, the last one is built.
 */
export function isMadeIn(view: View, { dockerfile, services, images }: Built): (fact: Fact) => boolean {
  const bases = view.about('image.base', dockerfile);
  const final = bases.flatMap((base) => (base.attributes?.['final'] === true ? (attribute(base, 'stage') ?? []) : []));
  const asked = services.map((service) => attribute(service, 'target'));
  const isWhole = asked.length === 0 || images.size > 0 || asked.includes(undefined);
  // A stage whose base only the caller knows cannot be followed.
  if (isWhole && final.length === 0) return () => true;
  const open = [...(isWhole ? final : []), ...asked.flatMap((target) => target ?? [])];
  const made = new Set<string>();
  for (let stage = open.pop(); stage !== undefined; stage = open.pop()) {
    if (made.has(stage.toLowerCase())) continue;
    made.add(stage.toLowerCase());
    const isOwn = (fact: Fact): boolean => attribute(fact, 'stage')?.toLowerCase() === stage?.toLowerCase();
    open.push(...bases.filter(isOwn).flatMap((base) => attribute(base, 'on') ?? []));
    for (const { value } of view.about('image.stage', dockerfile).filter(isOwn)) {
      const numbered = bases[Number(value)];
      open.push((numbered && attribute(numbered, 'stage')) ?? value);
    }
  }
  return (fact) => made.has((attribute(fact, 'stage') ?? '').toLowerCase());
}
