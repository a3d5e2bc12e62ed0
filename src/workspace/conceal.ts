import { isSecretName, withoutPassword } from './variable.ts';

/** What may stand as the value of a flag: quoted, or a word that is no other flag and no variable. */
const VALUE = `(?!["']?\\$)("[^"]*"|'[^']*'|[^\\s;&|"'-][^\\s;&|"']*)`;
const FLAG = new RegExp(
  `(?<![\\w-])(--?(?:[\\w-]{0,40}(?:password|passwd|token|secret|api-?key)|requirepass)[ =]\\s?)${VALUE}`,
  'gi',
);

/** A command or an address without the secrets that are typed into it. */
export function concealed(command: string): string {
  if (!/[=:]|pass|token|bearer|basic|\bBY\b/i.test(command)) return command;
  return withoutPassword(command)
    .replaceAll(/\$\{(\w+)(:?[-=+?])[^}]*\}/g, (whole, name: string, operator: string) =>
      isSecretName(name) ? `\${${name}${operator}…}` : whole,
    )
    .replaceAll(/\b([A-Za-z_]\w*)=("[^"]*"|'[^']*'|[^\s;&|"']+)/g, (whole, name: string, value: string) =>
      isSecretName(name) && !/^["']?\$/.test(value) ? `${name}=…` : whole,
    )
    .replaceAll(FLAG, '$1…')
    .replaceAll(/(\b(?:Bearer|Basic)\s)(?!["']?[$<{])[\w.~+/=-]+/gi, '$1…')
    .replaceAll(/(\btoken )(?!["']?[$<{])[\w.~+/=-]{8,}/g, '$1…')
    .replaceAll(/(\bPASSWORD\s{1,3}|\bBY\s{1,3})'[^']*'/gi, "$1'…'")
    .replaceAll(/("[\w-]*(?:password|token|secret|api_?key)"\s?:\s?)"[^"]*"/gi, '$1"…"');
}

const STAND_IN =
  /^$|^(?:""|''|<.*>|x{3,}|\*+|\.{3}|todo)$|change.?(?:me|this|it)|your[-_ ]|[-_ ]here$|replace[-_ ]?(?:me|with|this)|placeholder|^(?:example|dummy|fake)|(?:\.{3}|…)$|:\/\/user(?:name)?:pass(?:word)?@|^(.)\1{2,}$|^your|^(?:some|my|the)[-_]|^\w+[-_]?passw(?:or)?d$|^0123456789|blabla/i;

/** Whether a literal where a secret belongs is only there to be replaced: `changeme`, `your-secret-here`, `<token>`. */
export function isStandIn(text: string): boolean {
  return STAND_IN.test(text);
}
