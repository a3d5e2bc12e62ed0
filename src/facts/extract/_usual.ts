/** What images and tutorials come with. */
export const STOCK = /^(?:admin|root|postgres|password|pass|passw0rd|secret|guest|test|example|demo)$/i;

/** `postgres:postgres@db`. */
export function isSameTwice(address: string): boolean {
  const [, user, password] = /:\/\/([^:/@]+):([^@/]+)@/.exec(address) ?? [];
  return user !== undefined && user === password;
}

/** What a demonstration has for a password: what images come with, the name of a user or database typed once more. */
export function isUsual(value: string, isSecret: boolean, names: ReadonlySet<string | undefined>): boolean {
  return (isSecret && (names.has(value) || STOCK.test(value))) || isSameTwice(value);
}
