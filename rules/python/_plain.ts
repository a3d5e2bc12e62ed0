import type { Fact } from 'turnaround/rule';

/** Whether images are made from nothing that may bring packages, folders or variables of its own. */
export function isPlain(bases: readonly Fact[]): boolean {
  return bases.every(({ value }) =>
    /^(?:docker\.io\/)?(?:library\/)?(?:python|node|nginx|debian|alpine|ubuntu)(?::|@|$)/.test(String(value)),
  );
}
