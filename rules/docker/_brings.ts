import { attribute, type Fact } from 'turnaround/rule';
import { LARGE } from '../python/_tools.ts';

/** HTTP clients, and the packages that install each of them. */
const BRINGS: Readonly<Record<string, RegExp>> = {
  requests:
    /requests|^(?:google-|azure-|firebase|kubernetes$|docker$|pygithub|stripe$|twilio$|langchain|hugging|transformers|tensorflow|tiktoken|spacy|streamlit|dash$|opensearch|pytelegram|ccxt$|msal|locust)/,
  httpx:
    /httpx|^(?:openai|anthropic|groq|mistral|cohere|ollama|lang|supabase|respx|qdrant|python-telegram|fastapi-sso|mcp$)/,
  aiohttp: /aiohttp|aiobotocore|^(?:s3fs|gcsfs|discord|aiogram|langchain|ccxt$|web3)/,
  urllib3:
    /urllib3|requests|^(?:boto|aiobot|aioboto|sentry|elastic|opensearch|minio|kubernetes$|docker$|influxdb|clickhouse|selenium|qdrant|google-|azure-|stripe$|twilio$)/,
};
/** Packages that certainly install none of them. */
const PLAIN = new Set(
  `aerich aiofiles aiohttp aiomysql aiosqlite alembic annotated-types anyio apscheduler argon2-cffi arq asyncpg bcrypt black
  celery click coverage cryptography databases email-validator fastapi flake8 greenlet gunicorn h11 hiredis httptools httpx
  hypercorn idna isort itsdangerous jinja2 limits loguru mako markupsafe motor mypy mysqlclient numpy orjson packaging
  pandas passlib pillow pip prometheus-client prometheus-fastapi-instrumentator psutil psycopg psycopg-binary psycopg2
  psycopg2-binary pydantic pydantic-core pydantic-settings pyjwt pymongo pymysql pytest pytest-asyncio pytest-cov
  python-dateutil python-dotenv python-jose python-json-logger python-multipart pytz pyyaml redis requests rich rq ruff setuptools
  slowapi sniffio sqlalchemy sqlmodel starlette structlog tenacity tortoise-orm typer typing-extensions tzdata ujson urllib3
  uvicorn uvloop websockets wheel wsproto`.split(/\s+/),
);

/** Whether these packages install a client; undefined if one of the packages is unknown. */
export function isBrought(
  module: string,
  installed: readonly Fact<'dependency'>[],
  names: readonly string[],
): boolean | undefined {
  const all = [...installed.map(({ value }) => value), ...names.map(bare)];
  const isKnown = all.some((name) => BRINGS[module]?.test(name) === true || LARGE.test(name));
  if (isKnown || installed.some(bringsByExtra)) return true;
  return all.every((name) => PLAIN.has(name)) && names.every((name) => !name.includes('[')) ? false : undefined;
}

/** `fastapi[standard]`, `starlette[full]`: an extra may install a client. */
function bringsByExtra(fact: Fact<'dependency'>): boolean {
  const isOld = fact.value === 'fastapi' && (attribute(fact, 'version') ?? '').includes('0.111');
  return isOld || (/^(?:fastapi|starlette)/.test(fact.value) && (fact.attributes?.extras ?? []).length > 0);
}

/** `PyJWT[crypto]>=2` is `pyjwt`. */
function bare(name: string): string {
  return name
    .toLowerCase()
    .replace(/[[<>=!~].*$/, '')
    .replaceAll(/[-_.]+/g, '-');
}
