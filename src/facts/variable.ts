/** A reference to a variable in Dockerfiles, compose files and `.env` files: `$NAME`, `${NAME:-default}`. */
const REFERENCE = /\$(?:(\w+)|\{(\w+)(?:(:?[-?+])([^}]*))?\})/g;

export interface Substituted {
  readonly text: string;
  /** Whether anything was filled in: then the value is derived, not stated. */
  readonly filled: boolean;
}

/** The text with its variables filled in from known values and defaults; undefined if one has no value. */
export function substitute(text: string, known: (name: string) => string | undefined): Substituted | undefined {
  let isWhole = true;
  let filled = false;
  const out = text.replaceAll(REFERENCE, (_, plain?: string, braced?: string, operator?: string, word?: string) => {
    filled = true;
    const value = known(plain ?? braced ?? '') ?? (operator?.endsWith('-') === true ? word : undefined);
    isWhole &&= value !== undefined;
    return value ?? '';
  });
  return isWhole ? { text: out, filled } : undefined;
}

/** The names of the variables that a text refers to, with their defaults. */
export function referencesOf(text: string): { name: string; required: boolean; default?: string }[] {
  return [...text.matchAll(REFERENCE)].map(([, plain, braced, operator, word]) => {
    const hasDefault = operator?.endsWith('-') === true;
    return { name: plain ?? braced ?? '', required: !hasDefault, ...(hasDefault ? { default: word ?? '' } : {}) };
  });
}

const SECRET = /(PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY|_KEY$|^KEY$|_PASS$|_PWD$|DSN)/i;
/** `TOKEN_EXPIRE_MINUTES` is about a secret, but is not secret. */
const ABOUT =
  /(EXPIR\w*|LIFETIME|HOURS?|MINUTES?|DAYS?|SECONDS?|TTL|AGE|URLS?|URI|PATH|FILE|DIR|LENGTH|SIZE|LIMIT|COUNT|STRING_TOKEN|ALGORITHM|ALG|NAME|HEADER|TYPE|PREFIX|ENABLED|ISSUER|AUDIENCE|_ID)$/i;

/** Names whose values are never shown, in any file. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name) && !ABOUT.test(name) && !/(?:^|_)PUBLIC_|PUBLISHABLE/i.test(name);
}

/** An address without its password. */
export function withoutPassword(address: string): string {
  return address.replaceAll(/(:\/\/[^/:@\s]*):[^@/\s]+@/g, '$1:…@');
}
