import { python } from '../../../../src/facts/extract/python/python.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('extract/python');

const read = (text: string, path = 'app/main.py'): string[] => factsOf(python, path, text);

test('applications, routers and routes as they are declared', () => {
  const text = `from fastapi import FastAPI, APIRouter
from .routes import items as things
from app.core.config import settings
import json

app: FastAPI = FastAPI(
    title="x (",  # )
    root_path="/api",
)
router = APIRouter(prefix='/users', tags=["users"])
app.include_router(things.router, prefix=settings.API)
app.include_router(router, include_in_schema=False)
app.mount("/static", StaticFiles(directory="static"), name="static")

@app.get("/health", include_in_schema=False)
@cached(ttl=3)
async def health():
    pass

@router.api_route(
    "/{id}",
    methods=["GET", 'delete'],
)
def one(id: int): ...

@app.websocket("/ws/{room}")
async def talk(socket): ...

app.add_api_route("/late", endpoint=late, methods=["PUT"])
`;
  assert.equal(read(text), [
    'application.imports fastapi app json @6 {"dots":1}',
    'application.names app router health one talk @6',
    'router.import things @2 {"module":".routes","name":"items"}',
    'router.import settings @3 {"module":"app.core.config","name":"settings"}',
    'application app @6 {"inside":false,"root":"/api"}',
    'router router @10 {"prefix":"/users"}',
    'router.included things.router @11 {"into":"app","prefix":"<settings.API>"}',
    'router.included router @12 {"into":"app","hidden":true}',
    `route.mount /static @13 {"on":"app","what":"StaticFiles(directory=\\"static\\")"}`,
    'route GET /health @15 {"on":"app","handler":"health","hidden":true}',
    'route GET /{id} @20 {"on":"router","handler":"one"}',
    'route DELETE /{id} @20 {"on":"router","handler":"one"}',
    'route.websocket /ws/{room} @26 {"on":"app","handler":"talk"}',
    'route PUT /late @29 {"on":"app"}',
  ]);
});

test('factories: by what they make and by their annotation', () => {
  const text = `from fastapi import FastAPI

def create_app(debug: bool = False, *args) -> "FastAPI":
    api = FastAPI()
    return api

def with_settings(settings):
    api = FastAPI()
    return api

def other() -> int:
    FastAPI()
    return 1

app = create_app()
`;
  assert.equal(read(text), [
    'application.imports fastapi @3 {"dots":0}',
    'application.names create_app with_settings other app @3',
    'application.factory create_app @3 {"needsNothing":true,"parameters":["debug","args"],"returns":"api"}',
    'application api @4 {"inside":true}',
    'application.factory with_settings @7 {"needsNothing":false,"parameters":["settings"],"returns":"api"}',
    'application api @8 {"inside":true}',
    'application.made app @15 {"call":"create_app"}',
  ]);
});

test('variables that code reads: needed, with a default, set', () => {
  const text = `import os
from os import environ, getenv
a = os.environ["NEEDED"]
b = os.environ.get("WITH", "de,fault") or getenv('NONE')
os.environ["SET"] = "x"
c = environ.get(
    "LATE",
)
if "THERE" in os.environ: pass
d = os.getenv(name)
e = os.getenv("SECRET_KEY", "hunter2hunter2")
f = os.getenv("API_TOKEN", "changeme")
g = os.environ.get("DB", "postgresql://a:pw@h/x")
"""os.environ["IN_A_TEXT"]"""
`;
  assert.equal(read(text), [
    'variable.read NEEDED @3 {"required":true}',
    'variable.read WITH @4 {"required":false,"default":"de,fault"}',
    'variable.read NONE @4 {"required":false}',
    'variable.read LATE @6 {"required":false}',
    'variable.read THERE @9 {"required":false}',
    'variable.read SECRET_KEY @11 {"required":false}',
    'secret.literal SECRET_KEY @11 {"by":"default"}',
    'variable.read API_TOKEN @12 {"required":false}',
    'secret.literal API_TOKEN @12 {"by":"default","placeholder":true}',
    'variable.read DB @13 {"required":false}',
    'variable.asked SECRET_KEY @11 guessed',
    'variable.asked API_TOKEN @12 guessed',
    'variable.asked IN_A_TEXT @14 guessed',
    'database.address postgresql://a:…@h/x @13',
  ]);
});

test('settings classes of pydantic 1 and 2: prefix, aliases, defaults, what is no field', () => {
  const text = `from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from typing import Annotated, ClassVar

class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="APP_", env_file="../.env",
    )
    KIND: ClassVar[str] = "x"
    name: str
    port: int = 8008
    database_url: PostgresDsn = Field(..., validation_alias=AliasChoices("DATABASE_URL", "DB_URL"))
    limit: Annotated[int, Field(alias="LIMIT", ge=0)] = 3
    tags: list[str] = Field(default_factory=list)
    _private: int = 3

    @property
    def url(self) -> str:
        local: int = 3
        return ""

class More(Settings):
    debug: bool = False

class Old(pydantic.BaseSettings):
    secret_key: str
    class Config:
        env_prefix = "OLD_"

class Plain:
    name: str
`;
  assert.equal(read(text), [
    'settings.class Settings @5 {"prefix":"APP_","file":"../.env"}',
    'variable.read APP_NAME @10 {"required":true,"type":"str"}',
    'variable.read APP_PORT @11 {"required":false,"default":"8008","type":"int"}',
    'port.default 8008 @11 {"variable":"APP_PORT"} derived',
    'variable.read DATABASE_URL @12 {"required":true,"type":"PostgresDsn"}',
    'variable.read LIMIT @13 {"required":false,"default":"3","type":"Annotated[int, Field(alias=\\"LIMIT\\", ge=0)]"}',
    'variable.read APP_TAGS @14 {"required":false,"type":"list[str]"}',
    'settings.class More @22 {}',
    'variable.read DEBUG @23 {"required":false,"default":"False","type":"bool"}',
    'settings.class Old @25 {"prefix":"OLD_"}',
    'variable.read OLD_SECRET_KEY @26 {"required":true,"type":"str"}',
  ]);
});

test('starlette, decouple and environs read variables by a call; a function of the same name elsewhere does not', () => {
  const text = (start: string): string => `${start}
DEBUG = config("DEBUG", cast=bool, default=False)
KEY = config("NEEDED_KEY", cast=Secret)
X = env.int("WORKERS", 2)
`;
  assert.equal(read(text('from starlette.config import Config')), [
    'variable.read DEBUG @2 {"required":false,"default":"False","type":"bool"}',
    'variable.read NEEDED_KEY @3 {"required":true,"type":"Secret"}',
  ]);
  assert.equal(read(text('from environs import Env')), ['variable.read WORKERS @4 {"required":false,"default":"2"}']);
  assert.equal(read(text('import config')), []);
});

test('tables, servers, addresses, ports', () => {
  const text = `import uvicorn
class User(SQLModel, table=True): pass
class Post(Base):
    __tablename__ = "posts"
    url = "redis://:pw@cache:6379/0"
op.create_table('audit_log', x)
seen = Table("seen", metadata)
origins = ["http://localhost:5179", "https://example.com"]
uvicorn.run("app.main:app", host="0.0.0.0", port=8008, reload=True)
uvicorn.run(app, port=settings.PORT)
d = f"postgresql://{user}:{password}@h/x"
`;
  assert.equal(read(text), [
    'table user @2 {"by":"sqlmodel"} derived',
    'table posts @4 {"by":"sqlalchemy"}',
    'cache.address redis://:…@cache:6379/0 @5',
    'table audit_log @6 {"by":"migration"}',
    'table seen @7 {"by":"sqlalchemy"}',
    'port.named 5179 @8 {"host":"localhost"}',
    'start.application app.main:app @9 {"by":"python","runner":"uvicorn","port":8008}',
    'port.listen 8008 @9 {"by":"python","runner":"uvicorn"}',
    'start.application :app @10 {"by":"python","runner":"uvicorn"}',
  ]);
});

test('placeholders state nothing, broken code is told with its line, other bytes too', () => {
  assert.equal(read('import os\nx = os.getenv("{{ cookiecutter.name }}")\napp = FastAPI()\n'), [
    'application.imports os @3 {"dots":0}',
    'application.names x app @3',
    'application app @3 {"inside":false}',
  ]);
  assert.is(
    refused(python, 'a.py', 'from fastapi import FastAPI\napp = FastAPI(\n\nx = 1\n'),
    '2: has a bracket that is not closed',
  );
  assert.is(refused(python, 'a.py', Buffer.from('FastAPI\n\xff', 'latin1')), '2: is not UTF-8');
  assert.equal(read('\uFEFFimport os\r\nx = os.environ["A"]\r\n'), ['variable.read A @2 {"required":true}']);
});

test('a router that a call makes is told, as nothing is known of its routes', () => {
  const text =
    'from fastapi import FastAPI\napp = FastAPI()\napp.include_router(users.get_auth_router(\n    backend), prefix="/auth")\n';
  assert.equal(
    factsOf(python, 'app/main.py', text).filter((fact) => fact.startsWith('router')),
    ['router.open users.get_auth_router( backend) @3 {"into":"app"}'],
  );
});

test('options of a command line that a variable gives', () => {
  assert.equal(
    read(
      `def run(\n    host: str = typer.Option("a", envvar="SHOP_HOST"),\n    port: int = typer.Option(1, envvar=["PORT", 'SHOP_PORT']),\n): ...\n`,
    ),
    [
      'variable.read SHOP_HOST @1 {"required":false}',
      'variable.read PORT @1 {"required":false}',
      'variable.read SHOP_PORT @1 {"required":false}',
    ],
  );
});

test('what a settings class needs that another one may leave out, nobody has to set', () => {
  const text = `class Base(BaseSettings):
    issuer: str
class Local(Base):
    key: str
class Settings(BaseSettings):
    kind: str
    local: Optional[Local] = None
`;
  const needed = (all: string[]): string[] =>
    all.flatMap((fact) => (fact.includes('"required":true') ? [fact.split(' ')[1] ?? ''] : []));
  assert.equal(needed(read(text)), ['KIND']);
  assert.equal(needed(read(text.replace('Optional[Local] = None', 'Local'))), ['ISSUER', 'KEY', 'KIND', 'LOCAL']);
});

test('a settings class with sources of its own needs nothing of the environment', () => {
  const text = (name: string): string =>
    `class Settings(BaseSettings):\n    token: str\n    @classmethod\n    def ${name}(cls, *sources):\n        return sources\n`;
  assert.equal(read(text('settings_customise_sources')), [
    'settings.class Settings @1 {"sources":true}',
    'variable.read TOKEN @2 {"required":false,"type":"str"}',
  ]);
  assert.equal(read(text('other')), [
    'settings.class Settings @1 {}',
    'variable.read TOKEN @2 {"required":true,"type":"str"}',
  ]);
});

test('tables of who may do what', () => {
  assert.equal(
    read(
      `ALLOWED: dict[str, set[Role]] = {
    "open": {Role.ADMIN, UserRole.teacher.value},  # comment
    'shut': frozenset({"admin"}),
}
self.required_roles = {"ping": "student"}
limits: Dict = Field(default={"a_b": "teachers"}, alias="x")
`,
    ),
    [
      'message.role open @2 {"roles":"admin teacher","least":false}',
      'message.role shut @3 {"roles":"admin","least":false}',
      'message.role ping @5 {"roles":"student","least":true}',
      'message.role a_b @6 {"roles":"teacher","least":true}',
    ],
  );
  // A role and what it may, a person, names that are none of ours, what a run fills in, half a table.
  assert.equal(
    read(
      `# role
P = {"admin": ["editor"]}
U = {"role": "admin"}
C = {"ping": "red"}
R = {"ping": role}
M = {**base, "ping": "admin"}
E = {}
N = {"ping": []}
`,
    ),
    [],
  );
});

test.run();
