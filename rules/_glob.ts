/** A pattern of names as git, Docker and package managers have it: `*` and `?` within a folder, `**` through folders. */
export function globOf(pattern: string): RegExp {
  const escaped = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/\*+/g, (stars) => (stars.length > 1 ? '.*' : '[^/]*'))
    .replaceAll('?', '[^/]');
  return new RegExp(`^${escaped}$`);
}
