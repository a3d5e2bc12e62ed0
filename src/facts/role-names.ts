/** Words that always name a role; other roles are known from the enumeration that defines them. */
const USUAL = new Set(
  'admin administrator superadmin superuser owner editor author viewer reader user member guest visitor anonymous moderator manager operator staff employee student teacher educator instructor learner parent tutor'.split(
    ' ',
  ),
);

export function isUsualRole(word: string): boolean {
  return USUAL.has(word);
}

/** The form in which roles are compared: `Teachers`, `TEACHER`. */
export function roleOf(word: string): string {
  const lower = word.toLowerCase();
  return USUAL.has(lower) || !lower.endsWith('s') ? lower : lower.slice(0, -1);
}
