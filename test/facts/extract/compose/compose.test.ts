import { compose } from '../../../../src/facts/extract/compose/compose.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('compose');

const facts = (text: string): string[] => factsOf(compose, 'deploy/compose.yml', text);
/** The facts of one service `a`, whose keys begin on line 3, without what is the same for each. */
const ofService = (text: string): string[] =>
  facts(`services:\n  a:\n${text.replaceAll(/^/gm, '    ')}`)
    .filter((fact) => !fact.startsWith('service a '))
    .map((fact) => fact.replace('"by":"compose","service":"a"', '…').replace('"service":"a",', ''));

const FULL = `name: shop
x-logging: &logging
  driver: json-file
services:
  api:
    image: registry/\${NAME}/api:1
    build:
      context: ../backend
      dockerfile: docker/Dockerfile
      target: final
      args:
        VERSION: "3"
    profiles: [web, all]
    logging: *logging
    ports:
      - "127.0.0.1:\${PORT:-8000}:8000"
      - target: 9000
        published: "9001"
        protocol: udp
    environment:
      DATABASE_URL: postgresql://app:hunter2@db:5432/\${DB:-shop}
      REDIS_URL: redis://cache:6379/0
      JWT_SECRET: \${JWT_SECRET:?is not set}
      LOG_LEVEL: info
      FROM_OUTSIDE:
    env_file:
      - .env
      - path: extra.env
        required: false
    volumes:
      - ./data:/data:ro
      - /etc/localtime:/etc/localtime
      - named:/named
      - type: bind
        source: ../config
        target: /config
    depends_on:
      db: { condition: service_healthy }
    working_dir: /app
    user: "1000"
    command: >
      uvicorn app.main:app
      --port 8000
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:8000/health"]
    secrets: [token]
  db:
    image: postgres:16-alpine
    expose: ["5432"]
    environment:
      - POSTGRES_DB=shop
      - POSTGRES_PASSWORD=hunter2
      - POSTGRES_USER
    healthcheck:
      test: pg_isready -h localhost
volumes:
  named:
secrets:
  token:
    file: ./token.txt
`;

test('everything that a compose file says, with its lines', () => {
  assert.equal(facts(FULL), [
    'service api @5 {"by":"compose","context":"../backend","dockerfile":"docker/Dockerfile","target":"final","profiles":["web","all"],"healthcheck":true}',
    'path.named ../backend @8 {"from":"file","by":"context","service":"api","kind":"folder"}',
    'path.named docker/Dockerfile @9 {"from":"backend","by":"dockerfile","service":"api","kind":"file"}',
    'variable.set VERSION @12 {"by":"compose","service":"api","as":"arg","value":"3"}',
    'port.published 8000 @16 {"by":"compose","service":"api","ip":"127.0.0.1","container":8000} derived',
    'port.published 9001 @18 {"by":"compose","service":"api","protocol":"udp","container":9000,"long":true}',
    'variable.set DATABASE_URL @21 {"by":"compose","service":"api","value":"postgresql://app:…@db:5432/shop"} derived',
    'secret.literal DATABASE_URL @21 {"by":"compose","service":"api"}',
    'database.address postgresql://app:…@db:5432/shop @21 {"by":"compose","service":"api","variable":"DATABASE_URL"} derived',
    'variable.set REDIS_URL @22 {"by":"compose","service":"api","value":"redis://cache:6379/0"}',
    'cache.address redis://cache:6379/0 @22 {"by":"compose","service":"api","variable":"REDIS_URL"}',
    'variable.set JWT_SECRET @23 {"by":"compose","service":"api"}',
    'variable.set LOG_LEVEL @24 {"by":"compose","service":"api","value":"info"}',
    'variable.passed FROM_OUTSIDE @25 {"by":"compose","service":"api","required":false}',
    'path.named .env @27 {"from":"file","by":"env_file","service":"api","kind":"file"}',
    'path.named extra.env @28 {"from":"file","by":"env_file","service":"api","kind":"file","required":false}',
    'path.named ./data @31 {"from":"file","by":"mount","service":"api","target":"/data"}',
    'path.named ../config @35 {"from":"file","by":"mount","service":"api","target":"/config"}',
    'service.needs db @38 {"by":"compose","service":"api","condition":"service_healthy"}',
    'secret.used token @46 {"by":"compose","service":"api"}',
    'image.folder /app @39 {"by":"compose","service":"api"}',
    'image.user 1000 @40 {"by":"compose","service":"api"}',
    'command uvicorn app.main:app --port 8000 @42 {"by":"compose","service":"api","step":"command"}',
    'start.application app.main:app @42 {"by":"compose","service":"api","step":"command","runner":"uvicorn","port":8000}',
    'port.listen 8000 @43 {"by":"compose","service":"api","step":"command","runner":"uvicorn"}',
    'command curl -f http://localhost:8000/health @45 {"by":"compose","service":"api","step":"healthcheck"}',
    'probe.path /health @45 {"kind":"healthcheck","by":"compose","service":"api","port":8000}',
    'variable.passed NAME @6 {"by":"compose","service":"api","required":true}',
    'variable.passed PORT @16 {"by":"compose","service":"api","required":false,"default":"8000"}',
    'variable.passed DB @21 {"by":"compose","service":"api","required":false,"default":"shop"}',
    'variable.passed JWT_SECRET @23 {"by":"compose","service":"api","required":true}',
    'service db @47 {"by":"compose","image":"postgres:16-alpine","healthcheck":true}',
    'image.used postgres:16-alpine @48 {"by":"compose","service":"db"}',
    'version.postgres 16 @48 {"by":"image","service":"db","image":"postgres"}',
    'port.container 5432 @49 {"by":"compose","service":"db"}',
    'variable.set POSTGRES_DB @51 {"by":"compose","service":"db","value":"shop"}',
    'database.name shop @51 {"by":"compose","service":"db"}',
    'variable.set POSTGRES_PASSWORD @52 {"by":"compose","service":"db"}',
    'secret.literal POSTGRES_PASSWORD @52 {"by":"compose","service":"db"}',
    'variable.passed POSTGRES_USER @53 {"by":"compose","service":"db","required":false}',
    'command pg_isready -h localhost @55 {"by":"compose","service":"db","step":"healthcheck"}',
    'secret.defined token @59 {"by":"compose"}',
    'path.named ./token.txt @60 {"from":"file","by":"secret","kind":"file"}',
  ]);
});

test('it is known by its name', () => {
  const names = [
    'compose.yml',
    'a/docker-compose.yaml',
    'docker-compose.prod.yml',
    'compose-dev.yml',
    'docker-compose_x.yml',
  ];
  for (const name of names) assert.ok(compose.reads(name), name);
  const others = [
    '.github/workflows/test-docker-compose.yml',
    'composer.yml',
    'compose.json',
    'docker-compose.yml.j2',
    'deploy/a.yml',
  ];
  for (const name of others) assert.not.ok(compose.reads(name), name);
});

test('under another name its services tell what it is', () => {
  const text = 'services: # ours\n  web:\n    image: x\n';
  for (const name of ['docker/default.yml', 'compose/a.yml', 'prod.compose.yml', 'ops/stack.yaml']) {
    assert.ok(compose.reads(name), name);
    assert.ok(factsOf(compose, name, text).includes('service web @2 {"by":"compose","image":"x"}'), name);
    assert.equal(factsOf(compose, name, 'runs:\n  services: 1\n'), [], name);
    assert.equal(factsOf(compose, name, '- a\n- b\n'), [], name);
  }
});

test('ports', () => {
  const ports = (text: string): string[] => ofService(`ports:\n- ${text}`).filter((fact) => fact.startsWith('port'));
  assert.equal(ports('"80:81"'), ['port.published 80 @4 {…,"container":81}']);
  assert.equal(ports('8000'), ['port.container 8000 @4 {…}']);
  assert.equal(ports('"[::1]:80:81/udp"'), ['port.published 80 @4 {…,"ip":"[::1]","protocol":"udp","container":81}']);
  assert.equal(ports('9000-9001:80-81'), ['port.published 9000-9001 @4 {…,"container":"80-81"}']);
  assert.equal(ports('127.0.0.1::80'), ['port.container 80 @4 {…,"ip":"127.0.0.1"}']);
  assert.equal(ports('target: 80'), ['port.container 80 @4 {…}']);
  assert.equal(ports('{ target: 80, published: "${P-81}" }'), [
    'port.published 81 @4 {…,"container":80,"long":true} derived',
  ]);
  // Whoever starts it says on which port of the host.
  for (const open of ['"$PORT:80"', '"127.0.0.1:${PORT:?say which, as in a.env}:80/tcp"'])
    assert.equal(ports(open), ['port.container 80 @4 {…,"open":true}'], open);
  for (const none of ['"${PORT}"', '{{ port }}', '"{{ port }}:80"', 'eighty']) assert.equal(ports(none), [], none);
});

test('what is built', () => {
  assert.equal(ofService('build: .'), ['path.named . @3 {"from":"file","by":"context","kind":"folder"}']);
  assert.equal(ofService('build:\n  dockerfile: Dockerfile.dev'), [
    'path.named Dockerfile.dev @4 {"from":"deploy","by":"dockerfile","kind":"file"}',
  ]);
  assert.equal(ofService('build: https://github.com/a/b.git'), []);
  assert.equal(
    ofService('build: ./${DIR:-x}')[0],
    'path.named ./x @3 {"from":"file","by":"context","kind":"folder"} derived',
  );
  assert.equal(ofService('image: a:1\nbuild: x')[0], 'image.built a:1 @3 {…,"context":"x"}');
});

test('commands, whatever way they are written', () => {
  const start = (line: number): string[] => [
    'command uvicorn a:b --port 80 @3 {…,"step":"command"}',
    `start.application a:b @3 {…,"step":"command","runner":"uvicorn","port":80}`,
    `port.listen 80 @${line} {…,"step":"command","runner":"uvicorn"}`,
  ];
  assert.equal(ofService('command: uvicorn a:b --port 80'), start(3));
  assert.equal(ofService('command: ["uvicorn", "a:b", "--port", "80"]'), start(3));
  assert.equal(ofService('command: sh -c "uvicorn a:b --port 80"'), start(3));
  assert.equal(ofService('command: uvicorn a:b\n  --port 80'), start(4));
  assert.equal(
    ofService('entrypoint:\n- /bin/sh\n- -c\n- |\n  alembic upgrade head\n  exec gunicorn a:b -b 0.0.0.0:$$PORT'),
    [
      'command alembic upgrade head @7 {…,"step":"entrypoint"}',
      'command exec gunicorn a:b -b 0.0.0.0:$$PORT @8 {…,"step":"entrypoint"}',
      'start.application a:b @8 {…,"step":"entrypoint","runner":"gunicorn"}',
    ],
  );
  assert.equal(ofService('command: uvicorn a:b --port ${PORT:-80}').slice(2), [
    'port.listen 80 @3 {…,"step":"command","runner":"uvicorn"} derived',
    'variable.passed PORT @3 {…,"required":false,"default":"80"}',
  ]);
});

test('a health check of shell', () => {
  assert.equal(ofService('healthcheck:\n  test: ["CMD-SHELL", "curl localhost:80/a"]'), [
    'command curl localhost:80/a @4 {…,"step":"healthcheck"}',
    'probe.path /a @4 {"kind":"healthcheck",…,"port":80}',
  ]);
});

test('what is needed, and which port a proxy goes to', () => {
  assert.equal(ofService('depends_on: [b, c]\nlabels:\n- traefik.http.services.x.loadbalancer.server.port=81'), [
    'port.container 81 @5 {…,"label":"traefik"}',
    'service.needs b @3 {…}',
    'service.needs c @3 {…}',
  ]);
});

test('anchors, and what is merged, count where they are used', () => {
  const text = 'x-env: &env\n  A: "1"\n  B: "2"\nservices:\n  a:\n    environment:\n      <<: *env\n      B: "3"\n';
  assert.equal(facts(text).slice(1), [
    'variable.set B @8 {"by":"compose","service":"a","value":"3"}',
    'variable.set A @2 {"by":"compose","service":"a","value":"1"}',
  ]);
});

test('files that are included and extended', () => {
  const text =
    'include:\n  - other.yml\n  - path: [x.yml, $Y]\nservices:\n  a:\n    extends: {file: base.yml, service: a}\nconfigs:\n  c: {file: ./c.conf}\n';
  assert.equal(
    facts(text).filter((fact) => fact.startsWith('path')),
    [
      'path.named base.yml @6 {"from":"file","by":"extends","service":"a","kind":"file"}',
      'path.named ./c.conf @8 {"from":"file","by":"config","kind":"file"}',
      'path.named other.yml @2 {"from":"file","by":"include","kind":"file"}',
      'path.named x.yml @3 {"from":"file","by":"include","kind":"file"}',
    ],
  );
});

test('no secret is shown', () => {
  const text = [
    'command: redis-server --requirepass s3cr3t1 --x ${API_KEY:-s3cr3t2}',
    'build: {context: ., args: {TOKEN: s3cr3t3}}',
    'environment:',
    '- API_KEY=s3cr3t4',
    '- URL=amqp://u:s3cr3t5@h/${DB_PASSWORD:-s3cr3t6}',
    '- DB=postgres://${U:-u}:${DB_PASSWORD:-s3cr3t7}@h/d',
    '- PASSWORD=change-me',
  ].join('\n');
  const found = ofService(text);
  assert.not.match(found.join('\n'), 's3cr3t');
  assert.equal(
    found.flatMap((fact) => /^secret.literal (\S+ @\d+)/.exec(fact)?.[1] ?? []),
    ['TOKEN @4', 'API_KEY @6', 'URL @7', 'PASSWORD @9', 'API_KEY @3', 'DB_PASSWORD @7', 'DB_PASSWORD @8'],
  );
  assert.equal(
    found.find((fact) => fact.startsWith('database')),
    'database.address postgres://u:…@h/d @8 {…,"variable":"DB"} derived',
  );
});

test('what others count on: names, what is reached, health, networks', () => {
  const of = (text: string): string | undefined =>
    facts(text)
      .find((fact) => fact.startsWith('service a '))
      ?.replace('service a @2 {"by":"compose"', '');
  const own = (text: string): string | undefined => of(`services:\n  a: {${text}}\n`);
  assert.is(
    own('container_name: b, hostname: c, networks: {n: {aliases: [d]}, m: }, links: [e, "f:g"], external_links: [h]'),
    ',"names":["b","c","d"],"reaches":["e","g","h"]}',
  );
  assert.is(own('extra_hosts: ["x:1.2.3.4", y=1.2.3.4]'), ',"reaches":["x","y"]}');
  assert.is(own('extra_hosts: {z: 1.2.3.4}, network_mode: host'), ',"reaches":["z"],"network":"host"}');
  assert.is(own('healthcheck: {disable: true}, restart: "no"'), ',"healthcheck":false,"restarts":false}');
  assert.is(own('healthcheck: {test: [NONE]}, restart: always'), ',"healthcheck":false,"restarts":true}');
  assert.is(own('extends: {service: b}'), ',"extends":true}');
  assert.is(own('build: {dockerfile_inline: FROM x}'), ',"context":".","inline":true}');
  assert.is(of('services:\n  a: {}\nnetworks: {n: {external: true}}\n'), ',"shared":true}');
  assert.is(of('services:\n  a: {}\nnetworks: {n: {external: {name: x}}}\n'), ',"shared":true}');
  assert.is(of('services:\n  a: {}\nnetworks: {n: {external: false}, m: }\n'), '}');
});

test('what is no compose file is not read, with the line', () => {
  const refusal = (text: string): string => refused(compose, 'compose.yml', text);
  assert.match(refusal('services:\n  a:\n    image: "x\n'), /^[34]: is not YAML/);
  assert.match(refusal('services:\n{% for x in y %}\n'), /^2: is a template, not YAML/);
  assert.equal(refusal('\nhello'), '2: is not a compose file: it has no services');
  assert.equal(refusal('- a'), '1: is not a compose file: it has no services');
  assert.equal([facts(''), facts('# nothing'), facts('services:'), facts('services: 3')], [[], [], [], []]);
});

test('odd values are no facts', () => {
  const text =
    'image: [1]\nports: 80\nenvironment: x\ndepends_on: 3\nvolumes: {a: b}\nhealthcheck: no\ncommand: {a: b}\nbuild: 7';
  assert.equal(ofService(text), ['path.named 7 @10 {"from":"file","by":"context","kind":"folder"}']);
});

test('a hostile file takes no time', () => {
  for (const part of ['${A:-', '$A ', '"', '://:a', '://a:b@', '-', 'a=', ' x', '; ', '(']) {
    for (const key of ['command', 'image', 'environment', 'ports']) {
      const value = part.repeat(compose.limit! / part.length / 2);
      const begun = performance.now();
      refused(
        compose,
        'compose.yml',
        `services:\n  a:\n    ${key}:\n      - '${value}'\n    ${key}x: |\n      ${value}`,
      );
      assert.ok(performance.now() - begun < 60_000, `${key} ${part}: ${performance.now() - begun}`);
    }
  }
});

test('the purpose that a file states at its beginning', () => {
  const said = (head: string): string[] =>
    facts(`${head}\nservices:\n  a: {image: b}\n`).filter((fact) => fact.startsWith('purpose '));
  assert.equal(said('# The shop\n# For local development'), ['purpose development @2 {"by":"compose"}']);
  assert.equal(said('# Internal testing only'), ['purpose test @1 {"by":"compose"}']);
  assert.equal(said('# A demo stack'), ['purpose example @1 {"by":"compose"}']);
  for (const head of ['# For development and production', '# `make test` runs the tests', 'name: for development'])
    assert.equal(said(head), []);
  assert.equal(said(`${'#\n'.repeat(8)}# For development`), []);
});

test.run();
