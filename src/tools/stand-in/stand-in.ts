/** What the program that reads a variable accepts, as far as it says. */
export interface Shape {
  readonly type?: string;
  readonly choices?: readonly (string | number)[];
  readonly schemes?: readonly string[];
  readonly items?: Shape;
  readonly fields?: Readonly<Record<string, Shape>>;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly ge?: number;
  readonly gt?: number;
  readonly le?: number;
  readonly lt?: number;
  readonly multiple_of?: number;
  readonly pattern?: string;
  /** The separator at which the value is split. */
  readonly separator?: string;
  /** The error message for the refused value. */
  readonly said?: string;
}

const WORD = 'stand-in';
const HOST = 'stand-in.invalid'; // RFC 2606: never resolves
const LOGIN = `${WORD}:${WORD}@${HOST}`;
const EMAIL = 'stand-in@example.com'; // email-validator refuses `.invalid`
const LONG = `${WORD}-`.repeat(9).slice(0, 64);
const KEY = Buffer.from(LONG.slice(0, 32)).toString('base64url').padEnd(44, '='); // a valid Fernet key
const UUID = '00000000-0000-4000-8000-000000000000';
const DATABASES = ['postgresql', 'postgresql+asyncpg', 'postgresql+psycopg', 'mysql+pymysql', 'mysql+aiomysql'];
const databases = [...DATABASES.map((scheme) => `${scheme}://${LOGIN}/${WORD}`), 'sqlite+aiosqlite://', 'sqlite://'];

/** The first pattern that matches the variable's name is used; later values are for when the first is refused. */
const BY_NAME: readonly (readonly [RegExp, readonly string[]])[] = [
  [/SENTRY.*DSN/, [`https://${WORD}@${HOST}/1`]],
  [/REDIS.*UR[LI]|BROKER|RESULT_BACKEND|CACHE_UR[LI]/, [`redis://${HOST}:6379/0`]],
  [/MONGO/, [`mongodb://${HOST}/${WORD}`]],
  [/AMQP|RABBIT/, [`amqp://${LOGIN}/`]],
  [/(?:DATABASE|DB|POSTGRES\w*|PG|SQL\w*)_?(?:UR[LI]|DSN)|_DSN$|^DSN$|SQLALCHEMY/, databases],
  [/BOOTSTRAP|BROKERS/, [`${HOST}:9092`]],
  [/OPENAI|OPENROUTER/, [`sk-${WORD}-${LONG.slice(0, 39)}`]],
  [/ANTHROPIC/, [`sk-ant-${LONG}`]],
  [/STRIPE.*WEBHOOK/, ['whsec_stand_in']],
  [/STRIPE/, ['sk_test_stand_in']],
  [/PORT$/, ['8000']],
  [/TIMEOUT|SECONDS|MINUTES|HOURS|DAYS|SIZE|LIMIT|COUNT|^MAX_|^MIN_|WORKERS|TTL|RETRIES|EXPIRE|INTERVAL/, ['30']],
  [/^DEBUG$|ENABLED?$|^(?:USE|IS|ENABLE|ALLOW)_|_(?:TLS|SSL|DEBUG)$/, ['false']],
  [/EMAIL|_FROM$/, [EMAIL]],
  [/UR[LI]S?$|ENDPOINT|ORIGINS?$|WEBHOOK/, [`https://${HOST}`]],
  [/HOST(?:NAME)?$|SERVER$|DOMAIN$/, [HOST]],
  [/REGION/, ['us-east-1']],
  [/ALGORITHM/, ['HS256']],
  [/^(?:\w+_)?ENV(?:IRONMENT)?$/, ['development', 'dev', 'local', 'production', 'test']],
  [/LOG_?LEVEL/, ['INFO', 'info']],
  [/FERNET|ENCRYPTION/, [KEY]],
  [/SECRET|TOKEN|KEY|SALT/, [LONG]],
];
const ANY = [
  WORD,
  LONG,
  '1',
  `https://${HOST}`,
  databases[0] ?? '',
  'true',
  '[]',
  '{}',
  EMAIL,
  UUID,
  KEY,
  'a'.repeat(64),
];

/** Values that cannot be confused with real ones, the likeliest to be accepted first; a refused value is replaced by the next. */
export function standIns(name: string, shape: Shape): string[] {
  const upper = name.toUpperCase();
  const [, named = []] = BY_NAME.find(([pattern]) => pattern.test(upper)) ?? [];
  const typed = ofType(upper, shape, named);
  const said = shape.said === undefined ? [] : heard(shape.said);
  const general = shape.type === undefined || shape.type === 'str' ? [...named, ...ANY] : ANY;
  const parted =
    shape.separator === undefined ? [] : [2, 3].map((parts) => Array(parts).fill(WORD).join(shape.separator));
  const all = [...parted, ...said, ...typed, ...general].map((value) => fitted(value, shape));
  return [...new Set(all)].toSorted((a, b) => Number(matches(b, shape)) - Number(matches(a, shape)));
}

function matches(value: string, { pattern }: Shape): boolean {
  if (pattern === undefined) return true;
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true; // Python's own syntax: the application itself will report an error
  }
}

function fitted(value: string, { type = 'str', min_length = 0, max_length = Infinity }: Shape): string {
  if (type !== 'str') return value;
  return value.padEnd(min_length, `-${WORD}`).slice(0, max_length);
}

function ofType(name: string, shape: Shape, named: readonly string[]): string[] {
  const prefix = /^\^([\w-]+)/.exec(shape.pattern ?? '')?.[1];
  switch (shape.type) {
    case 'bool':
      return ['false', 'true'];
    case 'int':
    case 'float':
      return [String(within(shape, name.endsWith('PORT') ? 8000 : 1)), '10', '100', '0'];
    case 'choice':
      return (shape.choices ?? []).map(String);
    case 'url':
      return urls(shape.schemes, named);
    case 'list':
    case 'object':
      return [JSON.stringify(valueOf(name, shape)), JSON.stringify([WORD]), WORD, '[]', '{}'];
    case undefined:
    case 'str':
      return prefix === undefined ? [] : [`${prefix}${WORD}`];
    default:
      return PLAIN[shape.type] === undefined ? [] : [PLAIN[shape.type] ?? ''];
  }
}

const PLAIN: Readonly<Record<string, string>> = {
  email: EMAIL,
  uuid: UUID,
  date: '2000-01-01',
  datetime: '2000-01-01T00:00:00Z',
  ip: '192.0.2.1', // RFC 5737: for documentation
  path: WORD,
  folder: '.',
  file: '/usr/bin/env',
  dsn: databases[0] ?? '',
  import: 'os.path',
};

function urls(schemes: readonly string[] | undefined, named: readonly string[]): string[] {
  if (schemes === undefined) return [...named, `https://${HOST}/`, ...databases];
  const usual = schemes.toSorted((a, b) => rank(a) - rank(b));
  return usual.map((scheme) =>
    /^https?$/.test(scheme) ? `${scheme}://${HOST}/` : `${scheme}://${LOGIN}/${pathFor(scheme)}`,
  );
}

function rank(scheme: string): number {
  const index = ['https', 'http', ...DATABASES].indexOf(scheme);
  return index < 0 ? 99 : index;
}

function pathFor(scheme: string): string {
  return scheme.startsWith('redis') ? '0' : WORD;
}

/** Inside JSON: a list is as short as allowed, an object has only its required fields. */
function valueOf(name: string, shape: Shape): unknown {
  const { type, items = {}, fields = {}, min_length = 0 } = shape;
  if (type === 'list') return Array.from({ length: min_length }, () => valueOf(name, items));
  if (type === 'object')
    return Object.fromEntries(Object.entries(fields).map(([key, one]) => [key, valueOf(key, one)]));
  const text = standIns(name, shape)[0] ?? WORD;
  return type === 'int' || type === 'float' ? Number(text) : type === 'bool' ? text === 'true' : text;
}

function within({ ge, gt, le, lt, multiple_of = 1, type }: Shape, usual: number): number {
  const step = type === 'int' ? 1 : 0.5;
  const least = Math.max(ge ?? -Infinity, gt === undefined ? -Infinity : gt + step);
  const most = Math.min(le ?? Infinity, lt === undefined ? Infinity : lt - step);
  const value = Math.min(Math.max(usual, least), most);
  return Math.ceil(value / multiple_of) * multiple_of || value;
}

/** Candidates from an error message, which often names a length, a prefix, or words in quotes. */
function heard(said: string): string[] {
  const length = /(?:at least|minimum(?: length)?(?: of)?|>=) (\d+)/i.exec(said)?.[1];
  const start = /starts? with ["'`]?([^\s"'`,]+)/i.exec(said)?.[1];
  const quoted = [...said.matchAll(/'([^']+)'|"([^"]+)"/g)].map((match) => match[1] ?? match[2] ?? '');
  const listed =
    /one of:? \[?([\w ,|'"-]+)/i
      .exec(said)?.[1]
      ?.split(/[\s,|'"]+/)
      .filter(Boolean) ?? [];
  const long = length === undefined || Number(length) > 4096 ? [] : [LONG.repeat(64).slice(0, Number(length))];
  return [
    ...(start === undefined ? [] : [`${start}${LOGIN}/${WORD}`, `${start}${WORD}`]),
    ...long,
    ...quoted,
    ...listed,
  ];
}

/** The expected type of a value, as text for a table. */
export function typeOf({ type = 'text', choices, schemes }: Shape): string {
  if (choices !== undefined) return `one of ${choices.join(', ')}`;
  return schemes === undefined ? type : `${schemes.join(' or ')} address`;
}
