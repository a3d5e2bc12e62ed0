import { isSecretName, withoutPassword } from './variable.ts';

/** A value of a flag: quoted, or a word that is neither a flag nor a variable. */
const VALUE = `(?!["']?\\$)("[^"]*"|'[^']*'|[^\\s;&|"'-][^\\s;&|"']*)`;
const FLAG = new RegExp(
  `(?<![\\w-])(--?(?:[\\w-]{0,40}(?:password|passwd|token|secret|api-?key)|requirepass)[ =]\\s?)${VALUE}`,
  'gi',
);

/** A command or an address with its secrets redacted. */
export function redacted(command: string): string {
  if (!/[=:]|pass|token|bearer|basic|\bBY\b/i.test(command)) return command;
  return (
    withoutPassword(command)
      .replaceAll(/\$\{(\w+)(:?[-=+?])[^}]*\}/g, (whole, name: string, operator: string) =>
        isSecretName(name) ? `\${${name}${operator}…}` : whole,
      )
      // Independent of the key: everything that is passed to `kubectl create secret` is secret.
      .replaceAll(/(--from-literal[= ]\s?)(["'])([\w.-]{1,200}=)(?!\$)[^"']*\2/g, '$1$2$3…$2')
      .replaceAll(new RegExp(`(--from-literal[= ]\\s?[\\w.-]{1,200}=)${VALUE}`, 'g'), '$1…')
      .replaceAll(/\b([A-Za-z_]\w*)=("[^"]*"|'[^']*'|[^\s;&|"']+)/g, (whole, name: string, value: string) =>
        isSecretName(name) && !/^["']?\$/.test(value) ? `${name}=…` : whole,
      )
      .replaceAll(FLAG, '$1…')
      .replaceAll(/(\b(?:Bearer|Basic)\s)(?!["']?[$<{])[\w.~+/=-]+/gi, '$1…')
      .replaceAll(/(\btoken )(?!["']?[$<{])[\w.~+/=-]{8,}/g, '$1…')
      .replaceAll(/(\bPASSWORD\s{1,3}|\bBY\s{1,3})'[^']*'/gi, "$1'…'")
      .replaceAll(/("[\w-]*(?:password|token|secret|api_?key)"\s?:\s?)"[^"]*"/gi, '$1"…"')
  );
}

const STAND_INS: readonly RegExp[] = [
  /^$|^(?:""|''|<.*>|\*+|todo)$|(?:\.{3}|…)$/i,
  /change.?(?:me|this|it)|change[-_ ](?:in|for|before)[-_ ]|^replace[-_ ]|replace[-_ ]?(?:me|with|this)|placeholder|[-_ ]here$/i,
  /your[-_ ]|^your(?:own)?(?:pass|secret|key|token)|^(?:some|my|the)[-_]/i,
  /^(?:dev|local|test|demo|sample|insecure)[-_]|[-_](?:dev|local|test|only|insecure)$|for[-_](?:local|dev|test)/i,
  /^(?:example|dummy|fake)|blabla|^0123456789|^(.)\1{2,}$/i,
  // `shop_root_password`, `username:password@` and `<user>:<password>@` in an address: a name instead of a value.
  /^[a-z]+(?:[-_][a-z]+)*[-_]pass(?:w(?:or)?d)?$|^(?:root|db|user|admin|mysql|postgres)pass(?:w(?:or)?d)?$|:\/\/user(?:name)?:pass(?:word)?@|:<[\w -]+>@/i,
  // Only the beginning of a key or certificate.
  /^-----BEGIN [A-Z ]+-{0,5}\s*$/,
];

/** Whether a literal is only a placeholder for a secret: `changeme`, `your-secret-here`, `<token>`. */
export function isStandIn(text: string): boolean {
  return STAND_INS.some((pattern) => pattern.test(text));
}
