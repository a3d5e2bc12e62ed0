import { dockerfile } from '../../../../src/facts/extract/docker/dockerfile.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('dockerfile');

const facts = (text: string): string[] => factsOf(dockerfile, 'Dockerfile', text);
/** The facts behind one `FROM a`, without what that line itself says and without the stage. */
const inStage = (text: string): string[] =>
  facts(`FROM a\n${text}`)
    .slice(1)
    .map((fact) => fact.replace('"by":"dockerfile","stage":"0"', '…').replace(',"stage":"0"', ''));

const FULL = String.raw`# syntax=docker/dockerfile:1
ARG PYTHON=3.11
ARG NODE

FROM --platform=$BUILDPLATFORM node:20-alpine AS web
WORKDIR /web
COPY frontend/package*.json ./
RUN npm ci && \
    # the build
    npm run build
FROM python:${'${PYTHON}'}-slim AS base
ENV PORT=8008 \
    # who may come in
    GREETING="two words" \
    SECRET_KEY=changeme \
    DATABASE_URL=postgresql://app:hunter2@db:5432/content
ARG VERSION
WORKDIR /app
COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/
RUN --mount=type=bind,source=uv.lock,target=uv.lock \
    pip install \
      -r requirements.txt ; \

    echo done

FROM base
COPY --from=web /web/dist ./static
COPY --chown=app:app backend/app ./app/ \
     /app/
WORKDIR app
RUN <<EOF
set -e
# one more
alembic upgrade \
  head
EOF
USER app:app
EXPOSE 8008 9000/udp \
  9100-9102 $PORT
HEALTHCHECK --interval=30s --timeout=5s \
  CMD curl -f http://localhost:${'${PORT}'}/health || exit 1
ENTRYPOINT ["./entry point.sh"]
CMD ["uvicorn", "app.main:app", \
     "--port", "8008"]
`;

test('everything that a Dockerfile says, with its lines', () => {
  assert.equal(facts(FULL), [
    'variable.set PYTHON @2 {"by":"dockerfile","as":"arg","value":"3.11"}',
    'variable.passed NODE @3 {"by":"dockerfile","as":"arg","required":true}',
    'image.base node:20-alpine @5 {"by":"dockerfile","stage":"web"}',
    'version.node 20 @5 {"by":"image","stage":"web","image":"node"}',
    'image.folder /web @6 {"by":"dockerfile","stage":"web"}',
    'path.named frontend/package*.json @7 {"by":"copy","stage":"web","to":"/web/","kind":"glob","from":"context"}',
    'command npm ci @8 {"by":"dockerfile","stage":"web","step":"run"}',
    'command npm run build @10 {"by":"dockerfile","stage":"web","step":"run"}',
    'image.base python:3.11-slim @11 {"by":"dockerfile","stage":"base"} derived',
    'version.python 3.11 @11 {"by":"image","stage":"base","image":"python"} derived',
    'variable.set PORT @12 {"by":"dockerfile","as":"env","stage":"base","value":"8008"}',
    'variable.set GREETING @14 {"by":"dockerfile","as":"env","stage":"base","value":"two words"}',
    'variable.set SECRET_KEY @15 {"by":"dockerfile","as":"env","stage":"base"}',
    'secret.literal SECRET_KEY @15 {"by":"dockerfile","as":"env","stage":"base","placeholder":true}',
    'variable.set DATABASE_URL @16 {"by":"dockerfile","as":"env","stage":"base","value":"postgresql://app:…@db:5432/content"}',
    'secret.literal DATABASE_URL @16 {"by":"dockerfile","as":"env","stage":"base"}',
    'database.address postgresql://app:…@db:5432/content @16 {"by":"dockerfile","as":"env","stage":"base","variable":"DATABASE_URL"}',
    'variable.passed VERSION @17 {"by":"dockerfile","as":"arg","stage":"base","required":true}',
    'image.folder /app @18 {"by":"dockerfile","stage":"base"}',
    'image.used ghcr.io/astral-sh/uv:0.9 @19 {"by":"copy","stage":"base"}',
    'path.named uv.lock @20 {"by":"mount","stage":"base","from":"context"}',
    'command pip install -r requirements.txt @21 {"by":"dockerfile","stage":"base","step":"run"}',
    'command echo done @24 {"by":"dockerfile","stage":"base","step":"run"}',
    'image.base python:3.11-slim @26 {"by":"dockerfile","stage":"2","final":true,"on":"base"} derived',
    'image.stage web @27 {"by":"copy","stage":"2","to":"/app/static","paths":["/web/dist"],"defined":true}',
    'path.named backend/app @28 {"by":"copy","stage":"2","to":"/app/","from":"context"}',
    'path.named ./app/ @28 {"by":"copy","stage":"2","to":"/app/","kind":"folder","from":"context"}',
    'image.folder /app/app @30 {"by":"dockerfile","stage":"2"} derived',
    'command set -e @32 {"by":"dockerfile","stage":"2","step":"run"}',
    'command alembic upgrade head @34 {"by":"dockerfile","stage":"2","step":"run"}',
    'image.user app:app @37 {"by":"dockerfile","stage":"2"}',
    'port.exposed 8008 @38 {"by":"dockerfile","stage":"2"}',
    'port.exposed 9000 @38 {"by":"dockerfile","stage":"2","protocol":"udp"}',
    'port.exposed 9100-9102 @39 {"by":"dockerfile","stage":"2"}',
    'port.exposed 8008 @39 {"by":"dockerfile","stage":"2"} derived',
    'command curl -f http://localhost:${PORT}/health || exit 1 @40 {"by":"dockerfile","stage":"2","step":"healthcheck"}',
    'probe.path /health @41 {"by":"dockerfile","stage":"2","kind":"healthcheck","port":8008} derived',
    'command \'./entry point.sh\' @42 {"by":"dockerfile","stage":"2","step":"entrypoint"}',
    'command uvicorn app.main:app --port 8008 @43 {"by":"dockerfile","stage":"2","step":"cmd"}',
    'start.application app.main:app @43 {"by":"dockerfile","stage":"2","step":"cmd","runner":"uvicorn","port":8008}',
    'port.listen 8008 @44 {"by":"dockerfile","stage":"2","step":"cmd","runner":"uvicorn"}',
  ]);
});

test('it is known by its name', () => {
  const names = [
    'Dockerfile',
    'a/Dockerfile.dev',
    'Dockerfile-prod',
    'b/web.Dockerfile',
    'web.dockerfile',
    'Containerfile',
  ];
  for (const name of names) assert.ok(dockerfile.reads(name), name);
  const others = [
    '.dockerignore',
    'Dockerfile.dockerignore',
    'Dockerfile.md',
    'src/dockerfile.ts',
    'Dockerfile.j2',
    'MyDockerfile',
  ];
  for (const name of others) assert.not.ok(dockerfile.reads(name), name);
});

test('images: versions only of those whose tag states one', () => {
  const versions = (image: string): string[] =>
    facts(`FROM ${image}`)
      .slice(1)
      .map((fact) => fact.split(' @')[0]!);
  assert.equal(versions('docker.io/library/python:3.13.0rc2-slim'), ['version.python 3.13.0rc2']);
  assert.equal(versions('golang:1.22@sha256:abc'), ['version.go 1.22']);
  assert.equal(versions('pgvector/pgvector:pg16'), ['version.postgres 16']);
  assert.equal(versions('ghcr.io/astral-sh/uv:0.9-python3.12-bookworm'), ['version.python 3.12']);
  for (const image of [
    'python',
    'node:lts-alpine',
    'acme/python:1.0',
    'localhost:5000/node:20',
    'scratch',
    'redis@sha256:12',
  ]) {
    assert.equal(versions(image), [], image);
  }
});

test('an image of a variable without a value is not known', () => {
  assert.equal(facts('ARG BASE\nFROM $BASE'), [
    'variable.passed BASE @1 {"by":"dockerfile","as":"arg","required":true}',
  ]);
  assert.equal(facts('FROM ${BASE:-python:3.9}'), [
    'image.base python:3.9 @1 {"by":"dockerfile","stage":"0","final":true} derived',
    'version.python 3.9 @1 {"by":"image","stage":"0","final":true,"image":"python"} derived',
  ]);
});

test('an argument of before FROM has its value in a stage that asks for it', () => {
  const text = 'ARG PORT=81\nFROM a\nEXPOSE $PORT\nARG PORT\nEXPOSE $PORT\n';
  assert.equal(facts(text).slice(2), ['port.exposed 81 @5 {"by":"dockerfile","stage":"0"} derived']);
});

test('COPY: lists, addresses, heredocs and other stages', () => {
  assert.equal(inStage('COPY ["a b.txt", \\\n "c/", "/d/"]'), [
    'path.named a b.txt @2 {"by":"copy","to":"/d/","from":"context"}',
    'path.named c/ @3 {"by":"copy","to":"/d/","kind":"folder","from":"context"}',
  ]);
  assert.equal(inStage('ADD https://example.org/x.tgz git@github.com:a/b.git a.tgz /x/'), [
    'path.named a.tgz @2 {"by":"copy","to":"/x/","from":"context"}',
  ]);
  assert.equal(inStage('COPY <<EOF /z\nhello there\nEOF\nCOPY $SOMETHING /x\nCOPY {{ path }} /x'), []);
  assert.equal(inStage('COPY . .'), ['path.named . @2 {"by":"copy","to":"/","kind":"folder","from":"context"}']);
  assert.equal(inStage('ONBUILD COPY . .'), []);
});

test('ports of variables are derived, those of nothing are not known', () => {
  assert.equal(inStage('ENV PORT=81\nCMD uvicorn a:b --port $PORT'), [
    'variable.set PORT @2 {"by":"dockerfile","as":"env","value":"81"}',
    'command uvicorn a:b --port $PORT @3 {…,"step":"cmd"}',
    'start.application a:b @3 {…,"step":"cmd","runner":"uvicorn","port":81} derived',
    'port.listen 81 @3 {…,"step":"cmd","runner":"uvicorn"} derived',
  ]);
  const start = 'start.application a:b @2 {…,"step":"cmd","runner":"uvicorn"}';
  assert.equal(inStage('CMD uvicorn a:b --port $PORT').slice(1), [start]);
  // No shell fills in this one.
  assert.equal(inStage('CMD ["uvicorn", "a:b", "--port", "$PORT"]').slice(1), [start]);
  assert.equal(inStage('CMD ["sh", "-c", "uvicorn a:b --port ${PORT:-82}"]').slice(2), [
    'port.listen 82 @2 {…,"step":"cmd","runner":"uvicorn"} derived',
  ]);
});

test('health checks', () => {
  assert.equal(inStage('HEALTHCHECK CMD ["wget", "-q", "http://127.0.0.1:80/live?x=1"]'), [
    'command wget -q http://127.0.0.1:80/live?x=1 @2 {…,"step":"healthcheck"}',
    'probe.path /live?x=1 @2 {…,"kind":"healthcheck","port":80}',
  ]);
  assert.equal(inStage('HEALTHCHECK CMD python -c "urlopen(\'http://localhost:8000\')"'), [
    'command python -c "urlopen(\'http://localhost:8000\')" @2 {…,"step":"healthcheck"}',
    'probe.path / @2 {…,"kind":"healthcheck","port":8000}',
  ]);
  // No shell fills in this one.
  assert.equal(inStage('ENV PORT=80\nHEALTHCHECK CMD ["curl", "http://localhost:$PORT/x"]').slice(1), [
    'command curl http://localhost:$PORT/x @3 {…,"step":"healthcheck"}',
    'probe.path /x @3 {…,"kind":"healthcheck"}',
  ]);
  assert.equal(inStage('HEALTHCHECK NONE\nHEALTHCHECK CMD pg_isready -h localhost'), [
    'command pg_isready -h localhost @3 {…,"step":"healthcheck"}',
  ]);
});

test('a heredoc that is written to a file is no script', () => {
  assert.equal(inStage('RUN cat <<EOF > /x\nrm -rf /\nEOF\nRUN bash <<EOF\nmake all\nEOF'), [
    'command cat <<EOF > /x @2 {…,"step":"run"}',
    'command make all @6 {…,"step":"run"}',
  ]);
});

test('no secret is shown', () => {
  const text = [
    'ENV API_KEY=s3cr3t1 A=sk-s3cr3t2 B=https://u:s3cr3t3@h/ C="-----BEGIN s3cr3t4" D=postgres://u:s3cr3t5/x@h:1/d',
    'ENV E=$API_KEY F=${DB_PASSWORD:-s3cr3t6} G=redis://:s3cr3t7@h:6379/0',
    'RUN API_KEY=s3cr3t8 curl -H x https://u:s3cr3t9@h/ && redis-server --requirepass s3cr3tA && x ${API_KEY:-s3cr3tB}',
    'CMD x --password=s3cr3tC --port 80 --db-password s3cr3tD',
  ].join('\n');
  const found = inStage(text);
  assert.not.match(found.join('\n'), 's3cr3t');
  assert.equal(
    found.flatMap((fact) => /^secret.literal (\w+)/.exec(fact)?.[1] ?? []),
    ['API_KEY', 'A', 'B', 'C', 'D', 'G'],
  );
});

test('names about a secret, and values that are none yet', () => {
  const literal = (text: string): string[] => inStage(text).filter((fact) => fact.startsWith('secret'));
  assert.equal(literal('ENV ACCESS_TOKEN_EXPIRE_MINUTES=30 TOKEN_URL=/token SECRET_FILE=/run/x USE_API_KEY=true'), []);
  for (const value of ['""', 'your-key-here', '<key>', 'CHANGE_ME', 'xxxx']) {
    assert.match(literal(`ENV API_KEY="${value.replaceAll('"', '')}"`).join(), '"placeholder":true', value);
  }
});

test('what is no Dockerfile is not read, with the line', () => {
  const refusal = (text: string): string => refused(dockerfile, 'Dockerfile', text);
  assert.equal(refusal('FROM a\n\nHello there\n'), '3: is not a Dockerfile: "HELLO" is not an instruction');
  assert.equal(
    refusal('FROM a\n{% if x %}\nRUN b\n{% endif %}'),
    '2: is a template, not a Dockerfile: "{%" is not an instruction',
  );
  assert.equal(refusal('ARG A\nRUN x'), '2: is not a Dockerfile: RUN comes before FROM');
  assert.equal(refusal('# nothing\n'), '1: is not a Dockerfile: it has no FROM');
});

test('a hostile file takes no time', () => {
  const size = dockerfile.limit! - 100;
  const parts = [
    'RUN a b c\n',
    'a b c \\\n',
    'A=b \\\n',
    '"a", ',
    '${',
    '$A:-',
    '<<E ',
    ' ',
    '\\ ',
    '; ',
    '((',
    'http://',
    "'",
    '--a=b ',
  ];
  for (const start of ['', 'RUN ', 'ENV ', 'CMD [']) {
    for (const part of parts) {
      const begun = performance.now();
      refused(dockerfile, 'Dockerfile', `FROM a\n${start}${part.repeat(size / part.length)}`);
      assert.ok(performance.now() - begun < 60_000, `${start}${part}: ${performance.now() - begun}`);
    }
  }
});

test('COPY --from: stages by name and number, before and behind', () => {
  const all = facts(
    'FROM a AS Build\nFROM b AS web\nWORKDIR /srv\nCOPY --from=build /x y/\nCOPY --from=0 /x /\nCOPY --from=2 /x .\nCOPY --from=later /x $Y\nCOPY --from=$Z /x /\nFROM c AS later\n',
  );
  assert.equal(
    all.filter((fact) => fact.startsWith('image.stage')),
    [
      'image.stage build @4 {"by":"copy","stage":"web","to":"/srv/y/","paths":["/x"],"defined":true}',
      'image.stage 0 @5 {"by":"copy","stage":"web","to":"/","paths":["/x"],"defined":true}',
      'image.stage 2 @6 {"by":"copy","stage":"web","to":"/srv/","paths":["/x"],"defined":false}',
      'image.stage later @7 {"by":"copy","stage":"web","paths":["/x"],"defined":false}',
    ],
  );
});

test('COPY: quotes are of the line, not of the path', () => {
  assert.equal(facts('FROM a\nCOPY "b.cfg" \'.\' "/d/"\n').slice(1), [
    'path.named b.cfg @2 {"by":"copy","stage":"0","to":"/d/","from":"context"}',
    'path.named . @2 {"by":"copy","stage":"0","to":"/d/","kind":"folder","from":"context"}',
  ]);
});

test.run();
