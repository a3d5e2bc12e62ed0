import type { Fact } from 'turnaround/rule';

/** Whether the bases of an image are plain: they bring no packages, folders or variables that could matter. */
export function isPlain(bases: readonly Fact[]): boolean {
  return bases.every(({ value }) =>
    /^(?:docker\.io\/)?(?:library\/)?(?:python|node|nginx|debian|alpine|ubuntu)(?::|@|$)/.test(String(value)),
  );
}
