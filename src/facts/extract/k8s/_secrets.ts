import type { Fact } from '../../fact.ts';
import { isStandIn } from '../../redact.ts';
import type { Source } from '../../read/source.ts';
import { isSecretName } from '../../variable.ts';
import type { Yaml } from '../../read/yaml.ts';
import { secretFacts } from '../_container.ts';
import { isUsual } from '../_usual.ts';

/** The object itself. */
export interface OfObject {
  readonly by: string;
  readonly namespace?: string;
}

/** What an object of a kind says beside its name. */
export type Reader = (source: Source, root: Yaml, of: OfObject, name: string) => Iterable<Fact>;

/** Kinds that are a Secret, or that an operator makes one of. */
export const SECRETS: Readonly<Record<string, Reader>> = {
  *Secret(source, root, of, name) {
    const [open, encoded] = [root.at('stringData').entries(), root.at('data').entries()];
    const keys = [...open, ...encoded].map(([key]) => key);
    yield* source.fact('secret.defined', name, root.at('metadata', 'name').line, { ...of, keys });
    if (isToBeChanged(source.text)) return;
    const values = [
      ...open.map(([key, { text = '', line }]) => ({ key, value: text, line })),
      ...encoded.map(([key, { text = '', line }]) => ({ key, value: decodedOf(text).trim(), line })),
    ];
    // Names of values beside a password.
    const names = new Set(values.filter(({ key }) => !isSecretName(key)).map(({ value }) => value));
    for (const { key, value, line } of values) yield* literal(source, key, value, line, of, names);
  },
  *ExternalSecret(source, root, of, name) {
    const target = root.at('spec', 'target', 'name');
    const keys = root
      .at('spec', 'data')
      .items()
      .flatMap((item) => item.at('secretKey').text ?? []);
    // A template, or the content of the store, adds further keys.
    const spec = root.at('spec');
    const open = spec.at('dataFrom').isGiven || spec.at('target', 'template').isGiven ? { open: true } : {};
    yield* source.fact('secret.defined', target.text ?? name, root.at('metadata', 'name').line, {
      ...of,
      keys,
      ...open,
    });
  },
  *Certificate(source, root, of) {
    // cert-manager creates it, with the keys of a TLS Secret.
    const { text, line } = root.at('spec', 'secretName');
    if (text !== undefined)
      yield* source.fact('secret.defined', text, line, { ...of, keys: ['tls.crt', 'tls.key', 'ca.crt'], open: true });
  },
  *SealedSecret(source, root, of, name) {
    const keys = root
      .at('spec', 'encryptedData')
      .entries()
      .map(([key]) => key);
    yield* source.fact('secret.defined', name, root.at('metadata', 'name').line, { ...of, keys });
  },
};

/** A value of `data`. If it is not Base64, it must be replaced, because Kubernetes refuses it. */
function decodedOf(text: string): string {
  const isEncoded = /^[\w+/\s-]+={0,2}\s*$/.test(text) && !isStandIn(text);
  return isEncoded ? Buffer.from(text, 'base64').toString() : /^\$[\w{(]|\{\{|^<%/.test(text) ? text : '…';
}

/** A comment which says that the values below are not real yet. */
const TO_BE_CHANGED: readonly RegExp[] = [
  /\b(?:values?|secrets?|passwords?|this file)\b.*\b(?:should|must|need to|have to) be (?:changed|replaced|filled)/i,
  /\b(?:change|replace) (?:these|them|the|all) (?:values|secrets|passwords)|\b(?:override|replace) (?:these|them)\b/i,
  /\b(?:example|dummy|placeholder) (?:values|secrets)/i,
  // A real secret would work; this one does not.
  /\breal\b.*\b(?:secrets? managers?|vault|(?:sealed|external)[- ]?secrets?)\b/i,
];

function isToBeChanged(text: string): boolean {
  const comments = text
    .split('\n')
    .filter((line) => /^\s*#/.test(line) && !/\b(?:every|rotat\w*|regularly)\b/i.test(line));
  return comments.some((line) => TO_BE_CHANGED.some((pattern) => pattern.test(line)));
}

/** A value that is filled in later, for example by envsubst, is not a secret in the file. */
function literal(
  source: Source,
  key: string,
  value: string,
  line: number,
  of: OfObject,
  names: ReadonlySet<string>,
): Fact[] {
  // Names and addresses are often kept in a Secret for convenience.
  const isOwn = isSecretName(key) || /:\/\/[^/:@\s]*:[^@\s]+@|^-----BEGIN|^LS0tLS1CRUdJTi/.test(value);
  return /^\$[\w{(]|\{\{|^<%/.test(value)
    ? []
    : secretFacts(source, key, value, line, {
        ...of,
        ...(isOwn ? {} : { plain: true }),
        ...(isUsual(value, isSecretName(key), names) ? { usual: true } : {}),
      });
}
