const SECRET_NAME =
  /(?:^|_)(?:SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|PWD|PASS|CREDENTIALS?|(?:API|ACCESS|PRIVATE|SIGNING|ENCRYPTION|AUTH)_?KEY|KEY|DSN)(?:_|$)/i;
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)([^\s/@]+)(@)/gi;
const HIDDEN = '***';
/** Shorter values would blot out ordinary words. */
const SHORTEST = 6;
/** Characters of a line that is shown in one piece. */
const LONGEST = 1 << 20;

/** Hides the values of variables that are named like secrets, and passwords in URLs, in all that is printed or kept. */
export class Mask {
  #secrets: string[] = [];
  readonly #env: NodeJS.ProcessEnv;

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
    for (const [name, value] of Object.entries(env)) if (value !== undefined) this.learn(name, value);
  }

  /** Learns the secrets of a value; `name` tells whether the whole of it is one. */
  learn(name: string, value: string): void {
    const found: string[] = [];
    // PWD and OLDPWD are folders.
    if (SECRET_NAME.test(name) && !/^(?:OLD)?PWD$/.test(name)) found.push(value, ...value.split(/\r?\n/));
    const inUrl = /^[a-z][a-z0-9+.-]*:\/\/([^\s/:@]*):([^\s/@]+)@([^\s/:?]*)(?::\d+)?(?:\/([^\s/?]*))?/i.exec(value);
    if (inUrl?.[2] !== undefined) {
      const [, user, password, host, database] = inUrl;
      // The same word as a name that has to stay legible: hiding it would hide the plan.
      if (![user, host, database].includes(password)) found.push(password, decoded(password));
    }
    const names = new Set([this.#env['USER'], this.#env['PGUSER'], this.#env['PGHOST'], this.#env['PGDATABASE']]);
    const fresh = found.filter((secret) => secret.length >= SHORTEST && !names.has(secret));
    // Longer ones first, so that a secret that holds another is hidden whole.
    this.#secrets = [...new Set([...this.#secrets, ...fresh])].toSorted((a, b) => b.length - a.length);
  }

  text(text: string): string {
    let masked = text.replace(
      URL_PASSWORD,
      (_, before: string, _password: string, at: string) => `${before}${HIDDEN}${at}`,
    );
    for (const secret of this.#secrets) masked = masked.replaceAll(secret, HIDDEN);
    return masked;
  }

  /** Every text of a value, the names in it as well. */
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

/** Cuts a stream into whole lines, so that what is masked cannot hide across the border of two chunks. */
export class Lines {
  #rest = '';
  readonly #decoder = new TextDecoder();
  readonly #each: (line: string) => void;

  constructor(each: (line: string) => void) {
    this.#each = each;
  }

  push(chunk: Buffer): void {
    // Progress bars rewrite a line with a carriage return: each state is a line of its own.
    const lines = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#each(line);
    // A stream without line ends must not fill the memory; a blank is the safest place to cut.
    const cut = this.#rest.length > LONGEST ? this.#rest.lastIndexOf(' ') + 1 || this.#rest.length : 0;
    if (cut > 0) this.#each(this.#rest.slice(0, cut));
    this.#rest = this.#rest.slice(cut);
  }

  end(): void {
    if (this.#rest !== '') this.#each(this.#rest);
    this.#rest = '';
  }
}
