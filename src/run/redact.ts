const SECRET_NAME =
  /PASSW(?:OR)?D(?:_|$)|APIKEY(?:_|$)|(?:^|_)(?:SECRET|TOKEN|PASSPHRASE|PWD|PASS|CREDENTIALS?|KEY|DSN)(?:_|$)/i;
const NAME_OF_SOMETHING = /(?:^|_|PG)(?:USER|USERNAME|HOST|HOSTNAME|DB|DBNAME|DATABASE)$/i;
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\/([^\s/:@]*):([^\s/]+)@([^\s/:?@]*)(?::\d+)?(?:\/([^\s/?]*))?/i;
// Up to the last @ of the authority, because passwords often contain an unescaped @.
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)([^\s/"'`]+)(@)/gi;
const HIDDEN = '***';
/** Shorter values are not redacted, because they also occur in ordinary words. */
const SHORTEST = 6;
/** The number of characters of a line that are shown in one piece, and how many of a longer line are held back. */
const LONGEST = 1 << 20;
const TAIL = 1 << 16;

/** Redacts the values of variables that are named like secrets, and passwords in URLs, in everything that is printed or kept. */
export class Redactor {
  /** Longest first, so that a secret that contains another one is redacted as a whole. */
  readonly #secrets: readonly string[];

  constructor(env: NodeJS.ProcessEnv) {
    const found = new Set<string>();
    // Names of users, hosts and databases stay readable; redacting them would make the plan useless.
    const legible = new Set<string>();
    for (const [name, value = ''] of Object.entries(env)) {
      if (NAME_OF_SOMETHING.test(name)) legible.add(value);
      // PWD and OLDPWD are folders.
      if (SECRET_NAME.test(name) && !/^(?:OLD)?PWD$/.test(name))
        for (const line of [value, ...value.split(/\r?\n/)]) found.add(line);
      const [, user, password, host, database] = ADDRESS.exec(value) ?? [];
      if (password === undefined) continue;
      for (const word of [password, decoded(password)]) found.add(word);
      for (const word of [user, host, database]) if (word !== undefined) legible.add(word);
    }
    this.#secrets = [...found]
      .filter((secret) => secret.length >= SHORTEST && !legible.has(secret))
      .toSorted((a, b) => b.length - a.length);
  }

  text(text: string): string {
    let masked = text.replace(
      URL_PASSWORD,
      (_, before: string, _password: string, at: string) => `${before}${HIDDEN}${at}`,
    );
    for (const secret of this.#secrets) masked = masked.replaceAll(secret, HIDDEN);
    return masked;
  }

  /** Redacts every string of a value, including the keys. */
  json<V>(value: V): V {
    return this.#deep(value) as V;
  }

  #deep(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((part) => this.#deep(part));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [this.text(name), this.#deep(part)]));
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray % is part of the password
  }
}

/** Cuts a stream into whole lines, so that a secret cannot be split across two chunks. */
export class Lines {
  #rest = '';
  readonly #decoder = new TextDecoder();
  readonly #each: (line: string) => void;

  constructor(each: (line: string) => void) {
    this.#each = each;
  }

  push(chunk: Buffer): void {
    // Progress bars rewrite a line with a carriage return: each state is one line.
    const lines = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#each(line);
    // A stream without line ends must not fill the memory; a space is the safest place to cut it.
    const cut = this.#rest.length > LONGEST ? this.#rest.lastIndexOf(' ') + 1 || this.#rest.length - TAIL : 0;
    if (cut > 0) this.#each(this.#rest.slice(0, cut));
    this.#rest = this.#rest.slice(cut);
  }

  end(): void {
    if (this.#rest !== '') this.#each(this.#rest);
    this.#rest = '';
  }
}
